"""The owner of an action answers by a link."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("action_item") as actions:
        actions.add_column(sa.Column("owner_email", sa.String(length=254), nullable=True))
        actions.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
        actions.add_column(sa.Column("nonce", sa.String(length=32), nullable=True))
        actions.add_column(sa.Column("token_digest", sa.String(length=64), nullable=True))
        actions.add_column(sa.Column("response", sa.Text(), nullable=True))
        actions.add_column(sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True))
        actions.add_column(sa.Column("responded_by", sa.String(length=120), nullable=True))
        actions.create_unique_constraint(op.f("uq_action_item_token_digest"), ["token_digest"])


def downgrade() -> None:
    with op.batch_alter_table("action_item") as actions:
        actions.drop_constraint(op.f("uq_action_item_token_digest"), type_="unique")
        for name in ("responded_by", "responded_at", "response", "token_digest", "nonce", "sent_at", "owner_email"):
            actions.drop_column(name)
