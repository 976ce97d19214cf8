"""People with an account who answer for an agency."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency_member",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["panel_id", "agency_id"],
            ["agency.panel_id", "agency.id"],
            name=op.f("fk_agency_member_panel_id_agency_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_agency_member_user_id")),
        sa.PrimaryKeyConstraint("user_id", "agency_id", name=op.f("pk_agency_member")),
    )


def downgrade() -> None:
    op.drop_table("agency_member")
