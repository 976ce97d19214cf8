"""People are told of deaths of a theme that are near each other, once of each two, and say what they think of them."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

CASE = ["child_case.panel_id", "child_case.id"]
TELL = "('safe-sleep', 'suicide', 'road-traffic', 'drowning', 'asthma')"


def upgrade() -> None:
    op.add_column("theme", sa.Column("tells_of_near", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(f"update theme set tells_of_near = true where key in {TELL}")  # noqa: S608  (constants)
    with op.batch_alter_table("theme") as batch:
        batch.alter_column("tells_of_near", server_default=None)
    op.create_table(
        "near_deaths",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("first_case_id", sa.Integer(), nullable=False),
        sa.Column("second_case_id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by_name", sa.String(length=120), nullable=True),
        sa.Column("thought", sa.Text(), nullable=True),
        sa.CheckConstraint("first_case_id <= second_case_id", name=op.f("ck_near_deaths_in_order")),
        sa.CheckConstraint(
            "(looked_at is null) = (thought is null)", name=op.f("ck_near_deaths_looked_at_with_thought")
        ),
        sa.CheckConstraint("thought is null or length(thought) > 0", name=op.f("ck_near_deaths_thought_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "first_case_id"], CASE, name=op.f("fk_near_deaths_panel_id_first_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id", "second_case_id"], CASE, name=op.f("fk_near_deaths_panel_id_second_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_near_deaths")),
        sa.UniqueConstraint("public_id", name=op.f("uq_near_deaths_public_id")),
        sa.UniqueConstraint(
            "panel_id",
            "first_case_id",
            "second_case_id",
            name=op.f("uq_near_deaths_panel_id_first_case_id_second_case_id"),
        ),
    )
    op.create_index("ix_near_deaths_panel_id_looked_at", "near_deaths", ["panel_id", "looked_at", "id"])


def downgrade() -> None:
    op.drop_table("near_deaths")
    with op.batch_alter_table("theme") as batch:
        batch.drop_column("tells_of_near")
