"""Where an action is to be done."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("action_item") as actions:
        actions.add_column(sa.Column("level", sa.String(length=40), nullable=True))
        actions.create_check_constraint(op.f("ck_action_item_level"), "level IN ('local', 'regional', 'national')")


def downgrade() -> None:
    with op.batch_alter_table("action_item") as actions:
        actions.drop_constraint(op.f("ck_action_item_level"), type_="check")
        actions.drop_column("level")
