"""Awaited notifications: deaths that the panel knows of and that nobody has notified."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "awaited_notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "coroner's notice",
                "registrar's notice",
                "list",
                "another source",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_name", sa.String(length=200), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=True),
        sa.Column("given_names", sa.String(length=500), nullable=True),
        sa.Column("family_name", sa.String(length=500), nullable=True),
        sa.Column("name_folded", sa.String(length=1000), nullable=False),
        sa.Column("nhs_number", sa.String(length=10), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("awaited", "arrived", "ended", name="status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("notification_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=120), nullable=True),
        sa.Column("ended_why", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(status = 'awaited') = (ended_at is null)", name=op.f("ck_awaited_notification_ended_with_time")
        ),
        sa.CheckConstraint(
            "status <> 'arrived' or case_id is not null or notification_id is not null",
            name=op.f("ck_awaited_notification_arrived_with_what"),
        ),
        sa.CheckConstraint(
            "status <> 'ended' or ended_why is not null", name=op.f("ck_awaited_notification_ended_with_reason")
        ),
        sa.CheckConstraint(
            "(agency_id is null) = (asked_at is null) and (agency_id is null) = (due_on is null)",
            name=op.f("ck_awaited_notification_asked_with_agency"),
        ),
        sa.CheckConstraint("born_on <= died_on", name=op.f("ck_awaited_notification_born_before_death")),
        sa.ForeignKeyConstraint(
            ["panel_id", "agency_id"],
            ["agency.panel_id", "agency.id"],
            name=op.f("fk_awaited_notification_panel_id_agency_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_awaited_notification_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "notification_id"],
            ["notification.panel_id", "notification.id"],
            name=op.f("fk_awaited_notification_panel_id_notification_id"),
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_awaited_notification_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awaited_notification")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_awaited_notification_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_awaited_notification_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_awaited_notification_reference")),
    )
    with op.batch_alter_table("awaited_notification", schema=None) as batch_op:
        batch_op.create_index("ix_awaited_notification_case_id", ["case_id"], unique=False)
        batch_op.create_index("ix_awaited_notification_notification_id", ["notification_id"], unique=False)
        batch_op.create_index("ix_awaited_notification_panel_id_nhs_number", ["panel_id", "nhs_number"], unique=False)
        batch_op.create_index("ix_awaited_notification_panel_id_status", ["panel_id", "status", "due_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("awaited_notification", schema=None) as batch_op:
        batch_op.drop_index("ix_awaited_notification_panel_id_status")
        batch_op.drop_index("ix_awaited_notification_panel_id_nhs_number")
        batch_op.drop_index("ix_awaited_notification_notification_id")
        batch_op.drop_index("ix_awaited_notification_case_id")

    op.drop_table("awaited_notification")
