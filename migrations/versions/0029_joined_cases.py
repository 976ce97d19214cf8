"""Cases of one child are joined: the case that ends is kept in a record, and its number is never another's."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ONCE = ("child_case", "case_status_change")
"""Tables that rows are deleted from now: SQLite would give their ids to new ones."""
UNIQUE = "uq_form_request_case_id_agency_id"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in ONCE:
            build_anew(table, ids_once=True)
    with op.batch_alter_table("form_request") as requests:
        requests.add_column(sa.Column("number", sa.SmallInteger(), server_default="1", nullable=False))
        requests.drop_constraint(op.f(UNIQUE), type_="unique")
        requests.create_unique_constraint(op.f(f"{UNIQUE}_number"), ["case_id", "agency_id", "number"])
    with op.batch_alter_table("form_request") as requests:
        requests.alter_column("number", existing_type=sa.SmallInteger(), existing_nullable=False, server_default=None)
    op.create_table(
        "joined_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("closed_public_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("closed", sa.JSON(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("aside", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("apart_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("apart_by", sa.String(length=120), nullable=True),
        sa.Column("apart_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_joined_case_reason_present")),
        sa.CheckConstraint("(apart_at is null) = (apart_by is null)", name=op.f("ck_joined_case_apart_by_somebody")),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_joined_case_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joined_case")),
        sa.UniqueConstraint("public_id", name=op.f("uq_joined_case_public_id")),
    )
    op.create_index("ix_joined_case_case_id", "joined_case", ["case_id"])
    op.create_index("ix_joined_case_closed_public_id", "joined_case", ["closed_public_id"])


def downgrade() -> None:
    op.drop_table("joined_case")
    with op.batch_alter_table("form_request") as requests:
        requests.drop_constraint(op.f(f"{UNIQUE}_number"), type_="unique")
        requests.create_unique_constraint(op.f(UNIQUE), ["case_id", "agency_id"])
        requests.drop_column("number")
    if op.get_bind().dialect.name == "sqlite":
        for table in ONCE:
            build_anew(table, ids_once=False)


def build_anew(table: str, *, ids_once: bool) -> None:
    """Build a table anew, counting its ids or not, with everything else of it in the words it has."""
    bind = op.get_bind()
    named = {"table": table}
    parts = bind.execute(
        sa.text("select type, sql from sqlite_master where tbl_name = :table and sql is not null"), named
    ).all()
    (whole,) = (sql for kind, sql in parts if kind == "table")
    columns = ", ".join(column["name"] for column in sa.inspect(bind).get_columns(table))
    counted = "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"
    key = f", \n\tCONSTRAINT pk_{table} PRIMARY KEY (id)"
    if ids_once:
        made = re.sub(r"\bid INTEGER NOT NULL", counted, whole, count=1)
        made = re.sub(rf",\s*CONSTRAINT pk_{table} PRIMARY KEY \(id\)", "", made, count=1)
    else:
        made = whole.replace(counted, "id INTEGER NOT NULL", 1).rstrip().removesuffix(")").rstrip() + key + "\n)"
    made = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_anew", made, count=1)
    bind.exec_driver_sql(made)
    bind.exec_driver_sql(f"insert into {table}_anew ({columns}) select {columns} from {table}")  # noqa: S608
    bind.exec_driver_sql(f"drop table {table}")
    bind.exec_driver_sql(f"alter table {table}_anew rename to {table}")
    for kind, sql in parts:
        if kind != "table":
            bind.exec_driver_sql(sql)
