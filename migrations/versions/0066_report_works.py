"""An annual report is built by the job process, in the name of whoever asked for it."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("edition", sa.String(length=10), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("done_count", sa.SmallInteger(), nullable=False),
        sa.Column("whole_count", sa.SmallInteger(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=True),
        sa.CheckConstraint("done_count between 0 and whole_count", name=op.f("ck_report_work_done_of_whole")),
        sa.CheckConstraint(
            "reasons is null or finished_at is not null", name=op.f("ck_report_work_refused_once_finished")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_report_work_panel_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_report_work_user_id")),
        sa.ForeignKeyConstraint(["report_id"], ["annual_report.id"], name=op.f("fk_report_work_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_work")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_work_public_id")),
    )
    op.create_index("ix_report_work_finished_at", "report_work", ["finished_at", "id"])
    op.create_index("ix_report_work_user_id", "report_work", ["user_id"])


def downgrade() -> None:
    op.drop_table("report_work")
