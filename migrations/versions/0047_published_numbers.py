"""Published live births, children of small areas and deaths in England, for rates."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

KIND = "ck_reference_table_kind"
BEFORE = "'postcodes', 'deprivation', 'population'"


def upgrade() -> None:
    with op.batch_alter_table("reference_table", table_kwargs={"sqlite_autoincrement": True}) as tables:
        tables.drop_constraint(op.f(KIND), type_="check")
        tables.create_check_constraint(op.f(KIND), f"kind IN ({BEFORE}, 'births', 'small-areas', 'england')")
    op.create_table(
        "published_number",
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=9), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_published_number_number_not_negative")),
        sa.ForeignKeyConstraint(["table_id"], ["reference_table.id"], name=op.f("fk_published_number_table_id")),
        sa.PrimaryKeyConstraint("table_id", "code", "part", name=op.f("pk_published_number")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("published_number")
    op.execute(f"delete from reference_table where kind not in ({BEFORE})")  # noqa: S608  (words of this file)
    with op.batch_alter_table("reference_table", table_kwargs={"sqlite_autoincrement": True}) as tables:
        tables.drop_constraint(op.f(KIND), type_="check")
        tables.create_check_constraint(op.f(KIND), f"kind IN ({BEFORE})")
