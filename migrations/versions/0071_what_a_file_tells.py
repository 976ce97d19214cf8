"""A pack on paper knows of each case what it tells. Files that were made before are made anew when they are asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.text("DELETE FROM pack_file"))
    with op.batch_alter_table("pack_file") as files:
        files.drop_column("told_digest")
        files.add_column(sa.Column("told", sa.JSON(), nullable=False))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM pack_file"))
    with op.batch_alter_table("pack_file") as files:
        files.drop_column("told")
        files.add_column(sa.Column("told_digest", sa.String(length=64), nullable=False))
