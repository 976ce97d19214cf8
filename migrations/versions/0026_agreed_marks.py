"""The handling marks of the answers on which an agreed one rests stay with it."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agreed_answer", sa.Column("marks", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("agreed_answer", "marks")
