"""A report keeps what it shows beside its figures; numbers of earlier years are restated with a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_restatement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("said_by", sa.String(length=120), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_report_restatement_reason_present")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_report_restatement_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_restatement")),
    )
    op.create_index("ix_report_restatement_panel_id", "report_restatement", ["panel_id", "from_on", "id"])
    with op.batch_alter_table("annual_report") as reports:
        reports.add_column(sa.Column("contents", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("annual_report") as reports:
        reports.alter_column("contents", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("annual_report") as reports:
        reports.drop_column("contents")
    op.drop_index("ix_report_restatement_panel_id", table_name="report_restatement")
    op.drop_table("report_restatement")
