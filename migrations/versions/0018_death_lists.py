"""Lists of deaths from registrars, hospitals and others, and what each of their lines came to."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_monthly", sa.Boolean(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("gaps", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_list_source_name_present")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_list_source_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_source")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_list_source_panel_id_id")),
        sa.UniqueConstraint("panel_id", "name", name=op.f("uq_list_source_panel_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_list_source_public_id")),
    )
    op.create_table(
        "death_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "kept", name="status", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("repeated_count", sa.Integer(), nullable=False),
        sa.Column("adult_count", sa.Integer(), nullable=False),
        sa.Column("note_count", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(status = 'kept') = (kept_at is not null)", name=op.f("ck_death_list_kept_with_time")),
        sa.ForeignKeyConstraint(
            ["panel_id", "source_id"],
            ["list_source.panel_id", "list_source.id"],
            name=op.f("fk_death_list_panel_id_source_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_death_list")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_death_list_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_death_list_public_id")),
        sa.UniqueConstraint("source_id", "digest", name=op.f("uq_death_list_source_id_digest")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("death_list", schema=None) as batch_op:
        batch_op.create_index("ix_death_list_panel_id_status", ["panel_id", "status", "created_at"], unique=False)

    op.create_table(
        "death_list_file",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["death_list.id"], name=op.f("fk_death_list_file_list_id")),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_death_list_file")),
    )
    op.create_table(
        "death_list_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("given_names", sa.String(length=500), nullable=True),
        sa.Column("family_name", sa.String(length=500), nullable=True),
        sa.Column("nhs_number", sa.String(length=10), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("event_on", sa.Date(), nullable=True),
        sa.Column("list_reference", sa.String(length=60), nullable=True),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "matched",
                "possible",
                "missing",
                "awaited",
                "not for the panel",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("notification_id", sa.Integer(), nullable=True),
        sa.Column("awaited_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'awaited' or awaited_id is not null", name=op.f("ck_death_list_row_awaited_with_which")
        ),
        sa.CheckConstraint(
            "(settled_at is null) = (settled_by is null)", name=op.f("ck_death_list_row_settled_by_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "awaited_id"],
            ["awaited_notification.panel_id", "awaited_notification.id"],
            name=op.f("fk_death_list_row_panel_id_awaited_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_death_list_row_panel_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "list_id"],
            ["death_list.panel_id", "death_list.id"],
            name=op.f("fk_death_list_row_panel_id_list_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "notification_id"],
            ["notification.panel_id", "notification.id"],
            name=op.f("fk_death_list_row_panel_id_notification_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "source_id"],
            ["list_source.panel_id", "list_source.id"],
            name=op.f("fk_death_list_row_panel_id_source_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_death_list_row")),
        sa.UniqueConstraint("public_id", name=op.f("uq_death_list_row_public_id")),
        sa.UniqueConstraint("source_id", "digest", name=op.f("uq_death_list_row_source_id_digest")),
    )
    with op.batch_alter_table("death_list_row", schema=None) as batch_op:
        batch_op.create_index("ix_death_list_row_case_id", ["case_id"], unique=False)
        batch_op.create_index("ix_death_list_row_list_id_outcome", ["list_id", "outcome", "line"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("death_list_row", schema=None) as batch_op:
        batch_op.drop_index("ix_death_list_row_list_id_outcome")
        batch_op.drop_index("ix_death_list_row_case_id")

    op.drop_table("death_list_row")
    op.drop_table("death_list_file")
    with op.batch_alter_table("death_list", schema=None) as batch_op:
        batch_op.drop_index("ix_death_list_panel_id_status")

    op.drop_table("death_list")
    op.drop_table("list_source")
