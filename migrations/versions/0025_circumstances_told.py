"""What the coordinator says of a death that no notification asks, and that decides whom to ask."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("child_case", sa.Column("circumstances_told", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("child_case", "circumstances_told")
