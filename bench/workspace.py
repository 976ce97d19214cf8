"""Tables of the workspace beside hand-written SQL on the same database, and beside pandas reading the same cases.

What is timed of ours is the counting, with rows, labels and percentages, and for one table the whole gate: protected
and audited. Pandas does what an analyst does with a file of the cases: read the columns that are needed, choose the
cases of the period and group them. A table that is asked for again comes from its release; its page stands beside a
bare page.
"""

import csv
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from flask import Flask

from bench import pages
from bench.population import PANEL_ID
from bench.rounds import Ratio, compare
from cdop.extensions import db
from cdop.queries import figure_tables
from cdop.rules.disclosure import Profile
from cdop.rules.figure_shapes import Measure
from cdop.rules.figures import measure
from cdop.rules.periods import FinancialYear, Period, years_together
from cdop.rules.releases import Selection, bundle, dividing

TABLES = ("reviewed.category", "reviewed.category_by_age_band", "deaths.age_band", "deaths.deprivation_quintile")
PERIODS = (FinancialYear(2013).period, years_together(FinancialYear(2013), 10))
"""The shortest period that the workspace offers, and the longest."""
DAYS = {"reviewed": "reviewed_on", "notified": "notified_on", "deaths": "died_on"}
RESIDENTS = "child_case.panel_id = {mark} and residency = 'resident' and status <> 'not for review'"
OF_A_FILE = (
    *("residency", "status", "died_on", "notified_on", "reviewed_on"),
    *("age_band", "sex", "category", "modifiable", "deprivation_quintile"),
)
PAGE = "/workspace?measure=reviewed.category&year=2013-14&years=5"
SIXTY = "reviewed.category_by_age_band"
ROUNDS, ROUNDS_OF_FILES = 7, 3
SQL, FILE, THROUGH_SQL = "hand-written SQL", "pandas on a file", "pandas through SQL"
WHOLE, FILE_BESIDE_SQL = "pandas on all cases of the database", "pandas on a file beside hand-written SQL"


def ours(chosen: Measure, period: Period) -> Callable[[], Any]:
    """Return what the application does to count a table."""
    selection = Selection(period, Profile.RELEASE, chosen.id)

    def run() -> Any:
        db.session.rollback()
        return chosen.figure(figure_tables.counts(PANEL_ID, chosen, selection))

    return run


def by_hand(url: str, chosen: Measure, period: Period) -> Callable[[], list[Any]]:
    """Return the statements of a good engineer, one for each table that the measure is made of, by the driver alone."""
    connection, mark = opened(url)
    day, values = DAYS[chosen.cohort], (PANEL_ID, period.start.isoformat(), period.end.isoformat())
    queries = []
    for crossing in dict.fromkeys(chosen.crossings):
        names, where = ", ".join(crossing), RESIDENTS.format(mark=mark)
        themes = " join case_theme on case_id = child_case.id" if "theme_key" in crossing else ""
        chosen_by = f"{where} and {day} between {mark} and {mark}"
        queries.append(f"select {names}, count(*) from child_case{themes} where {chosen_by} group by {names}")

    def run() -> list[Any]:
        return [row for query in queries for row in connection.execute(query, values).fetchall()]

    return run


def opened(url: str) -> tuple[Any, str]:
    """Return a connection of the driver alone, and its mark for a value."""
    if url.startswith("sqlite"):
        return sqlite3.connect(url.removeprefix("sqlite:///")), "?"
    return psycopg.connect(url, autocommit=True), "%s"


def write_file(url: str, file: Path) -> None:
    """Write what pandas reads: the cases with the columns of these tables, bands and all, which spares it that work."""
    connection, _ = opened(url)
    with file.open("w", newline="") as written:
        lines = csv.writer(written)
        lines.writerow(OF_A_FILE)
        lines.writerows(connection.execute(f"select {', '.join(OF_A_FILE)} from child_case"))


def by_pandas(file: Path, chosen: Measure, period: Period) -> Callable[[], Any]:
    """Return what an analyst does with a file of the cases."""
    import pandas as pd  # of the benchmarks alone

    names, day = [*chosen.crossings[0]], DAYS[chosen.cohort]
    start, end = period.start.isoformat(), period.end.isoformat()

    def run() -> Any:
        cases = pd.read_csv(file, usecols=["residency", "status", day, *names])
        is_ours = (cases["residency"] == "resident") & (cases["status"] != "not for review")
        return cases[is_ours & cases[day].between(start, end)].groupby(names, dropna=False).size()

    return run


def on_all_cases(url: str, chosen: Measure, period: Period) -> Callable[[], Any]:
    """Return what an analyst does who may read the cases: read the columns that are needed, choose and group them."""
    import pandas as pd  # of the benchmarks alone

    (connection, _), names, day = opened(url), [*chosen.crossings[0]], DAYS[chosen.cohort]
    columns = ["residency", "status", day, *names]
    query = f"select {', '.join(columns)} from child_case"

    def run() -> Any:
        cases = pd.DataFrame(connection.execute(query).fetchall(), columns=columns)
        is_ours = (cases["residency"] == "resident") & (cases["status"] != "not for review")
        days = cases[day].astype(str)  # a server gives dates, SQLite their text
        chosen_by = is_ours & days.between(period.start.isoformat(), period.end.isoformat())
        return cases[chosen_by].groupby(names, dropna=False).size()

    return run


def through_sql(url: str, chosen: Measure, period: Period) -> Callable[[], Any]:
    """Return what an analyst does who may query the database: have it choose the rows, and group them by pandas."""
    import pandas as pd  # of the benchmarks alone

    (connection, mark), names, day = opened(url), [*chosen.crossings[0]], DAYS[chosen.cohort]
    where = f"{RESIDENTS.format(mark=mark)} and {day} between {mark} and {mark}"
    query = f"select {', '.join(names)} from child_case where {where}"
    values = (PANEL_ID, period.start.isoformat(), period.end.isoformat())

    def run() -> Any:
        rows = connection.execute(query, values).fetchall()
        return pd.DataFrame(rows, columns=names).groupby(names, dropna=False).size()

    return run


def measure_tables(app: Flask, url: str, file: Path, size: int) -> Iterator[tuple[str, str, Ratio]]:
    """Yield for each table and period the ratio to SQL, and those of pandas to ours; on a file, also that to SQL."""
    write_file(url, file)
    with app.app_context():
        database = db.engine.dialect.name
        for period in PERIODS:
            for table in TABLES:
                chosen = measure(table)
                mine, sql, frame = ours(chosen, period), by_hand(url, chosen, period), by_pandas(file, chosen, period)
                assert_same(mine(), sql(), frame())
                name = f"{table}, {period.label}, {size:,} cases, {database}"
                repeats = 10 if period is PERIODS[0] and size <= 100_000 else 1
                yield name, SQL, compare(mine, sql, repeats=repeats, rounds=ROUNDS)
                whole = on_all_cases(url, chosen, period)
                assert sorted(whole().tolist()) == sorted(frame().tolist())
                yield name, WHOLE, compare(whole, mine, rounds=ROUNDS_OF_FILES)
                yield name, FILE, compare(frame, mine, rounds=ROUNDS_OF_FILES)
                yield name, FILE_BESIDE_SQL, compare(frame, sql, rounds=ROUNDS_OF_FILES)
                if size <= 100_000:  # no more is learnt of a million, which takes minutes
                    yield name, THROUGH_SQL, compare(through_sql(url, chosen, period), mine, rounds=ROUNDS_OF_FILES)
        every, repeats = dividing(), 10 if size <= 100_000 else 1
        found = {
            one.id: compare(
                ours(one, PERIODS[0]), by_hand(url, one, PERIODS[0]), repeats=repeats, rounds=ROUNDS_OF_FILES
            )
            for one in every
        }
        slowest = max(found, key=lambda name: found[name].median)
        name = f"the slowest beside SQL of all {len(every)} tables, {slowest}, {PERIODS[0].label}, {size:,} cases"
        yield f"{name}, {database}", SQL, found[slowest]
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
