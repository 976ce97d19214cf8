"""The words of a panel's page for everybody, version by version."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stands_because", sa.String(length=300), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_page_words_number_positive")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_page_words_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_words")),
        sa.UniqueConstraint("panel_id", "part", "number", name=op.f("uq_page_words_panel_id_part_number")),
    )


def downgrade() -> None:
    op.drop_table("page_words")
