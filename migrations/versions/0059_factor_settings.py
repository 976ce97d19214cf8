"""A panel's own list of factors, each from a day on."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "factor_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("domain", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("figures_digest", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(label) > 0", name=op.f("ck_factor_setting_label_present")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_factor_setting_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_setting")),
        sa.UniqueConstraint("panel_id", "code", "from_on", name=op.f("uq_factor_setting_panel_id_code_from_on")),
    )


def downgrade() -> None:
    op.drop_table("factor_setting")
