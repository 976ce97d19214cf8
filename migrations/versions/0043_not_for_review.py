"""A case can be taken out of review, and the figures see it in their indexes."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

STAGES = (
    *("notified", "gathering information", "review meeting", "ready for panel", "on an agenda"),
    *("reviewed", "closed"),
)
OUT = "not for review"
CHECKS = {
    "child_case": {"ck_child_case_status": "status"},
    "case_status_change": {
        "ck_case_status_change_from_status": "from_status",
        "ck_case_status_change_to_status": "to_status",
    },
}
INDEXES = {
    "ix_child_case_figures_notified": (
        "panel_id notified_on residency reviewed_on died_on area_code age_band sex ethnic_group expectedness "
        "days_to_notification notified_by"
    ),
    "ix_child_case_figures_reviewed": (
        "panel_id reviewed_on residency notified_on died_on area_code age_band sex ethnic_group expectedness "
        "year_of_death place_of_death deprivation_quintile category modifiable duration_band days_to_review"
    ),
    "ix_child_case_panel_id_died_on": "panel_id died_on residency area_code age_band notified_on",
}


def upgrade() -> None:
    _replace_words((*STAGES, OUT))
    _replace_indexes("status")


def downgrade() -> None:
    # A case that was out of review was gathering information before, or could have been.
    op.execute("update child_case set status = 'gathering information' where status = 'not for review'")
    op.execute("delete from case_status_change where 'not for review' in (from_status, to_status)")
    _replace_indexes("")
    _replace_words(STAGES)


def _replace_words(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    for table, checks in CHECKS.items():
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as rows:
            for name, column in checks.items():
                rows.drop_constraint(op.f(name), type_="check")
                rows.create_check_constraint(op.f(name), f"{column} IN ({listed})")


def _replace_indexes(more: str) -> None:
    for name, columns in INDEXES.items():
        op.drop_index(name, table_name="child_case")
        op.create_index(name, "child_case", [*columns.split(), *more.split()])
