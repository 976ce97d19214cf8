"""Cases whose forms agencies open with an account, or with a code that is read out to them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("child_case", sa.Column("sensitive_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("child_case", sa.Column("sensitive_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("child_case", "sensitive_reason")
    op.drop_column("child_case", "sensitive_at")
