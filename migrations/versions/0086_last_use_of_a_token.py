"""A token says on which day it was last used."""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("api_token") as tokens:
        tokens.add_column(sa.Column("last_used_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("api_token") as tokens:
        tokens.drop_column("last_used_on")
