"""A release that takes a while is made by the job process, one of each selection."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("selection", sa.String(length=300), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("asked_by_name", sa.String(length=120), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("done_count", sa.SmallInteger(), nullable=False),
        sa.Column("whole_count", sa.SmallInteger(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=True),
        sa.CheckConstraint("done_count between 0 and whole_count", name=op.f("ck_release_work_done_of_whole")),
        sa.CheckConstraint(
            "reasons is null or finished_at is not null", name=op.f("ck_release_work_refused_once_finished")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_release_work_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_work")),
        sa.UniqueConstraint("panel_id", "selection", name=op.f("uq_release_work_panel_id_selection")),
        sa.UniqueConstraint("public_id", name=op.f("uq_release_work_public_id")),
    )
    op.create_index("ix_release_work_finished_at", "release_work", ["finished_at", "id"])


def downgrade() -> None:
    op.drop_table("release_work")
