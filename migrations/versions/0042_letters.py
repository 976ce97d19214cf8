"""Letters of every kind: to families in their language, to agencies, boards and trusts, and what to mind before writing."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

KIND = "ck_family_letter_kind"
KINDS = ("first letter", "invitation", "date of the panel", "what the panel learned", "delay")
LANGUAGES = ("en", "ar", "bn", "pl", "pa", "ro", "so", "ur", "cy")


def upgrade() -> None:
    with op.batch_alter_table("family_letter") as letters:
        letters.add_column(sa.Column("language", sa.String(length=40), nullable=False, server_default="en"))
        letters.add_column(sa.Column("heading", sa.String(length=200), nullable=False, server_default="Private"))
        letters.drop_constraint(op.f(KIND), type_="check")
        letters.create_check_constraint(op.f(KIND), f"kind IN ({_listed(KINDS)})")
        letters.create_check_constraint(op.f("ck_family_letter_language"), f"language IN ({_listed(LANGUAGES)})")
    with op.batch_alter_table("family_letter") as letters:
        letters.alter_column("language", existing_type=sa.String(length=40), server_default=None)
        letters.alter_column("heading", existing_type=sa.String(length=200), server_default=None)
    _create_contacts()
    _create_letters()


def downgrade() -> None:
    op.drop_table("official_letter")
    op.drop_table("family_contact")
    op.execute("delete from family_letter where kind <> 'first letter'")
    with op.batch_alter_table("family_letter") as letters:
        letters.drop_constraint(op.f("ck_family_letter_language"), type_="check")
        letters.drop_constraint(op.f(KIND), type_="check")
        letters.create_check_constraint(op.f(KIND), "kind IN ('first letter')")
        letters.drop_column("heading")
        letters.drop_column("language")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _create_contacts() -> None:
    op.create_table(
        "family_contact",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("no_contact", sa.JSON(), nullable=False),
        sa.Column("language", _words("language", *LANGUAGES), nullable=False),
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("not_before", sa.Date(), nullable=True),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.Column("cleared_by", sa.String(length=120), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(cleared_on is null) = (cleared_by is null)", name=op.f("ck_family_contact_cleared_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_family_contact_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_family_contact")),
    )


def _create_letters() -> None:
    op.create_table(
        "official_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            _words("kind", "reminder to an agency", "the duty to give information", "learning", "recommendation"),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column("to_address", sa.String(length=500), nullable=False),
        sa.Column("to_email", sa.String(length=254), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", _words("status", "draft", "released", "posted"), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=120), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("sent_by", _words("sent_by", "post", "e-mail"), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_official_letter_{name}")) for name, rule in RULES),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_official_letter_panel_id")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_official_letter_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_letter")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_official_letter_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_official_letter_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_official_letter_reference")),
    )
    op.create_index(
        "ix_official_letter_panel_id_status", "official_letter", ["panel_id", "status", "answer_by"], unique=False
    )
    op.create_index("ix_official_letter_case_id", "official_letter", ["case_id"], unique=False)


RULES = (
    ("released_with_time", "(status = 'draft') = (released_at is null)"),
    ("released_by_someone", "(released_at is null) = (released_by is null)"),
    ("posted_with_day", "(status = 'posted') = (posted_on is not null)"),
    ("posted_in_some_way", "(posted_on is null) = (sent_by is null)"),
    ("answered_once_sent", "answered_on is null or posted_on is not null"),
    ("answered_with_words", "(answered_on is null) = (answer is null)"),
    ("text_present", "length(text) > 0"),
)
