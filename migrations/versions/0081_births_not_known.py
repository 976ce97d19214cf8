"""Of a case the weeks of pregnancy and the birth weight can be "not known", which is not "not recorded"."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

_NUMBERS = {
    "gestation_not_known": (
        "ck_child_case_gestation_known_or_not",
        "not gestation_not_known or gestation_weeks is null",
    ),
    "birth_weight_not_known": (
        "ck_child_case_birth_weight_known_or_not",
        "not birth_weight_not_known or birth_weight_g is null",
    ),
}

_KEPT = {"table_kwargs": {"sqlite_autoincrement": True}}


def upgrade() -> None:
    for column in _NUMBERS:
        op.add_column("child_case", sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("child_case", **_KEPT) as cases:
        for column, (name, rule) in _NUMBERS.items():
            cases.alter_column(column, server_default=None)
            cases.create_check_constraint(op.f(name), rule)


def downgrade() -> None:
    with op.batch_alter_table("child_case", **_KEPT) as cases:
        for column, (name, _rule) in _NUMBERS.items():
            cases.drop_constraint(op.f(name), type_="check")
            cases.drop_column(column)
