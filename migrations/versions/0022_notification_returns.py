"""Notifiers come back by a private code: to what is not sent, and to what the panel asks them afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("notification", sa.Column("opened_at", INSTANT, nullable=True))
    op.add_column("notification", sa.Column("return_digest", sa.String(length=64), nullable=True))
    op.add_column("notification", sa.Column("no_more_at", INSTANT, nullable=True))
    op.execute("update notification set opened_at = created_at")
    op.create_table(
        "notification_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("notification_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "(answer is null) = (answered_at is null)", name=op.f("ck_notification_question_answered_with_time")
        ),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_notification_question_text_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "notification_id"],
            ["notification.panel_id", "notification.id"],
            name=op.f("fk_notification_question_panel_id_notification_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_question")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notification_question_public_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notification_question_notification_id", "notification_question", ["notification_id"])


def downgrade() -> None:
    op.drop_table("notification_question")
    op.drop_column("notification", "no_more_at")
    op.drop_column("notification", "return_digest")
    op.drop_column("notification", "opened_at")
