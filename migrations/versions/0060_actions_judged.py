"""What an action is to change, what would show it, and whether it did."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

CHECKS = {
    "strength": "strength IN ('weak', 'medium', 'strong')",
    "verdict": "verdict IN ('moved', 'not moved', 'cannot tell')",
    "verdict_with_day": "(verdict is null) = (verdict_on is null)",
}
COLUMNS = {
    "strength": sa.String(length=40),
    "expected_change": sa.Text(),
    "indicator": sa.Text(),
    "verdict": sa.String(length=40),
    "verdict_on": sa.Date(),
    "verdict_note": sa.Text(),
}


def upgrade() -> None:
    with op.batch_alter_table("action_item") as actions:
        for name, kind in COLUMNS.items():
            actions.add_column(sa.Column(name, kind, nullable=True))
        for name, condition in CHECKS.items():
            actions.create_check_constraint(op.f(f"ck_action_item_{name}"), condition)


def downgrade() -> None:
    with op.batch_alter_table("action_item") as actions:
        for name in CHECKS:
            actions.drop_constraint(op.f(f"ck_action_item_{name}"), type_="check")
        for name in COLUMNS:
            actions.drop_column(name)
