from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import event

from cdop.extensions import db
from cdop.queries import figure_tables
from cdop.rules.disclosure import Profile
from cdop.rules.figure_dimensions import Scope
from cdop.rules.periods import FinancialYear
from cdop.rules.releases import Selection, dividing
from tests import example_year
from tests.personas import Cast

YEAR = FinancialYear(2013).period


@contextmanager
def _statements() -> Iterator[list[tuple[str, Any]]]:
    """The statements on cases that are sent meanwhile, with their values."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if "child_case" in statement:
            sent.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_lists_of_the_panel_are_read_for_those_tables_alone_whose_rows_depend_on_them(cast: Cast) -> None:
    """And no table is another with them."""
    example_year.bring(cast)
    every = figure_tables.scope(cast.panel_id, YEAR)
    without = set()
    for measure in dividing():
        counts = figure_tables.counts(cast.panel_id, measure, Selection(YEAR, Profile.RELEASE, measure.id))
        assert counts.totals[measure.cohort] > 0
        assert measure.figure(counts) == measure.figure(replace(counts, scope=every)), measure.id
        if counts.scope == Scope(YEAR):
            without.add(measure.id)
    listed = {"notified.area", "reviewed.area", "deaths.area", "reviewed.theme"}
    assert {measure.id for measure in dividing()} - without == listed


def test_every_table_of_the_workspace_is_counted_by_an_index_alone(cast: Cast) -> None:
    panel_id = cast.panel_id
    connection = db.session.connection()
    by_another = set()
    for measure in dividing():
        with _statements() as sent:
            figure_tables.counts(panel_id, measure, Selection(YEAR, Profile.RELEASE, measure.id, "Halton"))
        assert sent, measure.id
        for statement, values in sent:
            plan = connection.exec_driver_sql(f"explain query plan {statement}", values)
            if not any("child_case USING COVERING INDEX ix_child_case_" in row[-1] for row in plan):
                by_another.add(measure.id)
    assert by_another == set()
