"""The panel's seats, invitations to meetings with their answers, conflicts of interest, and what becomes of an item."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

EXPERTISE = (
    *("obstetrics", "midwifery", "neonatology", "cardiology", "mental health", "road safety", "respiratory medicine"),
    *("neurology", "palliative care", "infectious disease", "emergency medicine", "genetics"),
)
ITEM_TEXTS = ("awaited", "discussion", "dissent", "subject_to", "settled_how")
SETTLED = "ck_agenda_item_settled_what_was_awaited"
MEETING_CHECKS = {
    "ck_panel_meeting_cancelled_with_reason": "status <> 'cancelled' or cancelled_because is not null",
    "ck_panel_meeting_room_for_a_case": "most_cases is null or most_cases > 0",
    "ck_panel_meeting_minutes_positive": "minutes is null or minutes > 0",
}


def upgrade() -> None:
    with op.batch_alter_table("panel_meeting") as meetings:
        meetings.add_column(sa.Column("video_link", sa.String(length=300), nullable=True))
        meetings.add_column(sa.Column("most_cases", sa.SmallInteger(), nullable=True))
        meetings.add_column(sa.Column("minutes", sa.SmallInteger(), nullable=True))
        meetings.add_column(sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True))
        meetings.add_column(sa.Column("cancelled_because", sa.Text(), nullable=True))
    # Until now no meeting said why it was cancelled.
    op.execute("update panel_meeting set cancelled_because = 'not recorded' where status = 'cancelled'")
    with op.batch_alter_table("panel_meeting") as meetings:
        for name, rule in MEETING_CHECKS.items():
            meetings.create_check_constraint(op.f(name), rule)
    with op.batch_alter_table("agenda_item") as items:
        for name in ITEM_TEXTS:
            items.add_column(sa.Column(name, sa.Text(), nullable=True))
        items.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        items.add_column(sa.Column("settled_by", sa.String(length=120), nullable=True))
        items.create_check_constraint(op.f(SETTLED), "settled_at is null or subject_to is not null")
    op.create_table(
        "meeting_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("moved", "cancelled", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("was_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_meeting_change_reason_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "meeting_id"],
            ["panel_meeting.panel_id", "panel_meeting.id"],
            name=op.f("fk_meeting_change_panel_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_change")),
    )
    op.create_index("ix_meeting_change_meeting_id", "meeting_change", ["meeting_id"])
    op.create_table(
        "meeting_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column(
            "expertise",
            sa.Enum(
                *EXPERTISE,
                name="expertise",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("area_code", sa.String(length=9), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("deputy_for_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "invited",
                "accepted",
                "declined",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confidential_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status <> 'accepted' or confidential_at is not null",
            name=op.f("ck_meeting_invitation_accepted_in_confidence"),
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_meeting_invitation_email_lower")),
        sa.ForeignKeyConstraint(
            ["deputy_for_id"], ["meeting_invitation.id"], name=op.f("fk_meeting_invitation_deputy_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "agency_id"],
            ["agency.panel_id", "agency.id"],
            name=op.f("fk_meeting_invitation_panel_id_agency_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "meeting_id"],
            ["panel_meeting.panel_id", "panel_meeting.id"],
            name=op.f("fk_meeting_invitation_panel_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_invitation")),
        sa.UniqueConstraint("meeting_id", "email", name=op.f("uq_meeting_invitation_meeting_id_email")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_meeting_invitation_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_invitation_public_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_meeting_invitation_token_digest")),
    )
    op.create_table(
        "panel_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column(
            "expertise",
            sa.Enum(
                *EXPERTISE,
                name="expertise",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("area_code", sa.String(length=9), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("deputy_name", sa.String(length=120), nullable=True),
        sa.Column("deputy_email", sa.String(length=254), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(deputy_name is null) = (deputy_email is null)", name=op.f("ck_panel_seat_deputy_with_address")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_panel_seat_email_lower")),
        sa.ForeignKeyConstraint(
            ["panel_id", "agency_id"], ["agency.panel_id", "agency.id"], name=op.f("fk_panel_seat_panel_id_agency_id")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_seat_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_seat")),
        sa.UniqueConstraint("panel_id", "email", name=op.f("uq_panel_seat_panel_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_panel_seat_public_id")),
    )
    op.create_table(
        "conflict_of_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "treated the child",
                "knew the family",
                "employer is involved in the case",
                "relative",
                "filled in a form",
                "led the care or the review meeting",
                "legal or financial interest",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("declared_by", sa.String(length=120), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "stays",
                "stays and says nothing",
                "stays and does not lead",
                "leaves for the case",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(decision is null) = (decided_at is null)", name=op.f("ck_conflict_of_interest_decided_with_time")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_conflict_of_interest_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "invitation_id"],
            ["meeting_invitation.panel_id", "meeting_invitation.id"],
            name=op.f("fk_conflict_of_interest_panel_id_invitation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conflict_of_interest_public_id")),
    )
    op.create_index("ix_conflict_of_interest_case_id", "conflict_of_interest", ["case_id"])
    op.create_index("ix_conflict_of_interest_invitation_id", "conflict_of_interest", ["invitation_id"])
    op.create_table(
        "expert_case",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_expert_case_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "invitation_id"],
            ["meeting_invitation.panel_id", "meeting_invitation.id"],
            name=op.f("fk_expert_case_panel_id_invitation_id"),
        ),
        sa.PrimaryKeyConstraint("invitation_id", "case_id", name=op.f("pk_expert_case")),
    )
    op.create_index("ix_expert_case_case_id", "expert_case", ["case_id"])


def downgrade() -> None:
    for name in ("expert_case", "conflict_of_interest", "panel_seat", "meeting_invitation", "meeting_change"):
        op.drop_table(name)
    with op.batch_alter_table("agenda_item") as items:
        items.drop_constraint(op.f(SETTLED), type_="check")
        for name in ("settled_by", "settled_at", *reversed(ITEM_TEXTS)):
            items.drop_column(name)
    with op.batch_alter_table("panel_meeting") as meetings:
        for name in MEETING_CHECKS:
            meetings.drop_constraint(op.f(name), type_="check")
        for name in ("cancelled_because", "fixed_at", "minutes", "most_cases", "video_link"):
            meetings.drop_column(name)
