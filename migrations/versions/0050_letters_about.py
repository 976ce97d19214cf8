"""A letter says which request or recommendation it is about, and a recommendation when it was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

ABOUT = {"request_id": "form_request", "recommendation_id": "recommendation"}


def upgrade() -> None:
    with op.batch_alter_table("recommendation") as recommendations:
        recommendations.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
        recommendations.create_unique_constraint(op.f("uq_recommendation_panel_id_id"), ["panel_id", "id"])
    with op.batch_alter_table("official_letter") as letters:
        for column, table in ABOUT.items():
            letters.add_column(sa.Column(column, sa.Integer(), nullable=True))
            name = op.f(f"fk_official_letter_panel_id_{column}")
            letters.create_foreign_key(name, table, ["panel_id", column], ["panel_id", "id"])
    for column in ABOUT:
        op.create_index(f"ix_official_letter_{column}", "official_letter", [column])


def downgrade() -> None:
    for column in ABOUT:
        op.drop_index(f"ix_official_letter_{column}", table_name="official_letter")
    with op.batch_alter_table("official_letter") as letters:
        for column in ABOUT:
            letters.drop_constraint(op.f(f"fk_official_letter_panel_id_{column}"), type_="foreignkey")
            letters.drop_column(column)
    with op.batch_alter_table("recommendation") as recommendations:
        recommendations.drop_constraint(op.f("uq_recommendation_panel_id_id"), type_="unique")
        recommendations.drop_column("sent_at")
