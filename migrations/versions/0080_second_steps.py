"""People sign in with a second step: a code of an app. A panel can say from when everybody does."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_step",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("used_codes", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_second_step_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_step")),
    )
    op.add_column("user_session", sa.Column("awaits_step", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("user_session") as sessions:
        sessions.alter_column("awaits_step", server_default=None)
    op.add_column("panel", sa.Column("second_step_from", sa.Date(), nullable=True))


def downgrade() -> None:
    # A session that waits for its code is nobody's yet: without the column it would be taken for one.
    op.execute("delete from user_session where awaits_step")
    op.drop_column("panel", "second_step_from")
    op.drop_column("user_session", "awaits_step")
    op.drop_table("second_step")
