"""What one measure is made of, for all the cases of a panel or those of an area or theme: counted by the database."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, case, func, literal, select, union_all

from cdop.extensions import db
from cdop.models import Case, CaseTheme, PanelArea, Theme
from cdop.prepared import Prepared
from cdop.queries import areas
from cdop.queries.figures import IS_COUNTED, plain
from cdop.queries.reading import plain_rows, read
from cdop.rules import figure_dimensions as by
from cdop.rules.figure_dimensions import Scope
from cdop.rules.figure_shapes import Cohort, Counts, Crossing, Measure, Table
from cdop.rules.periods import Period
from cdop.rules.releases import Selection

DAYS = {Cohort.NOTIFIED: Case.notified_on, Cohort.REVIEWED: Case.reviewed_on, Cohort.DEATHS: Case.died_on}
"""The day by which a case is in a cohort, of those that can be divided further."""

_panel_id = bindparam("panel_id", type_=Integer)
_THEMES = Prepared(select(Theme.key, Theme.label).where(Theme.panel_id == _panel_id).order_by(Theme.label))
# The panel's areas, which are -1, and its themes, which are on offer or not.
_LISTS = Prepared(
    union_all(
        select(PanelArea.gss_code, PanelArea.name, literal(-1)).where(PanelArea.panel_id == _panel_id),
        select(Theme.key, Theme.label, case((Theme.is_active, 1), else_=0)).where(Theme.panel_id == _panel_id),
    )
)


def choices(panel_id: int) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the names of a panel's areas, and its themes by key and label, in the order of their labels."""
    themes = {row.key: row.label for row in read(_THEMES, panel_id=panel_id)}
    return tuple(name for _, name in areas.of_panel(panel_id)), themes


def scope(panel_id: int, period: Period) -> Scope:
    """Return the lists that the rows of some tables depend on: the panel's areas and themes."""
    entries: list[tuple[Any, ...]] = sorted(plain_rows(_LISTS, panel_id=panel_id))
    return Scope(
        period,
        {code: name for code, name, is_active in entries if is_active < 0},
        {key: label for key, label, is_active in entries if is_active >= 0},
        frozenset(key for key, _, is_active in entries if is_active > 0),
    )


def counts(panel_id: int, measure: Measure, selection: Selection) -> Counts:
    """Return what a measure is made of for the cases that a selection chooses.

    The panel's lists are read where its rows depend on them.
    """
    has_lists = selection.area or not by.OF_THE_PANEL.isdisjoint(chain.from_iterable(measure.crossings))
    found = scope(panel_id, selection.period) if has_lists else Scope(selection.period)
    mine = _chosen(panel_id, selection, found)
    tables = {
        (measure.cohort, crossing): _table(measure.cohort, crossing, mine)
        for crossing in dict.fromkeys(measure.crossings)
    }
    return Counts(found, {measure.cohort: _total(measure.cohort, tables, mine)}, tables)


def _total(cohort: Cohort, tables: Mapping[tuple[Cohort, Crossing], Table], mine: Mapping[str, Any]) -> int:
    """How many cases there are: the sum of a table in which each case is once, else counted."""
    for (_, crossing), table in tables.items():
        if "theme_key" not in crossing:
            return sum(table.values())
    return sum(_table(cohort, (), mine).values())


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


def _chosen(panel_id: int, selection: Selection, scope: Scope) -> dict[str, Any]:
    """The values of the statements' parameters."""
    period = selection.period
    chosen: dict[str, Any] = {"panel_id": panel_id, "start": period.start, "end": period.end}
    if selection.area:
        chosen["area_codes"] = [code for code, name in scope.areas.items() if name == selection.area]
    return chosen | ({"theme_key": selection.theme} if selection.theme else {})


def _table(cohort: Cohort, crossing: Crossing, mine: Mapping[str, Any]) -> Table:
    rows = plain_rows(_statement(cohort, crossing, frozenset(mine)), **mine)
    return dict(rows) if len(crossing) == 1 else {row[:-1]: row[-1] for row in rows}


@cache
def _statement(cohort: Cohort, crossing: Crossing, chosen_by: frozenset[str]) -> Prepared:
    """The statement that counts a cohort by the columns of a crossing, for what cases are chosen by: built once."""
    columns = [CaseTheme.theme_key if name == "theme_key" else plain(Case.__table__.columns[name]) for name in crossing]
    days = DAYS[cohort].between(bindparam("start", type_=Date), bindparam("end", type_=Date))
    query = select(*columns, func.count()).select_from(Case).where(Case.panel_id == _panel_id, days, IS_COUNTED)
    if "theme_key" in crossing:
        query = query.join(CaseTheme, CaseTheme.case_id == Case.id)
    if "area_codes" in chosen_by:
        query = query.where(Case.area_code.in_(bindparam("area_codes", expanding=True)))
    if "theme_key" in chosen_by:
        is_chosen = CaseTheme.theme_key == bindparam("theme_key", type_=String)
        query = query.where(Case.id.in_(select(CaseTheme.case_id).where(CaseTheme.panel_id == _panel_id, is_chosen)))
    return Prepared(query.group_by(*columns))
