"""The shorter papers of an approved report, and a learning note that was agreed on, are kept byte for byte."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_paper",
        sa.Column("report_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("pdf_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["annual_report.id"], name=op.f("fk_report_paper_report_id")),
        sa.PrimaryKeyConstraint("report_id", "what", name=op.f("pk_report_paper")),
    )
    op.add_column("learning_note", sa.Column("pdf", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("learning_note", "pdf")
    op.drop_table("report_paper")
