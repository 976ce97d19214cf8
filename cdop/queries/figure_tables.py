"""What one measure is made of, for all the cases of a panel or those of an area or theme: counted by the database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, func, select

from cdop.extensions import db
from cdop.models import Case, CaseTheme, Theme
from cdop.queries import areas
from cdop.queries.figures import IS_COUNTED, plain
from cdop.queries.reading import read
from cdop.rules import figure_dimensions as by
from cdop.rules.figure_dimensions import Scope
from cdop.rules.figure_shapes import Cohort, Counts, Crossing, Measure, Table
from cdop.rules.periods import Period
from cdop.rules.releases import Selection

DAYS = {Cohort.NOTIFIED: Case.notified_on, Cohort.REVIEWED: Case.reviewed_on, Cohort.DEATHS: Case.died_on}
"""The day by which a case is in a cohort, of those that can be divided further."""

Conditions = tuple[ColumnElement[bool], ...]

_THEMES = (
    select(Theme.key, Theme.label).where(Theme.panel_id == bindparam("panel_id", type_=Integer)).order_by(Theme.label)
)


def choices(panel_id: int) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the names of a panel's areas, and its themes by key and label, in the order of their labels."""
    themes = {row.key: row.label for row in read(_THEMES, panel_id=panel_id)}
    return tuple(name for _, name in areas.of_panel(panel_id)), themes


def scope(panel_id: int, period: Period) -> Scope:
    """Return the lists that the rows of some tables depend on: the panel's areas and themes."""
    rows = db.session.execute(
        select(Theme.key, Theme.label, Theme.is_active).where(Theme.panel_id == panel_id).order_by(Theme.key)
    ).all()
    active = frozenset(row.key for row in rows if row.is_active)
    return Scope(period, dict(areas.of_panel(panel_id)), {row.key: row.label for row in rows}, active)


def counts(panel_id: int, measure: Measure, selection: Selection) -> Counts:
    """Return what a measure is made of for the cases that a selection chooses."""
    found = scope(panel_id, selection.period)
    mine = _conditions(panel_id, measure, selection, found)
    tables = {(measure.cohort, crossing): _table(crossing, mine) for crossing in measure.crossings}
    return Counts(found, {measure.cohort: _total(tables, mine)}, tables)


def _total(tables: Mapping[tuple[Cohort, Crossing], Table], mine: Conditions) -> int:
    """How many cases there are: the sum of a table in which each case is once, else counted."""
    for (_, crossing), table in tables.items():
        if "theme_key" not in crossing:
            return sum(table.values())
    return db.session.scalar(select(func.count()).select_from(Case).where(*mine)) or 0


def crossed(panel_id: int, columns: Sequence[str], period: Period) -> tuple[Scope, dict[tuple[str, ...], int]]:
    """Return the lists that tables depend on, and the cases reviewed in a period by the keys of these columns."""
    found = scope(panel_id, period)
    mine = (Case.panel_id == panel_id, Case.reviewed_on.between(period.start, period.end), IS_COUNTED)
    table: dict[tuple[str, ...], int] = {}
    selected = [plain(Case.__table__.columns[name]) for name in columns]
    for *values, n in db.session.execute(select(*selected, func.count()).where(*mine).group_by(*selected)):
        named = zip(columns, values, strict=True)
        keys = tuple(
            by.BY_COLUMN[name].all_rows(found, {_typed(name, value): 0})[_typed(name, value)].key
            for name, value in named
        )
        table[keys] = table.get(keys, 0) + n
    return found, table


def _typed(name: str, value: Any) -> Any:
    """A value as the rows of its dimension have it: categories and quintiles are numbers."""
    return int(value) if value is not None and name in ("category", "deprivation_quintile") else value


def _conditions(panel_id: int, measure: Measure, selection: Selection, scope: Scope) -> Conditions:
    period = selection.period
    conditions: list[ColumnElement[bool]] = [
        Case.panel_id == panel_id,
        DAYS[measure.cohort].between(period.start, period.end),
        IS_COUNTED,
    ]
    if selection.area:
        codes = [code for code, name in scope.areas.items() if name == selection.area]
        conditions.append(Case.area_code.in_(codes))
    if selection.theme:
        themed = select(CaseTheme.case_id).where(CaseTheme.theme_key == selection.theme)
        conditions.append(Case.id.in_(themed))
    return tuple(conditions)


def _table(crossing: Crossing, mine: Conditions) -> Table:
    columns = [CaseTheme.theme_key if name == "theme_key" else plain(Case.__table__.columns[name]) for name in crossing]
    query = select(*columns, func.count()).select_from(Case).where(*mine).group_by(*columns)
    if "theme_key" in crossing:
        query = query.join(CaseTheme, CaseTheme.case_id == Case.id)
    rows: list[Any] = list(db.session.execute(query))
    return {row[0] if len(crossing) == 1 else tuple(row)[:-1]: row[-1] for row in rows}
