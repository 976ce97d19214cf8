"""Children by ethnic group, beside whom a report sets the deaths."""

from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

KIND = "ck_reference_table_kind"
BEFORE = "'postcodes', 'deprivation', 'population', 'births', 'small-areas', 'england', 'comparison', 'places'"


def upgrade() -> None:
    with op.batch_alter_table("reference_table", table_kwargs={"sqlite_autoincrement": True}) as tables:
        tables.drop_constraint(op.f(KIND), type_="check")
        tables.create_check_constraint(op.f(KIND), f"kind IN ({BEFORE}, 'ethnicity')")


def downgrade() -> None:
    op.execute(
        "delete from published_number where table_id in (select id from reference_table where kind = 'ethnicity')"
    )
    op.execute("delete from reference_table where kind = 'ethnicity'")
    with op.batch_alter_table("reference_table", table_kwargs={"sqlite_autoincrement": True}) as tables:
        tables.drop_constraint(op.f(KIND), type_="check")
        tables.create_check_constraint(op.f(KIND), f"kind IN ({BEFORE})")
