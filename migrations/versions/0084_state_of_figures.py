"""A panel says by one number whether anything changed that pages of figures are drawn from."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No page was drawn at 0 yet: they are kept by processes that begin after this.
    op.add_column("panel", sa.Column("figures_state", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("panel") as panels:
        panels.alter_column("figures_state", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("panel") as panels:
        panels.drop_column("figures_state")
