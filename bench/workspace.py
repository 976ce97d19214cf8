"""Tables of the workspace beside hand-written SQL on the same database, and beside pandas on the same cases.

What is timed of ours is the counting, with rows, labels and percentages, and for one table the whole gate: protected
and audited. A table that is asked for again comes from its release; its page stands beside a bare page.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask

from bench import pages
from bench.population import EVERYTHING, PANEL_ID
from bench.rounds import Ratio, compare
from cdop.extensions import db
from cdop.queries import figure_tables
from cdop.rules.disclosure import Profile
from cdop.rules.figures import measure
from cdop.rules.periods import FinancialYear, Period, years_together
from cdop.rules.releases import Selection, bundle

TABLES = ("reviewed.category", "reviewed.category_by_age_band", "deaths.age_band", "deaths.deprivation_quintile")
PERIODS = (FinancialYear(2013).period, years_together(FinancialYear(2013), 10), EVERYTHING)
DAYS = {"reviewed": "reviewed_on", "deaths": "died_on"}
RESIDENTS = "panel_id = ? and residency = 'resident' and status <> 'not for review'"
PAGE = "/workspace?measure=reviewed.category&year=2013-14&years=5"
SIXTY = "reviewed.category_by_age_band"


def columns(table: str) -> tuple[str, ...]:
    """The columns that a table is counted by."""
    return measure(table).crossings[0]


def ours(table: str, period: Period) -> Callable[[], Any]:
    """Return what the application does to count a table."""
    chosen, selection = measure(table), Selection(period, Profile.RELEASE, table)

    def run() -> Any:
        db.session.rollback()
        return chosen.figure(figure_tables.counts(PANEL_ID, chosen, selection))

    return run


def by_hand(path: str, table: str, period: Period) -> Callable[[], list[Any]]:
    """Return the statement of a good engineer, by sqlite3 alone."""
    connection, names = sqlite3.connect(path), ", ".join(columns(table))
    day = DAYS[table.partition(".")[0]]
    query = f"select {names}, count(*) from child_case where {RESIDENTS} and {day} between ? and ? group by {names}"
    values = (PANEL_ID, period.start.isoformat(), period.end.isoformat())
    return lambda: connection.execute(query, values).fetchall()


def by_pandas(path: str, table: str, period: Period) -> Callable[[], Any]:
    """Return what an analyst does: read what is asked for of the cases of the period, then group it."""
    import pandas as pd  # of the benchmarks alone

    connection, names = sqlite3.connect(path), list(columns(table))
    day = DAYS[table.partition(".")[0]]
    query = f"select {', '.join(names)} from child_case where {RESIDENTS} and {day} between ? and ?"
    values = (PANEL_ID, period.start.isoformat(), period.end.isoformat())
    return lambda: pd.read_sql(query, connection, params=values).groupby(names, dropna=False).size()


def measure_tables(app: Flask, path: str, size: int) -> Iterator[tuple[str, str, Ratio]]:
    """Yield for each table and period the ratio to SQL, and that of pandas to ours."""
    with app.app_context():
        for period in PERIODS:
            for table in TABLES:
                mine, sql, frame = ours(table, period), by_hand(path, table, period), by_pandas(path, table, period)
                assert_same(mine(), sql(), frame())
                name = f"{table}, {period.label}, {size:,} cases"
                repeats = 10 if period is PERIODS[0] and size <= 100_000 else 1
                yield name, "sql", compare(mine, sql, repeats=repeats)
                yield name, "pandas", compare(frame, mine, repeats=repeats)
        db.session.rollback()


def assert_same(figure: Any, rows: list[Any], frame: Any) -> None:
    """Refuse to compare programs that do not give the same numbers."""
    numbers = sorted(row[-1] for row in rows)
    cells = [cell["n"] for row in figure["rows"] for cell in row.get("rows", [row])]
    assert sorted(n for n in cells if n) == numbers == sorted(frame.tolist())


def repeat(app: Flask) -> Ratio:
    """Return the page of a table that was released before beside a bare page."""
    cookie = pages.signed_in(app)
    page, bare = pages.caller(app, PAGE, cookie), pages.caller(pages.bare_app(app), "/bare")
    page()
    return compare(page, bare, repeats=20)


def size_of(file: Path) -> int:
    """Return how many cases a database has."""
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("select count(*) from child_case").fetchone()[0])


def gate(app: Flask) -> float:
    """Return the seconds that the gate takes for a table of sixty cells of one year, the best of three."""
    period = FinancialYear(2013).period
    chosen, selection = measure(SIXTY), Selection(period, Profile.RELEASE, SIXTY)
    best = float("inf")
    with app.app_context():
        counts = figure_tables.counts(PANEL_ID, chosen, selection)
        db.session.rollback()
    for _ in range(3):
        began = perf_counter()
        bundle([chosen], counts, selection)
        best = min(best, perf_counter() - began)
    return best
