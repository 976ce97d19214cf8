"""A panel has a logo. Every one that it had is kept, for the reports that were built with it."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "panel_logo",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_panel_logo")),
    )
    op.add_column("panel", sa.Column("logo", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("panel", "logo")
    op.drop_table("panel_logo")
