"""An expert has an account of their own, and the papers of the cases that they come for."""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

ROLES = (
    *("notifier", "agency respondent", "agency lead", "coordinator", "designated doctor", "chair", "panel member"),
    *("analyst", "key worker", "administrator", "auditor"),
)


def upgrade() -> None:
    _replace_words((*ROLES, "expert"))


def downgrade() -> None:
    op.execute("delete from membership where role = 'expert'")
    _replace_words(ROLES)


def _replace_words(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("membership") as rows:
        rows.drop_constraint(op.f("ck_membership_role"), type_="check")
        rows.create_check_constraint(op.f("ck_membership_role"), f"role IN ({listed})")
