"""What a panel tells everybody of a theme, on one page."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learning_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("theme_key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(part, sa.Text(), nullable=False) for part in ("saw", "helps", "asks", "support")),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=120), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("snapshot", sa.String(length=64), nullable=True),
        sa.Column("stands_because", sa.String(length=300), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_name", sa.String(length=120), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.String(length=300), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_learning_note_number_positive")),
        sa.CheckConstraint(
            "(agreed_at is null) = (agreed_by_name is null)", name=op.f("ck_learning_note_agreed_by_someone")
        ),
        sa.CheckConstraint(
            "withdrawn_at is null or agreed_at is not null", name=op.f("ck_learning_note_withdrawn_once_agreed")
        ),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_because is null)", name=op.f("ck_learning_note_withdrawn_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "theme_key"],
            ["theme.panel_id", "theme.key"],
            name=op.f("fk_learning_note_panel_id_theme_key"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_note")),
        sa.UniqueConstraint("public_id", name=op.f("uq_learning_note_public_id")),
        sa.UniqueConstraint("panel_id", "theme_key", "number", name=op.f("uq_learning_note_panel_id_theme_key_number")),
    )
    op.create_index("ix_learning_note_snapshot", "learning_note", ["snapshot"])


def downgrade() -> None:
    op.drop_index("ix_learning_note_snapshot", table_name="learning_note")
    op.drop_table("learning_note")
