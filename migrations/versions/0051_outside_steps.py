"""A case has the days of what others do by a day: about abuse or neglect, and in a rapid response."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

DAYS = (
    *("abuse_known_on", "serious_incident_notified_on", "rapid_review_on"),
    *("rapid_response_discussed_on", "rapid_response_concluded_on"),
)


def upgrade() -> None:
    for name in DAYS:
        op.add_column("child_case", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    for name in reversed(DAYS):
        op.drop_column("child_case", name)
