"""Published tables of postcodes, deprivation and population, and what they said of a child's home."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reference_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "postcodes",
                "deprivation",
                "population",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("series", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.String(length=120), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(length=120), nullable=False),
        sa.CheckConstraint("row_count >= 0", name=op.f("ck_reference_table_row_count_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_table")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reference_table_kind", "reference_table", ["kind", "series", "is_current"], unique=False)
    op.create_table(
        "area_deprivation",
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("lsoa_code", sa.String(length=9), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("decile", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("decile between 1 and 10", name=op.f("ck_area_deprivation_decile_range")),
        sa.ForeignKeyConstraint(["table_id"], ["reference_table.id"], name=op.f("fk_area_deprivation_table_id")),
        sa.PrimaryKeyConstraint("table_id", "lsoa_code", name=op.f("pk_area_deprivation")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "area_population",
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=9), nullable=False),
        sa.Column("age", sa.SmallInteger(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["table_id"], ["reference_table.id"], name=op.f("fk_area_population_table_id")),
        sa.PrimaryKeyConstraint("table_id", "area_code", "age", name=op.f("pk_area_population")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "postcode_place",
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("area_code", sa.String(length=9), nullable=False),
        sa.Column("lsoa_2011", sa.String(length=9), nullable=True),
        sa.Column("lsoa_2021", sa.String(length=9), nullable=True),
        sa.ForeignKeyConstraint(["table_id"], ["reference_table.id"], name=op.f("fk_postcode_place_table_id")),
        sa.PrimaryKeyConstraint("table_id", "postcode", name=op.f("pk_postcode_place")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_place",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("area_code", sa.String(length=9), nullable=False),
        sa.Column("lsoa_code", sa.String(length=9), nullable=True),
        sa.Column("deprivation_decile", sa.SmallInteger(), nullable=True),
        sa.Column("deprivation_year", sa.String(length=10), nullable=True),
        sa.Column("postcodes_edition", sa.String(length=120), nullable=False),
        sa.Column("deprivation_edition", sa.String(length=120), nullable=True),
        sa.Column("looked_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "deprivation_decile is null or deprivation_decile between 1 and 10", name=op.f("ck_case_place_decile_range")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_case_place_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_place")),
    )


def downgrade() -> None:
    op.drop_table("case_place")
    op.drop_table("postcode_place")
    op.drop_table("area_population")
    op.drop_table("area_deprivation")
    op.drop_index("ix_reference_table_kind", table_name="reference_table")
    op.drop_table("reference_table")
