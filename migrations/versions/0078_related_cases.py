"""Whose brother, sister or twin the child of a case is: a record of two cases that belong together."""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

CASE = ["child_case.panel_id", "child_case.id"]
RELATIONS = (
    "twin, or another child of one birth",
    "brother or sister",
    "half- or step-brother or -sister",
    "another child of one household",
    "related in another way",
)


def upgrade() -> None:
    op.create_table(
        "related_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("first_case_id", sa.Integer(), nullable=False),
        sa.Column("second_case_id", sa.Integer(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(*RELATIONS, name="relation", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("is_one_event", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_case_id <= second_case_id", name=op.f("ck_related_cases_in_order")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_related_cases_reason_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "first_case_id"], CASE, name=op.f("fk_related_cases_panel_id_first_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "second_case_id"], CASE, name=op.f("fk_related_cases_panel_id_second_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_related_cases")),
        sa.UniqueConstraint("public_id", name=op.f("uq_related_cases_public_id")),
        sa.UniqueConstraint(
            "panel_id",
            "first_case_id",
            "second_case_id",
            name=op.f("uq_related_cases_panel_id_first_case_id_second_case_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_related_cases_first_case_id", "related_cases", ["first_case_id"])
    op.create_index("ix_related_cases_second_case_id", "related_cases", ["second_case_id"])


def downgrade() -> None:
    op.drop_table("related_cases")
