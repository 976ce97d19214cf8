"""Words of a report may be public once they were looked at; a public edition is published, and withdrawn with a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

CHECKS = {
    "published_once_approved": "published_at is null or approved_at is not null",
    "published_if_public": "published_at is null or edition = 'public'",
    "withdrawn_with_reason": "(withdrawn_at is null) = (withdrawn_because is null)",
}


def upgrade() -> None:
    with op.batch_alter_table("report_passage") as passages:
        passages.add_column(sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("report_passage") as passages:
        passages.alter_column("is_public", server_default=None)
    op.create_table(
        "report_public_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("said_by", sa.String(length=120), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_report_public_words_reason_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "passage_id"],
            ["report_passage.panel_id", "report_passage.id"],
            name=op.f("fk_report_public_words_panel_id_passage_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_public_words")),
    )
    op.create_index("ix_report_public_words_passage_id", "report_public_words", ["passage_id", "id"])
    with op.batch_alter_table("annual_report") as reports:
        reports.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        reports.add_column(sa.Column("published_by_name", sa.String(length=120), nullable=True))
        reports.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        reports.add_column(sa.Column("withdrawn_because", sa.String(length=300), nullable=True))
        for name, condition in CHECKS.items():
            reports.create_check_constraint(op.f(f"ck_annual_report_{name}"), condition)


def downgrade() -> None:
    with op.batch_alter_table("annual_report") as reports:
        for name in CHECKS:
            reports.drop_constraint(op.f(f"ck_annual_report_{name}"), type_="check")
        for column in ("withdrawn_because", "withdrawn_at", "published_by_name", "published_at"):
            reports.drop_column(column)
    op.drop_index("ix_report_public_words_passage_id", table_name="report_public_words")
    op.drop_table("report_public_words")
    with op.batch_alter_table("report_passage") as passages:
        passages.drop_column("is_public")
