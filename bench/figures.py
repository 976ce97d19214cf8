"""Figures of one year and of all years beside hand-written SQL, and whether their time goes with the period alone."""

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from bench import handwritten
from bench.population import EVERYTHING, PANEL_ID
from bench.rounds import Ratio, compare
from cdop.extensions import db
from cdop.queries import figures as queries
from cdop.rules import figures
from cdop.rules.durations import duration_limits
from cdop.rules.figure_shapes import Counts
from cdop.rules.periods import FinancialYear, Period

YEAR = FinancialYear(2013).period


def ours(period: Period) -> Callable[[], object]:
    """Return what the application does: count, then every measure with rows, labels, percentages and interval."""

    def run() -> object:
        db.session.rollback()
        return figures.published(queries.figures(PANEL_ID, period))

    return run


def by_hand(way: Callable[..., Any], path: str, period: Period) -> Callable[[], Any]:
    """Return what the hand-written program does with the same database."""
    connection = sqlite3.connect(path)
    limits = duration_limits(period.end)
    values = handwritten.values_for(
        PANEL_ID, period.start, period.end, limits.last_of_6_months, limits.first_of_12_months
    )
    return lambda: way(connection, values)


def measure(app: Flask, path: str, size: int) -> list[tuple[str, Ratio]]:
    """Return the ratios for a database of this size."""
    found = []
    with app.app_context():
        for period, repeats in (
            (YEAR, 40 if size < 10_000 else 4),
            (EVERYTHING, 3 if size < 10_000 else 1),
        ):
            for way in (handwritten.with_group_by, handwritten.with_rows):
                other = by_hand(way, path, period)
                assert_same(queries.figures(PANEL_ID, period), other())
                ratio = compare(ours(period), other, repeats=repeats)
                label = "one year" if period is YEAR else "all years"
                found.append((f"figures of {label}, {size:,} cases, beside {way.__name__.replace('_', ' ')}", ratio))
    return found


def linearity(large: Flask, year: Flask) -> Ratio:
    """Return one year's figures of the large database beside those of a database that holds that year alone."""
    with large.app_context():
        in_large = figures.published(queries.figures(PANEL_ID, YEAR))
    with year.app_context():
        assert figures.published(queries.figures(PANEL_ID, YEAR)) == in_large
    return compare(_within(large), _within(year), repeats=5)


def _within(app: Flask) -> Callable[[], object]:
    def run() -> object:
        with app.app_context():
            return ours(YEAR)()

    return run


def assert_same(counts: Counts, answers: handwritten.Answers) -> None:
    """Refuse to compare two programs that do not give the same figures."""
    published = figures.published(counts)
    areas = counts.scope.areas
    for name, answer in answers.items():
        if name not in published or name == "notified.elsewhere" or "_by_" in name:
            continue
        key_of = areas.get if name.endswith("area") else _key
        given = {key_of(value): n for value, n in answer.items()}
        rows = {row["key"]: row["n"] for row in published[name]["rows"] if row["n"]}
        missing = {"theme": {"none": given.pop("missing", 0)}} if name == "meetings.theme" else {}
        given |= {key: n for key, n in missing.get("theme", {}).items() if n}
        assert rows == given, (name, rows, given)
    _assert_same_pairs(published, answers)
    assert published["notified.elsewhere"]["n"] == answers["notified.elsewhere"]["n"]
    assert published["reviewed.duration"]["median_days"] == answers["reviewed.median_days"]["n"]
    agencies = {row["key"]: row for row in published["notified.timeliness_by_agency"]["rows"] if row["of"]}
    assert {key: row["median_days"] for key, row in agencies.items()} == _keyed(answers["agency.median_days"])
    assert {key: row["n"] for key, row in agencies.items()} == _keyed(answers["agency.same_or_next_day"])


def _assert_same_pairs(published: dict[str, Any], answers: handwritten.Answers) -> None:
    for name in ("category", "age_band", "deprivation_quintile"):
        rows = published[f"reviewed.modifiable_by_{name}"]["rows"]
        answer = answers[f"reviewed.modifiable_by_{name}"]
        given = {_key(row): n for (row, outcome), n in answer.items() if outcome == "yes"}
        assert {row["key"]: row["n"] for row in rows if row["n"]} == given
    cells = {
        (row["key"], cell["key"]): cell["n"]
        for row in published["reviewed.category_by_age_band"]["rows"]
        for cell in row["rows"]
        if cell["n"]
    }
    assert cells == {(_key(row), band): n for (row, band), n in answers["reviewed.category_by_age_band"].items()}


def _keyed(answer: Mapping[Any, Any]) -> dict[str, Any]:
    return {_key(value): n for value, n in answer.items()}


def _key(value: Any) -> str:
    return "missing" if value is None else str(value)
