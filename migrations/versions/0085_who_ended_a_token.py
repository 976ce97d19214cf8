"""A token that was ended says who ended it."""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("api_token") as tokens:
        tokens.add_column(sa.Column("revoked_by_name", sa.String(120), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("api_token") as tokens:
        tokens.drop_column("revoked_by_name")
