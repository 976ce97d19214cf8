"""What the first check of a death decided, each answer kept; who leads a joint agency response."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TOPICS = (
    "scope",
    "residency",
    "passed on",
    "passed to us",
    "joint agency response",
    "key worker",
    "expectedness",
    "coroner",
    "post-mortem",
    "certificate",
    "looked after",
    "children at risk",
    "police",
    "safeguarding review",
    "patient safety",
    "perinatal review",
    "maternity investigation",
    "learning disability",
    "custody",
    "national alert",
)


def upgrade() -> None:
    op.add_column("child_case", sa.Column("jar_lead", sa.String(length=200), nullable=True))
    op.create_table(
        "triage_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("notification_id", sa.Integer(), nullable=True),
        sa.Column(
            "topic",
            sa.Enum(*TOPICS, name="topic", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "case_id is not null or notification_id is not null", name=op.f("ck_triage_decision_of_something")
        ),
        sa.CheckConstraint(
            "acknowledged_on is null or acknowledged_on >= done_on",
            name=op.f("ck_triage_decision_acknowledged_after_done"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_triage_decision_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "notification_id"],
            ["notification.panel_id", "notification.id"],
            name=op.f("fk_triage_decision_panel_id_notification_id"),
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_triage_decision_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_decision")),
    )
    op.create_index("ix_triage_decision_case_id", "triage_decision", ["case_id", "topic", "id"])
    op.create_index("ix_triage_decision_notification_id", "triage_decision", ["notification_id"])
    op.create_index("ix_triage_decision_panel_id_topic", "triage_decision", ["panel_id", "topic", "replaced_at"])


def downgrade() -> None:
    op.drop_table("triage_decision")
    op.drop_column("child_case", "jar_lead")
