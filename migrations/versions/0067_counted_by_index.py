"""Every table of the workspace is counted by an index alone, which begins with what every table asks for."""

from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_child_case_figures_notified": (
        "panel_id notified_on residency reviewed_on died_on area_code age_band sex ethnic_group expectedness "
        "days_to_notification notified_by status",
        "panel_id notified_on residency status age_band sex area_code days_to_notification notified_by ethnic_group "
        "expectedness place_of_death reviewed_on died_on",
    ),
    "ix_child_case_figures_reviewed": (
        "panel_id reviewed_on residency notified_on died_on area_code age_band sex ethnic_group expectedness "
        "year_of_death place_of_death deprivation_quintile category modifiable duration_band days_to_review status",
        "panel_id reviewed_on residency status category modifiable age_band sex area_code deprivation_quintile "
        "ethnic_group expectedness place_of_death year_of_death duration_band days_to_review notified_on died_on",
    ),
    "ix_child_case_panel_id_died_on": (
        "panel_id died_on residency area_code age_band notified_on status",
        "panel_id died_on residency status age_band deprivation_quintile area_code notified_on",
    ),
}


def upgrade() -> None:
    for name, (_before, after) in INDEXES.items():
        _replace(name, after)


def downgrade() -> None:
    for name, (before, _after) in INDEXES.items():
        _replace(name, before)


def _replace(name: str, columns: str) -> None:
    op.drop_index(name, table_name="child_case")
    op.create_index(name, "child_case", columns.split())
