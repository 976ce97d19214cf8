"""What England and its regions published, to stand beside a panel's figures, and the region that a panel is in."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

KIND = "ck_reference_table_kind"
BEFORE = "'postcodes', 'deprivation', 'population', 'births', 'small-areas', 'england'"


def upgrade() -> None:
    op.add_column("panel", sa.Column("region_code", sa.String(length=9), nullable=True))
    with op.batch_alter_table("reference_table", table_kwargs={"sqlite_autoincrement": True}) as tables:
        tables.drop_constraint(op.f(KIND), type_="check")
        tables.create_check_constraint(op.f(KIND), f"kind IN ({BEFORE}, 'comparison')")
    op.create_table(
        "comparison_number",
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=9), nullable=False),
        sa.Column("first_year", sa.SmallInteger(), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("number between 0 and out_of", name=op.f("ck_comparison_number_number_within")),
        sa.ForeignKeyConstraint(["table_id"], ["reference_table.id"], name=op.f("fk_comparison_number_table_id")),
        sa.PrimaryKeyConstraint("table_id", "area_code", "first_year", "measure", name=op.f("pk_comparison_number")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("comparison_number")
    op.execute("delete from reference_table where kind = 'comparison'")
    with op.batch_alter_table("reference_table", table_kwargs={"sqlite_autoincrement": True}) as tables:
        tables.drop_constraint(op.f(KIND), type_="check")
        tables.create_check_constraint(op.f(KIND), f"kind IN ({BEFORE})")
    op.drop_column("panel", "region_code")
