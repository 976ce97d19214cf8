"""Every table of the workspace is counted by an index alone: two columns were missing in them."""

from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_child_case_figures_notified": (
        "panel_id notified_on residency reviewed_on died_on area_code age_band sex ethnic_group expectedness "
        "days_to_notification notified_by status",
        "place_of_death",
    ),
    "ix_child_case_panel_id_died_on": (
        "panel_id died_on residency area_code age_band notified_on status",
        "deprivation_quintile",
    ),
}


def upgrade() -> None:
    for name, (columns, more) in INDEXES.items():
        _replace(name, [*columns.split(), more])


def downgrade() -> None:
    for name, (columns, _more) in INDEXES.items():
        _replace(name, columns.split())


def _replace(name: str, columns: list[str]) -> None:
    op.drop_index(name, table_name="child_case")
    op.create_index(name, "child_case", columns)
