"""Who has a form open with an account, so that it closes once the account no longer answers for the agency."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TO_ACCOUNT = "fk_respondent_session_user_id"


def upgrade() -> None:
    with op.batch_alter_table("respondent_session") as sessions:
        sessions.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        sessions.create_foreign_key(op.f(TO_ACCOUNT), "user_account", ["user_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("respondent_session") as sessions:
        sessions.drop_constraint(op.f(TO_ACCOUNT), type_="foreignkey")
        sessions.drop_column("user_id")
