"""Handling marks on answers and files."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("form_answer", "attachment"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("marks", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    for table in ("attachment", "form_answer"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("marks")
