"""The pack of a meeting: passages, words let stand, readers and what they read."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "meeting_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=120), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(released_at is null) = (released_by is null)", name=op.f("ck_meeting_pack_released_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "meeting_id"],
            ["panel_meeting.panel_id", "panel_meeting.id"],
            name=op.f("fk_meeting_pack_panel_id_meeting_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_pack")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_meeting_pack_meeting_id")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_meeting_pack_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_pack_public_id")),
    )
    op.create_table(
        "pack_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "summary",
                "agreed facts and disputes",
                "timeline",
                "what agencies and reviews found",
                "the family's view",
                "draft analysis",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "place",
            sa.Enum(
                "on the pages",
                "behind a link",
                "left out",
                name="place",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.Column("standing_count", sa.SmallInteger(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=120), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(confirmed_at is null) = (confirmed_by is null)", name=op.f("ck_pack_passage_confirmed_by_somebody")
        ),
        sa.CheckConstraint(
            "released_at is null or (confirmed_at is not null and standing_count = 0)",
            name=op.f("ck_pack_passage_released_once_confirmed"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_pack_passage_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "pack_id"],
            ["meeting_pack.panel_id", "meeting_pack.id"],
            name=op.f("fk_pack_passage_panel_id_pack_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_passage")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_pack_passage_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pack_passage_public_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pack_passage_case_id", "pack_passage", ["case_id"])
    op.create_index("ix_pack_passage_pack_id", "pack_passage", ["pack_id", "case_id", "position"])
    op.create_table(
        "passed_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_passed_words_reason_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "passage_id"],
            ["pack_passage.panel_id", "pack_passage.id"],
            name=op.f("fk_passed_words_panel_id_passage_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passed_words")),
        sa.UniqueConstraint("passage_id", "words", name=op.f("uq_passed_words_passage_id_words")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "pack_reader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_because is null)", name=op.f("ck_pack_reader_withdrawn_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "pack_id"],
            ["meeting_pack.panel_id", "meeting_pack.id"],
            name=op.f("fk_pack_reader_panel_id_pack_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_pack_reader_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_reader")),
        sa.UniqueConstraint("pack_id", "user_id", name=op.f("uq_pack_reader_pack_id_user_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pack_reader_public_id")),
    )
    op.create_index("ix_pack_reader_user_id", "pack_reader", ["user_id"])
    op.create_table(
        "pack_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column(
            "way",
            sa.Enum(
                "on screen",
                "as a file",
                "printed copy",
                name="way",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("copy_number", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "pack_id"],
            ["meeting_pack.panel_id", "meeting_pack.id"],
            name=op.f("fk_pack_reading_panel_id_pack_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_pack_reading_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_reading")),
        sa.UniqueConstraint("pack_id", "copy_number", name=op.f("uq_pack_reading_pack_id_copy_number")),
    )
    op.create_index("ix_pack_reading_pack_id", "pack_reading", ["pack_id", "at"])


def downgrade() -> None:
    op.drop_table("pack_reading")
    op.drop_table("pack_reader")
    op.drop_table("passed_words")
    op.drop_table("pack_passage")
    op.drop_table("meeting_pack")
