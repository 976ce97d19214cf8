"""Why a notifier's answers are as they are, where a rule of intake asked for a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notification_reason",
        sa.Column("notification_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "notification_id"],
            ["notification.panel_id", "notification.id"],
            name=op.f("fk_notification_reason_panel_id_notification_id"),
        ),
        sa.PrimaryKeyConstraint("notification_id", "rule", name=op.f("pk_notification_reason")),
    )


def downgrade() -> None:
    op.drop_table("notification_reason")
