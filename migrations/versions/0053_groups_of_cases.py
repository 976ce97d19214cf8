"""Groups of cases for thematic review: their cases, what is compared, notes and findings."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("theme_key", sa.String(length=60), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_case_group_name_present")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_case_group_panel_id")),
        sa.ForeignKeyConstraint(
            ["panel_id", "theme_key"], ["theme.panel_id", "theme.key"], name=op.f("fk_case_group_panel_id_theme_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_group")),
        sa.UniqueConstraint("panel_id", "id", name=op.f("uq_case_group_panel_id_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_group_public_id")),
    )
    op.create_index("ix_case_group_panel_id_created_at", "case_group", ["panel_id", "created_at"])
    op.create_table(
        "case_of_group",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id", "group_id"],
            ["case_group.panel_id", "case_group.id"],
            name=op.f("fk_case_of_group_panel_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "case_id"],
            ["child_case.panel_id", "child_case.id"],
            name=op.f("fk_case_of_group_panel_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "case_id", name=op.f("pk_case_of_group")),
    )
    op.create_index("ix_case_of_group_case_id", "case_of_group", ["case_id"])


def downgrade() -> None:
    op.drop_table("case_of_group")
    op.drop_table("case_group")
