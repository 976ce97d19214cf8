"""How soon deaths were notified, by who told of them first, where, of what and at what age; and what lists show.

Numbers of deaths as they are: the full edition, for those who may see it (decision 7). No number of deaths that nobody
knows of is worked out.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cdop.rules import agencies, ages, places
from cdop.rules.csv_table import csv_lines, guarded
from cdop.rules.figure_dimensions import NOT_RECORDED
from cdop.rules.statistics import median, percent
from cdop.rules.vocabulary import ListOutcome

ADULT_WARDS = frozenset({"HOSP-ADULT", "HOSP-AICU"})
ROAD = "vehicle collision"
WEEK, MONTH = 7, 28
COLUMNS = ("table", "row", "deaths", "in_time", "later_within_7_days", "within_28_days", "after_28_days", "median_days")
DEFINITION = (
    "Deaths in the period of children who normally lived in the panel’s area, by the days from the death to the first "
    "notification. Those that nobody has notified are in none of these numbers: look at what the lists show."
)


@dataclass(frozen=True, slots=True)
class NotifiedDeath:
    """What the figures are told of one death. `suspected` is what any notification suspected at the time."""

    days: int
    notified_by: str | None
    place: str | None
    age_band: str
    years: int
    died_in_area: str | None
    suspected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """One notification of any of these deaths: by whom, and the days from the death and from when it was known."""

    notified_by: str | None
    from_death: int
    from_awareness: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """How many deaths were notified when. `in_time` is within the panel's limit, the others after the one before.

    `middle` is the median of days, None where there are no deaths.
    """

    label: str
    deaths: int
    in_time: int
    in_a_week: int
    in_a_month: int
    later: int
    middle: int | float | None

    @property
    def percent_in_time(self) -> int | None:
        """The share in time, in per cent."""
        return percent(self.in_time, self.deaths)


@dataclass(frozen=True, slots=True)
class Table:
    """One way to divide the deaths."""

    key: str
    title: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TellerRow:
    """The notifications of one type of agency, also those that were not the first of a death."""

    label: str
    notifications: int
    middle: int | float | None
    known: int
    middle_once_known: int | float | None


@dataclass(frozen=True, slots=True)
class ListRow:
    """What the lists of one sender show of deaths in the period, and what such a list does not hold."""

    name: str
    counts: Mapping[ListOutcome, int]
    gaps: tuple[str, ...]

    def count(self, outcome: str) -> int:
        """Return how many lines come to this."""
        return self.counts.get(ListOutcome(outcome), 0)


def tables(deaths: Sequence[NotifiedDeath], *, limit: int, suspected: Mapping[str, str]) -> tuple[Table, ...]:
    """Return the deaths divided in each way; `limit` is in how many days one is in time, `suspected` names causes."""
    return (
        Table("all", "All deaths", "", (_row("All deaths", deaths, limit),)),
        Table(
            "missed",
            "Deaths that are easily missed",
            "A death can be in several of these rows.",
            tuple(_row(label, filter(holds, deaths), limit) for label, holds in EASILY_MISSED),
        ),
        _by("agency", "By who notified first", agencies.AGENCY_TYPES, lambda death: {death.notified_by}, deaths, limit),
        _by("place", "By place of death", _places(), lambda death: {death.place}, deaths, limit),
        _by(
            "cause",
            "By what was suspected at first",
            suspected,
            lambda death: death.suspected or {None},
            deaths,
            limit,
            "What was suspected at notification, not what the panel found. A death can be in several of these rows.",
        ),
        _by("age", "By age at death", {str(band): str(band) for band in ages.AgeBand}, _age, deaths, limit),
    )


def tellers(told: Iterable[Told]) -> tuple[TellerRow, ...]:
    """Return every notification of the deaths by the type of agency that sent it."""
    by_type: dict[str | None, list[Told]] = {}
    for each in told:
        by_type.setdefault(each.notified_by, []).append(each)
    order = [*agencies.AGENCY_TYPES, None]
    return tuple(_teller(key, by_type[key]) for key in order if key in by_type)


def lines(found: Iterable[Table]) -> Iterator[str]:
    """Yield the lines of a CSV file of the tables."""
    rows = ((table.title, row) for table in found for row in table.rows)
    return csv_lines(COLUMNS, (_cells(title, row) for title, row in rows))


EASILY_MISSED: tuple[tuple[str, Callable[[NotifiedDeath], bool]], ...] = (
    ("Aged 16 or 17, on an adult ward", lambda death: death.years >= 16 and death.place in ADULT_WARDS),
    ("Aged 16 or 17, elsewhere", lambda death: death.years >= 16 and death.place not in ADULT_WARDS),
    ("Vehicle collision suspected", lambda death: ROAD in death.suspected),
    ("Died outside the panel’s area", lambda death: death.died_in_area == "no"),
    ("Died abroad", lambda death: death.place == "ABROAD"),
)


def _age(death: NotifiedDeath) -> Collection[str | None]:
    return {death.age_band}


def _places() -> dict[str, str]:
    return {place.code: place.label for place in places.PLACES}


def _by(
    key: str,
    title: str,
    labels: Mapping[str, str],
    of: Callable[[NotifiedDeath], Collection[str | None]],
    deaths: Sequence[NotifiedDeath],
    limit: int,
    note: str = "",
) -> Table:
    """The rows that have deaths, in the order of their labels, and those of which it is not recorded last."""
    named: list[tuple[str | None, str]] = [*labels.items(), (None, NOT_RECORDED)]
    divided: dict[str | None, list[NotifiedDeath]] = {}
    for death in deaths:
        for value in of(death):
            divided.setdefault(value, []).append(death)
    rows = (_row(label, divided[value], limit) for value, label in named if value in divided)
    return Table(key, title, note, tuple(rows))


def _row(label: str, deaths: Iterable[NotifiedDeath], limit: int) -> Row:
    days = Counter(death.days for death in deaths)
    bounds = (limit, max(WEEK, limit), max(MONTH, limit))
    in_time, week, month = (sum(n for took, n in days.items() if took <= bound) for bound in bounds)
    total = days.total()
    return Row(label, total, in_time, week - in_time, month - week, total - month, median(days))


def _teller(key: str | None, told: Sequence[Told]) -> TellerRow:
    known = Counter(each.from_awareness for each in told if each.from_awareness is not None)
    label = NOT_RECORDED if key is None else agencies.label(key)
    return TellerRow(label, len(told), median(Counter(each.from_death for each in told)), known.total(), median(known))


def _cells(title: str, row: Row) -> dict[str, str]:
    numbers = (row.deaths, row.in_time, row.in_a_week, row.in_a_month, row.later, row.middle)
    values = (guarded(title), guarded(row.label), *("" if n is None else str(n) for n in numbers))
    return dict(zip(COLUMNS, values, strict=True))
