"""What the panel recommended to others, their answers, and the verdict."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column(
            "strength",
            sa.Enum("weak", "medium", "strong", name="strength", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column("owner", sa.String(length=120), nullable=True),
        sa.Column("owner_email", sa.String(length=254), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("expected_change", sa.Text(), nullable=True),
        sa.Column("indicator", sa.Text(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "made",
                "sent",
                "accepted",
                "refused",
                "done",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("responded_by", sa.String(length=120), nullable=True),
        sa.Column("nonce", sa.String(length=32), nullable=True),
        sa.Column("token_digest", sa.String(length=64), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "moved",
                "not moved",
                "cannot tell",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("verdict_on", sa.Date(), nullable=True),
        sa.Column("verdict_note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status not in ('refused', 'done') or response is not null",
            name=op.f("ck_recommendation_answered_with_words"),
        ),
        sa.CheckConstraint("(verdict is null) = (verdict_on is null)", name=op.f("ck_recommendation_verdict_with_day")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_recommendation_text_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_recommendation_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "meeting_id"],
            ["panel_meeting.panel_id", "panel_meeting.id"],
            name=op.f("fk_recommendation_panel_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_recommendation_public_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_recommendation_token_digest")),
    )
    op.create_index("ix_recommendation_case_id", "recommendation", ["case_id"])
    op.create_index("ix_recommendation_panel_id_status", "recommendation", ["panel_id", "status", "due_on"])


def downgrade() -> None:
    op.drop_table("recommendation")
