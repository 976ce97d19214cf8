"""Panels write in their annual reports: drafts, passages and their versions, remarks, numbers that are no figures."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_report_draft_dates_in_order")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_report_draft_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_draft")),
        sa.UniqueConstraint("panel_id", "from_on", "to_on", name=op.f("uq_report_draft_panel_id_from_on_to_on")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_report_draft_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_draft_public_id")),
    )
    op.create_table(
        "report_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_included", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(written_by is null) = (written_at is null)", name=op.f("ck_report_passage_written_with_time")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "draft_id"],
            ["report_draft.panel_id", "report_draft.id"],
            name=op.f("fk_report_passage_panel_id_draft_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_passage")),
        sa.UniqueConstraint("draft_id", "section", name=op.f("uq_report_passage_draft_id_section")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_report_passage_panel_id_id")),
    )
    _of_a_passage(
        "report_passage_version",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
    )
    _of_a_passage(
        "report_remark",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(length=120), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_report_remark_text_present")),
        sa.CheckConstraint(
            "(settled_by is null) = (settled_at is null)", name=op.f("ck_report_remark_settled_with_time")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_remark_public_id")),
    )
    _of_a_passage(
        "report_plain_number",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("said_by", sa.String(length=120), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_report_plain_number_reason_present")),
    )
    with op.batch_alter_table("annual_report") as reports:
        reports.add_column(sa.Column("written", sa.JSON(), nullable=False, server_default="{}"))
        reports.add_column(sa.Column("snapshot", sa.String(length=64), nullable=True))
        reports.add_column(sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True))
        reports.add_column(sa.Column("approved_by_name", sa.String(length=120), nullable=True))
        reports.create_check_constraint(
            op.f("ck_annual_report_approved_by_someone"), "(approved_at is null) = (approved_by_name is null)"
        )
        reports.create_index("ix_annual_report_pdf_digest", ["pdf_digest"], unique=False)
    with op.batch_alter_table("annual_report") as reports:
        reports.alter_column("written", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("annual_report") as reports:
        reports.drop_index("ix_annual_report_pdf_digest")
        reports.drop_constraint(op.f("ck_annual_report_approved_by_someone"), type_="check")
        for column in ("approved_by_name", "approved_at", "snapshot", "written"):
            reports.drop_column(column)
    for table in ("report_plain_number", "report_remark", "report_passage_version"):
        op.drop_index(f"ix_{table}_passage_id", table_name=table)
        op.drop_table(table)
    op.drop_table("report_passage")
    op.drop_table("report_draft")


def _of_a_passage(name: str, *more: sa.Column | sa.Constraint) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(
            ["panel_id", "passage_id"],
            ["report_passage.panel_id", "report_passage.id"],
            name=op.f(f"fk_{name}_panel_id_passage_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_passage_id", name, ["passage_id", "id"], unique=False)
