"""The minutes of a meeting, sheet by sheet, and what each sheet said before."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "meeting_minutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.String(length=120), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(approved_on is null) = (approved_by is null)", name=op.f("ck_meeting_minutes_approved_by_somebody")
        ),
        sa.CheckConstraint(
            "approved_on is null or shared_at is not null", name=op.f("ck_meeting_minutes_approved_once_shared")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "meeting_id"],
            ["panel_meeting.panel_id", "panel_meeting.id"],
            name=op.f("fk_meeting_minutes_panel_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meeting_minutes_meeting_id")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_meeting_minutes_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_minutes_public_id")),
    )
    op.create_table(
        "minutes_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "who came",
                "minutes of the last meeting",
                "case",
                "learning",
                "other business",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(kind = 'case') = (case_id is not null)", name=op.f("ck_minutes_sheet_case_of_its_kind")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_minutes_sheet_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "minutes_id"],
            ["meeting_minutes.panel_id", "meeting_minutes.id"],
            name=op.f("fk_minutes_sheet_panel_id_minutes_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_sheet")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_minutes_sheet_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_minutes_sheet_public_id")),
    )
    op.create_index("ix_minutes_sheet_case_id", "minutes_sheet", ["case_id"])
    op.create_index("ix_minutes_sheet_minutes_id", "minutes_sheet", ["minutes_id", "position"])
    op.create_table(
        "minutes_sheet_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "sheet_id"],
            ["minutes_sheet.panel_id", "minutes_sheet.id"],
            name=op.f("fk_minutes_sheet_history_panel_id_sheet_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_sheet_history")),
    )
    op.create_index("ix_minutes_sheet_history_sheet_id", "minutes_sheet_history", ["sheet_id", "at"])


def downgrade() -> None:
    op.drop_table("minutes_sheet_history")
    op.drop_table("minutes_sheet")
    op.drop_table("meeting_minutes")
