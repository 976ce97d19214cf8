"""The ways in which the figures divide cases: every row of a breakdown, in order, also the empty ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from cdop.rules import (
    agencies,
    ages,
    categories,
    durations,
    ethnicity,
    local_authorities,
    periods,
    places,
    themes,
)
from cdop.rules.dates import MONTHS
from cdop.rules.periods import Period
from cdop.rules.vocabulary import CaseStatus, Expectedness, MeetingKind, Modifiable, Sex

MISSING = "missing"
NOT_RECORDED = "Not recorded"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a breakdown: its stable key and how it is shown."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What the rows of some dimensions depend on: the period, and the panel's lists.

    `areas` maps GSS code to name; `themes` maps the key of every theme of the panel to its label, and
    `active_themes` holds the keys of those on offer.
    """

    period: Period
    areas: Mapping[str, str] = field(default_factory=dict)
    themes: Mapping[str, str] = field(default_factory=dict)
    active_themes: frozenset[str] = frozenset()


Rows = dict[Any, Row]


def _no_other(value: Any, _scope: Scope) -> Row:
    raise KeyError(value)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to divide cases by one thing known of each.

    `column` names that thing, `rows` returns the row of each value that can occur, in order. Values are first
    put into `bins`; one without a row gets the row of `other`, after the rest.
    """

    column: str
    title: str
    rows: Callable[[Scope], Rows]
    bins: Callable[[Any], Any] | None = None
    other: Callable[[Any, Scope], Row] = _no_other
    span: Callable[[str], tuple[date, date]] | None = None
    """The first and last day that the row of a key is of, where the rows divide the period itself."""

    def counted(self, table: Mapping[Any, int]) -> dict[Any, int]:
        """Return a table of values as a table of bins."""
        if self.bins is None:
            return dict(table)
        found: dict[Any, int] = {}
        for value, n in table.items():
            binned = self.bins(value)
            found[binned] = found.get(binned, 0) + n
        return found

    def all_rows(self, scope: Scope, values: Mapping[Any, int]) -> Rows:
        """Return the rows that are always there and, after them, those of the other values that occur."""
        rows = self.rows(scope)
        others = sorted(value for value in values if value not in rows)
        return rows | {value: self.other(value, scope) for value in others}


def _fixed(labels: Mapping[Any, str], *, may_be_missing: bool = False) -> Callable[[Scope], Rows]:
    rows: Rows = {value: Row(str(value), label) for value, label in labels.items()}
    if may_be_missing:
        rows[None] = Row(MISSING, NOT_RECORDED)
    return lambda _scope: rows


def _capitals(words: Any) -> dict[str, str]:
    return {str(word): str(word).capitalize() for word in words}


def _areas(scope: Scope) -> Rows:
    return {code: Row(name, name) for code, name in sorted(scope.areas.items(), key=lambda area: area[1])}


def _area_elsewhere(gss_code: str, _scope: Scope) -> Row:
    """An area that the panel gave up while cases of its children remain."""
    name = local_authorities.authority(gss_code).name
    return Row(name, name)


def _months(scope: Scope) -> Rows:
    return {key: Row(key, f"{MONTHS[int(key[5:]) - 1]} {key[:4]}") for key in periods.month_keys(scope.period)}


def _month(day: date | str) -> str:
    """The month of a date, which SQLite gives as text."""
    return str(day)[:7]


def _days_of_month(key: str) -> tuple[date, date]:
    first = date.fromisoformat(f"{key}-01")
    return first, (first + timedelta(31)).replace(day=1) - timedelta(1)


def _years(scope: Scope) -> Rows:
    return {year.label: Row(year.label, year.label) for year in periods.years_of(scope.period)}


@cache
def _year(day: date | str) -> str:
    """The financial year of a date, which SQLite gives as text; each day of a period is asked for by each table."""
    return periods.financial_year_of(date.fromisoformat(str(day))).label


def _days_of_year(key: str) -> tuple[date, date]:
    year = periods.FinancialYear.parse(key)
    return year.start, year.end


def _same(value: str, _scope: Scope) -> Row:
    return Row(value, value)


def _active_themes(scope: Scope) -> Rows:
    return {key: Row(key, label) for key, label in scope.themes.items() if key in scope.active_themes}


def _theme(key: str, scope: Scope) -> Row:
    return Row(key, scope.themes.get(key) or themes.label(key))


_REVIEWED_ONCE = {
    CaseStatus.REVIEWED: "Reviewed, opened again since",
    CaseStatus.CLOSED: "Closed, opened again since",
}
_QUINTILES = {1: "1 (most deprived)", 2: "2", 3: "3", 4: "4", 5: "5 (least deprived)"}

AREA = Dimension("area_code", "Local authority", _areas, other=_area_elsewhere)
MONTH = Dimension("notified_on", "Month", _months, bins=_month, span=_days_of_month)
YEAR_NOTIFIED, YEAR_REVIEWED, YEAR_DIED = (
    Dimension(column, "Financial year", _years, bins=_year, span=_days_of_year)
    for column in ("notified_on", "reviewed_on", "died_on")
)
AGE_BAND = Dimension("age_band", "Age at death", _fixed({band: str(band) for band in ages.AgeBand}))
SEX = Dimension("sex", "Sex", _fixed(_capitals(Sex), may_be_missing=True))
ETHNICITY = Dimension(
    "ethnic_group",
    "Ethnic group",
    _fixed({group: group[0].upper() + group[1:] for group in ethnicity.EthnicGroup}, may_be_missing=True),
)
EXPECTEDNESS = Dimension("expectedness", "Expectedness", _fixed(_capitals(Expectedness), may_be_missing=True))
TIMELINESS = Dimension(
    "days_to_notification",
    "Time from death to notification",
    _fixed(_capitals(durations.TimelinessBand)),
    bins=durations.timeliness_of_days,
)
AGENCY = Dimension("notified_by", "Agency", _fixed(agencies.AGENCY_TYPES, may_be_missing=True))
YEAR_OF_DEATH = Dimension("year_of_death", "Year of death", lambda _scope: {}, other=_same)
PLACE = Dimension(
    "place_of_death", "Place of death", _fixed({p.code: p.label for p in places.PLACES}, may_be_missing=True)
)
QUINTILE = Dimension("deprivation_quintile", "Deprivation quintile", _fixed(_QUINTILES, may_be_missing=True))
CATEGORY = Dimension("category", "Category", _fixed({c.number: c.name for c in categories.CATEGORIES}))
MODIFIABLE = Dimension("modifiable", "Modifiable factors", _fixed(_capitals(Modifiable)))
DURATION = Dimension("duration_band", "Time from death", _fixed(_capitals(durations.DurationBand)))
STAGE = Dimension(
    "stage",
    "Stage",
    _fixed({**_capitals(CaseStatus), **_REVIEWED_ONCE, "not recorded": NOT_RECORDED}),
)
THEME = Dimension("theme_key", "Theme", _active_themes, other=_theme)
MEETING_KIND = Dimension("kind", "Kind of meeting", _fixed(_capitals(MeetingKind)))
MEETING_THEME = Dimension("theme", "Theme", lambda _scope: {None: Row(themes.NO_THEME, "No theme")}, other=_theme)

OF_THE_PANEL = frozenset({AREA.column, THEME.column})
"""The columns whose rows are the lists of the panel: no other dimension reads more of a scope than its period."""

BY_COLUMN = {
    dimension.column: dimension
    for dimension in (
        AREA,
        AGE_BAND,
        SEX,
        ETHNICITY,
        EXPECTEDNESS,
        TIMELINESS,
        AGENCY,
        YEAR_OF_DEATH,
        PLACE,
        QUINTILE,
        CATEGORY,
        MODIFIABLE,
        DURATION,
        STAGE,
    )
}
"""The dimensions that divide a cohort completely, by the column that each is counted from."""
