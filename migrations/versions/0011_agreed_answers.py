"""Answers that a panel agrees on where its agencies differ, each with those it replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreed_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("form_version", sa.String(length=20), nullable=False),
        sa.Column("question_key", sa.String(length=80), nullable=False),
        sa.Column("row_key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("non_answer", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("originals", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_agreed_answer_number_positive")),
        sa.CheckConstraint("value is null or non_answer is null", name=op.f("ck_agreed_answer_value_or_non_answer")),
        sa.CheckConstraint("value is not null or non_answer is not null", name=op.f("ck_agreed_answer_answered")),
        sa.CheckConstraint("length(note) > 0", name=op.f("ck_agreed_answer_note_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_agreed_answer_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_answer")),
        sa.UniqueConstraint(
            "case_id",
            "form_key",
            "question_key",
            "row_key",
            "number",
            name=op.f("uq_agreed_answer_case_id_form_key_question_key_row_key_number"),
        ),
    )


def downgrade() -> None:
    op.drop_table("agreed_answer")
