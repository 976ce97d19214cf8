"""Same-day alerts, the calls about them, and whom a panel has as suicide prevention lead."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("panel", sa.Column("suicide_lead_email", sa.String(length=254), nullable=True))
    op.create_table(
        "same_day_alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("notification_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "suspected suicide",
                "drowning",
                "danger to others",
                "similar death",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("similar_to", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=120), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "(closed_at is null) = (outcome is null)", name=op.f("ck_same_day_alert_closed_with_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "notification_id"],
            ["notification.panel_id", "notification.id"],
            name=op.f("fk_same_day_alert_panel_id_notification_id"),
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_same_day_alert_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_day_alert")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_same_day_alert_panel_id_id")),
        sa.UniqueConstraint("notification_id", "kind", name=op.f("uq_same_day_alert_notification_id_kind")),
        sa.UniqueConstraint("public_id", name=op.f("uq_same_day_alert_public_id")),
    )
    op.create_index("ix_same_day_alert_panel_id_closed_at", "same_day_alert", ["panel_id", "closed_at", "raised_at"])
    op.create_table(
        "alert_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_name", sa.String(length=120), nullable=False),
        sa.Column("to_name", sa.String(length=120), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(from_name) > 0 and length(to_name) > 0", name=op.f("ck_alert_call_of_two_people")),
        sa.ForeignKeyConstraint(
            ["panel_id", "alert_id"],
            ["same_day_alert.panel_id", "same_day_alert.id"],
            name=op.f("fk_alert_call_panel_id_alert_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_call")),
    )
    op.create_index("ix_alert_call_alert_id", "alert_call", ["alert_id", "called_at"])


def downgrade() -> None:
    op.drop_table("alert_call")
    op.drop_table("same_day_alert")
    op.drop_column("panel", "suicide_lead_email")
