"""The lease of the job processes says when one was last seen at work, and before which instant messages are in doubt."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job_lease", sa.Column("seen", sa.Float(53), nullable=True))
    op.add_column("job_lease", sa.Column("doubtful_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("job_lease", "doubtful_until")
    op.drop_column("job_lease", "seen")
