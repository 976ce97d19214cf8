"""Files that come with a notification: of it, and of no case or request of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KEPT = {"table_kwargs": {"sqlite_autoincrement": True}}
OF_ONE, WITH_CASE = "ck_attachment_of_one", "ck_attachment_request_with_case"
TABLES = (("attachment", ("id", "notification_id")), ("attachment_content", ("attachment_id",)))
REFERS = "fk_attachment_panel_id_notification_id"


def upgrade() -> None:
    with op.batch_alter_table("attachment", **KEPT) as files:
        files.alter_column("case_id", existing_type=sa.Integer(), nullable=True)
        files.alter_column("request_id", existing_type=sa.Integer(), nullable=True)
        files.add_column(sa.Column("notification_id", sa.Integer(), nullable=True))
        files.create_foreign_key(op.f(REFERS), "notification", ["panel_id", "notification_id"], ["panel_id", "id"])
        files.create_check_constraint(op.f(OF_ONE), "(request_id is null) <> (notification_id is null)")
        files.create_check_constraint(op.f(WITH_CASE), "(request_id is null) = (case_id is null)")
        files.create_index("ix_attachment_notification_id", ["notification_id"])


def downgrade() -> None:
    file, content = (sa.table(name, *map(sa.column, columns)) for name, columns in TABLES)
    with_notification = sa.select(file.c.id).where(file.c.notification_id.is_not(None))
    op.execute(content.delete().where(content.c.attachment_id.in_(with_notification)))
    op.execute(file.delete().where(file.c.notification_id.is_not(None)))
    with op.batch_alter_table("attachment", **KEPT) as files:
        files.drop_index("ix_attachment_notification_id")
        files.drop_constraint(op.f(OF_ONE), type_="check")
        files.drop_constraint(op.f(WITH_CASE), type_="check")
        files.drop_constraint(op.f(REFERS), type_="foreignkey")
        files.drop_column("notification_id")
        files.alter_column("case_id", existing_type=sa.Integer(), nullable=False)
        files.alter_column("request_id", existing_type=sa.Integer(), nullable=False)
