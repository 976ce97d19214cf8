"""The register of figures that were released: what left, and what it tells beside other releases."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("selection", sa.String(length=300), nullable=False),
        sa.Column("standing", sa.String(length=300), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("profile", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("bundle", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("withheld", sa.Integer(), nullable=False),
        sa.Column("data_version", sa.String(length=64), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason is null or length(reason) > 0", name=op.f("ck_data_release_reason_present")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_data_release_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_release")),
        sa.UniqueConstraint("panel_id", "standing", name=op.f("uq_data_release_panel_id_standing")),
        sa.UniqueConstraint("public_id", name=op.f("uq_data_release_public_id")),
    )
    op.create_index("ix_data_release_panel_id_released_at", "data_release", ["panel_id", "released_at"])


def downgrade() -> None:
    op.drop_table("data_release")
