"""What accounts of a child are found by when another comes in. `flask cases reindex` fills it for what is there."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create("case_match_key", "case_id", "child_case")
    _create("notification_match_key", "notification_id", "notification")


def downgrade() -> None:
    op.drop_table("notification_match_key")
    op.drop_table("case_match_key")


def _create(table: str, subject: str, of: str) -> None:
    text = sa.String(length=100).with_variant(sa.String(length=100, collation="C"), "postgresql")
    op.create_table(
        table,
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("key", text, nullable=False),
        sa.Column(subject, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", subject], [f"{of}.panel_id", f"{of}.id"], name=op.f(f"fk_{table}_panel_id_{subject}")
        ),
        sa.PrimaryKeyConstraint("panel_id", "key", subject, name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{subject}"), table, [subject])
