"""What a first check set in motion and is not done is found among all decisions of a panel by an index."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLE = "triage_decision"


def upgrade() -> None:
    op.drop_index("ix_triage_decision_panel_id_topic", TABLE)
    op.create_index("ix_triage_decision_panel_id_is_open", TABLE, ["panel_id", "is_open", "replaced_at"])


def downgrade() -> None:
    op.drop_index("ix_triage_decision_panel_id_is_open", TABLE)
    op.create_index("ix_triage_decision_panel_id_topic", TABLE, ["panel_id", "topic", "replaced_at"])
