"""Forms that agencies began and never sent are deleted on a day of which they are told."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

NEVER_PURGED = "ck_form_request_returned_never_purged"


def upgrade() -> None:
    with op.batch_alter_table("form_request") as requests:
        requests.add_column(sa.Column("purge_on", sa.Date(), nullable=True))
        requests.add_column(sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True))
        requests.create_check_constraint(op.f(NEVER_PURGED), "purge_on is null or returned_at is null")


def downgrade() -> None:
    with op.batch_alter_table("form_request") as requests:
        requests.drop_constraint(op.f(NEVER_PURGED), type_="check")
        requests.drop_column("purged_at")
        requests.drop_column("purge_on")
