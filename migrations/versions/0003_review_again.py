"""A case that is reviewed again keeps the review it has, until a new version of the analysis is signed."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAME = "ck_child_case_status_agrees_with_review"
STANDS = "status not in ('reviewed', 'closed') or reviewed_on is not null"
GOES = "(status in ('reviewed', 'closed')) = (reviewed_on is not null)"


def upgrade() -> None:
    _replace(STANDS)


def downgrade() -> None:
    # What is being reviewed again counts as reviewed, as it did before.
    op.execute("update child_case set status = 'reviewed' where reviewed_on is not null and status <> 'closed'")
    _replace(GOES)


def _replace(rule: str) -> None:
    with op.batch_alter_table("child_case") as cases:
        cases.drop_constraint(op.f(NAME), type_="check")
        cases.create_check_constraint(op.f(NAME), rule)
