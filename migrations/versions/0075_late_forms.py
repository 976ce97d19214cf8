"""What was typed on a page that came after its sign-in had ended is kept for its writer until they sign in again."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "late_form",
        sa.Column("public_id", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_late_form_user_id")),
        sa.PrimaryKeyConstraint("public_id", name=op.f("pk_late_form")),
    )
    op.create_index("ix_late_form_kept_at", "late_form", ["kept_at"])
    op.create_index("ix_late_form_user_id", "late_form", ["user_id"])


def downgrade() -> None:
    op.drop_index("ix_late_form_user_id", table_name="late_form")
    op.drop_index("ix_late_form_kept_at", table_name="late_form")
    op.drop_table("late_form")
