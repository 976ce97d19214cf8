"""The child's age when an agency was asked, by which questions are left out; of what was asked before nothing is."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requested_form", sa.Column("age_years", sa.SmallInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("requested_form", "age_years")
