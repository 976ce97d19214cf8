"""What a report says is kept block by block: its page stays as it was published, whatever later programs would say."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("annual_report") as reports:
        reports.add_column(sa.Column("said", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("annual_report") as reports:
        reports.alter_column("said", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("annual_report") as reports:
        reports.drop_column("said")
