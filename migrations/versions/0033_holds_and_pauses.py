"""Who looks after a hold, how the panel knows of it, when it was looked at; and pauses of a case's reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_hold", sa.Column("owner", sa.String(length=120), nullable=True))
    op.add_column("case_hold", sa.Column("evidence", sa.Text(), nullable=True))
    op.add_column("case_hold", sa.Column("checked_on", sa.Date(), nullable=True))
    op.create_table(
        "reminder_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_reminder_pause_reason_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_reminder_pause_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_pause")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reminder_pause_public_id")),
    )
    op.create_index("ix_reminder_pause_case_id", "reminder_pause", ["case_id", "until_on"])


def downgrade() -> None:
    op.drop_table("reminder_pause")
    with op.batch_alter_table("case_hold") as holds:
        for name in ("checked_on", "evidence", "owner"):
            holds.drop_column(name)
