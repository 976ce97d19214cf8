"""Whom the coordinator said why not to ask, told from whom nobody has decided on."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("child_case", sa.Column("proposals_declined", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("child_case", "proposals_declined")
