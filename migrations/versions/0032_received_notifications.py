"""Notifications that other systems send: the text as it came, and its source."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

NAME = "ck_notification_source"
BEFORE = ("public form", "telephone", "register")
SYSTEM = "another system"


def upgrade() -> None:
    _replace((*BEFORE, SYSTEM))
    op.create_table(
        "notification_text",
        sa.Column("notification_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "notification_id"],
            ["notification.panel_id", "notification.id"],
            name=op.f("fk_notification_text_panel_id_notification_id"),
        ),
        sa.PrimaryKeyConstraint("notification_id", name=op.f("pk_notification_text")),
    )


def downgrade() -> None:
    op.drop_table("notification_text")
    # Whatever came from another system was written down by a coordinator, as a call is.
    op.execute("update notification set source = 'telephone' where source = 'another system'")
    _replace(BEFORE)


def _replace(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("notification", table_kwargs={"sqlite_autoincrement": True}) as notifications:
        notifications.drop_constraint(op.f(NAME), type_="check")
        notifications.create_check_constraint(op.f(NAME), f"source IN ({listed})")
