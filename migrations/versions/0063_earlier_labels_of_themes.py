"""What a theme was called until when: an analysis signed until now keeps the words of the form it was written on."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

PRINTED = {
    "ambulance-trust-process": "Ambulance service processes",
    "asthma": "Asthma",
    "cardiac": "Cardiac conditions",
    "consanguinity": "Parents who are close relatives",
    "disengagement-from-services": "Families and services lost contact",
    "epilepsy": "Epilepsy",
    "fathers-and-wider-family": "Fathers and wider family missing from records",
    "knife-crime": "Knife injuries",
    "letters-to-families": "Letters to families",
    "life-limiting": "Life-limiting conditions",
    "neonatal": "Neonatal",
    "perinatal-mortality-minutes": "Minutes of perinatal mortality meetings",
    "rapid-response": "Rapid response and joint agency response",
    "resuscitation-equipment": "Resuscitation equipment",
    "road-traffic": "Road traffic",
    "safe-sleep": "Safer sleep",
    "sepsis": "Sepsis",
    "sharing-investigations": "Sharing investigations between trusts",
    "smoking-in-pregnancy": "Smoking in pregnancy",
    "suicide": "Suicide",
    "summary-letters-to-gp": "Summary letters to GPs",
    "timely-notification": "Timely notification",
    "trauma": "Trauma",
    "young-people-in-adult-care": "Young people of 16 and 17 in hospital",
}
"""As the analysis forms of 2024 to 2026 were printed."""


def upgrade() -> None:
    made = op.create_table(
        "theme_earlier_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("theme_key", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(label) > 0", name=op.f("ck_theme_earlier_label_label_present")),
        sa.ForeignKeyConstraint(
            ["panel_id", "theme_key"],
            ["theme.panel_id", "theme.key"],
            name=op.f("fk_theme_earlier_label_panel_id_theme_key"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_earlier_label")),
    )
    op.create_index("ix_theme_earlier_label_panel_id_theme_key", "theme_earlier_label", ["panel_id", "theme_key"])
    theme = sa.table("theme", sa.column("panel_id"), sa.column("key"), sa.column("label"))
    now = datetime.now(UTC)
    earlier = [
        {"panel_id": row.panel_id, "theme_key": row.key, "label": PRINTED[row.key], "until_at": now}
        for row in op.get_bind().execute(sa.select(theme))
        if PRINTED.get(row.key, row.label) != row.label
    ]
    op.bulk_insert(made, earlier)


def downgrade() -> None:
    op.drop_table("theme_earlier_label")
