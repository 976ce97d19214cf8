"""Work on packs is done by the job process, and papers are made one reader at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pack_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("done_count", sa.SmallInteger(), nullable=False),
        sa.Column("whole_count", sa.SmallInteger(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=True),
        sa.CheckConstraint("done_count between 0 and whole_count", name=op.f("ck_pack_work_done_of_whole")),
        sa.CheckConstraint("kind IN ('draft', 'release', 'file', 'printed copy')", name=op.f("ck_pack_work_kind")),
        sa.CheckConstraint(
            "reasons is null or finished_at is not null", name=op.f("ck_pack_work_refused_once_finished")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "pack_id"],
            ["meeting_pack.panel_id", "meeting_pack.id"],
            name=op.f("fk_pack_work_panel_id_pack_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_pack_work_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_work")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_pack_work_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pack_work_public_id")),
    )
    op.create_index("ix_pack_work_finished_at", "pack_work", ["finished_at", "id"])
    op.create_index("ix_pack_work_pack_id", "pack_work", ["pack_id"])
    op.create_table(
        "pack_file",
        sa.Column("work_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("told_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "work_id"],
            ["pack_work.panel_id", "pack_work.id"],
            name=op.f("fk_pack_file_panel_id_work_id"),
        ),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_pack_file")),
    )


def downgrade() -> None:
    op.drop_table("pack_file")
    op.drop_table("pack_work")
