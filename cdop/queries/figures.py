"""Counts for the figures of one panel and period, in five statements whatever the number of cases.

Every statement reads by an index that begins with the panel and the cohort's date and holds all that is
counted, so the time goes with the cases of the period and not with those of the database. Rows are counted
here: one reading of a cohort serves all its tables, where SQL would sort the rows anew for each.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from cdop.extensions import db
from cdop.models import Case, CaseStatusChange, CaseTheme, Panel, PanelArea, PanelMeeting, Theme
from cdop.models.base import UtcDateTime
from cdop.prepared import Prepared
from cdop.queries.reading import read
from cdop.rules import figures as measures
from cdop.rules.dates import LONDON
from cdop.rules.durations import DurationBand, duration_limits
from cdop.rules.figure_dimensions import Scope
from cdop.rules.figure_shapes import Cohort, Counts, Crossing
from cdop.rules.periods import Period
from cdop.rules.vocabulary import CaseStatus, MeetingKind, MeetingStatus, Residency

IS_COUNTED: ColumnElement[bool] = and_(Case.residency == Residency.RESIDENT, Case.status != CaseStatus.NOT_FOR_REVIEW)
"""Whether a case is one of the panel's own deaths: of a resident, and for review."""
# So few that counted rows are gone before the garbage collector looks for them: that halves the time of many.
ROWS_AT_ONCE = 300
NOT_RECORDED = "not recorded"

Tables = dict[tuple[Cohort, Crossing], Mapping[Any, int]]
Entry = tuple[Any, Any, Any]
"""Key, label and number of an entry of a list."""
Lists = dict[str, list[Entry]]
Rows = Select[*tuple[Any, ...]]

_panel_id, _start, _end = (
    bindparam("panel_id", type_=Integer),
    bindparam("start", type_=Date),
    bindparam("end", type_=Date),
)
_earliest, _midnight = bindparam("earliest", type_=Date), bindparam("midnight", type_=UtcDateTime)
_first_of_12_months = bindparam("first_of_12_months", type_=Date)
_last_of_6_months = bindparam("last_of_6_months", type_=Date)


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """Whose figures they are, and the sum of the digests of everything that they read."""

    name: str
    data_sum: int


def panel(panel_id: int) -> PanelFacts:
    """Return the panel. Raises NoResultFound where there is none."""
    return PanelFacts(*db.session().connection().execute(_PANEL, {"panel_id": panel_id}).one())


def state(panel_id: int) -> int:
    """Return the panel's `figures_state`: another whenever anything has changed that pages of figures show."""
    return int(read(_STATE, panel_id=panel_id).scalar_one())


def figures(panel_id: int, period: Period) -> Counts:
    """Return what the measures of a panel are made of, for the cohorts of one period."""
    connection = db.session().connection()
    parameters = _parameters(panel_id, period)
    lists = _lists(connection, parameters)
    parameters["earliest"] = period.end - timedelta(days=_numbers(lists["longest review"])[None])
    tables: Tables = {(cohort, (name,)): _numbers(lists[name]) for name, cohort in _COUNTED_IN_SQL.items()}
    totals = {cohort: _count(connection, cohort, parameters, tables) for cohort in _ROWS}
    totals[Cohort.MEETINGS] = sum(tables[Cohort.MEETINGS, ("kind",)].values())
    return Counts(_scope(period, lists), totals, tables)


def _parameters(panel_id: int, period: Period) -> dict[str, Any]:
    """What the statements ask for. Nothing notified before `earliest` was reviewed after the end."""
    limits = duration_limits(period.end)
    return {
        "panel_id": panel_id,
        "start": period.start,
        "end": period.end,
        "earliest": period.start,
        "midnight": datetime.combine(period.end + timedelta(days=1), time(), LONDON),
        "first_of_12_months": limits.first_of_12_months,
        "last_of_6_months": limits.last_of_6_months,
    }


def _scope(period: Period, lists: Lists) -> Scope:
    themes = {key: label for key, label, _ in sorted(lists["panel theme"])}
    active = frozenset(key for key, _, is_active in lists["panel theme"] if is_active)
    return Scope(period, {code: name for code, name, _ in lists["area"]}, themes, active)


def _numbers(entries: list[Entry]) -> dict[Any, int]:
    return {key: n for key, _, n in entries}


def plain(column: Any) -> ColumnElement[Any]:
    """Return the column as the driver gives it: words and numbers. Counting needs no enums."""
    return type_coerce(column, String).label(column.key)


def _columns(cohort: Cohort) -> list[str]:
    """The columns of the cases that the tables of a cohort are counted from, each once."""
    wanted = dict.fromkeys(column for crossing in measures.crossings(cohort) for column in crossing)
    return [column for column in wanted if column in Case.__table__.columns and column != "residency"]


def _cases_of(cohort: Cohort, day: Any) -> Rows:
    """The residents of a cohort by its date."""
    return select(*(plain(Case.__table__.columns[name]) for name in _columns(cohort))).where(
        Case.panel_id == _panel_id, day.between(_start, _end), IS_COUNTED
    )


def _open_cases(*conditions: ColumnElement[bool]) -> Rows:
    """Residents notified by the end, with their last stage before midnight and the time since death."""
    change = CaseStatusChange
    last_stage = (
        select(plain(change.to_status))
        .where(change.case_id == Case.id, change.at < _midnight)
        .order_by(change.at.desc(), change.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    duration = case(
        (Case.died_on > _last_of_6_months, DurationBand.UNDER_6_MONTHS.value),
        (Case.died_on < _first_of_12_months, DurationBand.OVER_12_MONTHS.value),
        else_=DurationBand.SIX_TO_12_MONTHS.value,
    )
    return select(
        func.coalesce(last_stage, NOT_RECORDED).label("stage"),
        type_coerce(duration, String).label("duration_band"),
    ).where(Case.panel_id == _panel_id, IS_COUNTED, *conditions)


# Two halves, so that each is found by an index: not reviewed to this day, and reviewed only after the end.
_OPEN = union_all(
    _open_cases(Case.reviewed_on.is_(None), Case.notified_on <= _end),
    _open_cases(Case.notified_on.between(_earliest, _end), Case.reviewed_on > _end),
)

_ROWS: dict[Cohort, Any] = {
    Cohort.NOTIFIED: _cases_of(Cohort.NOTIFIED, Case.notified_on),
    Cohort.REVIEWED: _cases_of(Cohort.REVIEWED, Case.reviewed_on),
    Cohort.DEATHS: _cases_of(Cohort.DEATHS, Case.died_on),
    Cohort.OPEN: _OPEN,
}

_PANEL = select(Panel.name, Panel.data_sum).where(Panel.id == _panel_id)
_STATE = Prepared(select(Panel.figures_state).where(Panel.id == _panel_id))

# Few rows each: the panel's lists, and what the database counts as well as we could.
_COUNTED_IN_SQL = {
    "residency": Cohort.NOTIFIED,
    "notification": Cohort.DEATHS,
    "theme_key": Cohort.REVIEWED,
    "kind": Cohort.MEETINGS,
    "theme": Cohort.MEETINGS,
}
_IN_PERIOD = {
    "notified": and_(Case.panel_id == _panel_id, Case.notified_on.between(_start, _end)),
    "reviewed": and_(Case.panel_id == _panel_id, Case.reviewed_on.between(_start, _end)),
    "died": and_(Case.panel_id == _panel_id, Case.died_on.between(_start, _end)),
    "held": and_(
        PanelMeeting.panel_id == _panel_id,
        PanelMeeting.held_on.between(_start, _end),
        PanelMeeting.status == MeetingStatus.HELD,
    ),
}


def _entries(name: str, key: Any, label: Any, number: Any) -> Rows:
    return select(literal(name).label("list"), key.label("key"), label.label("label"), number.label("number"))


_NOTHING = null()
_LISTS = union_all(
    _entries("area", PanelArea.gss_code, PanelArea.name, literal(0)).where(PanelArea.panel_id == _panel_id),
    _entries("panel theme", Theme.key, Theme.label, case((Theme.is_active, 1), else_=0)).where(
        Theme.panel_id == _panel_id
    ),
    _entries("longest review", _NOTHING, _NOTHING, func.coalesce(func.max(Case.days_to_review), 0)).where(
        Case.panel_id == _panel_id
    ),
    _entries("residency", plain(Case.residency), _NOTHING, func.count())
    .where(_IN_PERIOD["notified"], Case.residency == Residency.ELSEWHERE, Case.status != CaseStatus.NOT_FOR_REVIEW)
    .group_by(Case.residency),
    _entries("notification", literal(measures.NOTIFIED_LATER[1]), _NOTHING, func.count()).where(
        _IN_PERIOD["died"], IS_COUNTED, Case.notified_on > _end
    ),
    _entries("theme_key", CaseTheme.theme_key, _NOTHING, func.count())
    .join(Case, CaseTheme.case_id == Case.id)
    .where(_IN_PERIOD["reviewed"], IS_COUNTED)
    .group_by(CaseTheme.theme_key),
    _entries("kind", plain(PanelMeeting.kind), _NOTHING, func.count())
    .where(_IN_PERIOD["held"])
    .group_by(PanelMeeting.kind),
    _entries("theme", PanelMeeting.theme, _NOTHING, func.count())
    .where(_IN_PERIOD["held"], PanelMeeting.kind == MeetingKind.CASE_REVIEW)
    .group_by(PanelMeeting.theme),
)


def _lists(connection: Connection, parameters: Mapping[str, Any]) -> Lists:
    lists: Lists = defaultdict(list)
    for name, key, label, number in connection.execute(_LISTS, parameters).all():
        lists[name].append((key, label, number))
    return lists


def _count(connection: Connection, cohort: Cohort, parameters: Mapping[str, Any], tables: Tables) -> int:
    """Count the rows of a cohort into its tables, some thousand at a time; return how many there were."""
    result = connection.execute(_ROWS[cohort], parameters)
    names = list(result.keys())
    counters: dict[Crossing, Counter[Any]] = {
        crossing: Counter() for crossing in measures.crossings(cohort) if set(crossing) <= set(names)
    }
    total = 0
    for rows in result.partitions(ROWS_AT_ONCE):
        total += len(rows)
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        for crossing, counter in counters.items():
            counter.update(_values(columns, crossing))
    tables.update(((cohort, crossing), counter) for crossing, counter in counters.items())
    return total


def _values(columns: Mapping[str, tuple[Any, ...]], crossing: Crossing) -> Iterable[Any]:
    """The values of one column, or tuples of those of several."""
    if len(crossing) == 1:
        return columns[crossing[0]]
    return zip(*(columns[name] for name in crossing), strict=True)
