"""Which awaited notification a message led to, and how long after it was known a death was notified."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notification", sa.Column("awaited_reference", sa.String(length=20), nullable=True))
    op.add_column("notification", sa.Column("aware_on", sa.Date(), nullable=True))
    op.add_column("notification", sa.Column("late_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("notification", "late_reason")
    op.drop_column("notification", "aware_on")
    op.drop_column("notification", "awaited_reference")
