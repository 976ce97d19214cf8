"""Lists of places smaller than a local authority, by which the words of a public edition are looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

KIND = "ck_reference_table_kind"
BEFORE = "'postcodes', 'deprivation', 'population', 'births', 'small-areas', 'england', 'comparison'"


def upgrade() -> None:
    with op.batch_alter_table("reference_table", table_kwargs={"sqlite_autoincrement": True}) as tables:
        tables.drop_constraint(op.f(KIND), type_="check")
        tables.create_check_constraint(op.f(KIND), f"kind IN ({BEFORE}, 'places')")
    op.create_table(
        "small_place",
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("area_code", sa.String(length=9), nullable=False),
        sa.ForeignKeyConstraint(["table_id"], ["reference_table.id"], name=op.f("fk_small_place_table_id")),
        sa.PrimaryKeyConstraint("table_id", "word", "name", "area_code", name=op.f("pk_small_place")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("small_place")
    op.execute("delete from reference_table where kind = 'places'")
    with op.batch_alter_table("reference_table", table_kwargs={"sqlite_autoincrement": True}) as tables:
        tables.drop_constraint(op.f(KIND), type_="check")
        tables.create_check_constraint(op.f(KIND), f"kind IN ({BEFORE})")
