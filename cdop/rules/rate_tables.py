"""Rates of deaths from numbers as they were released: nothing else about the records is in them.

Everything is taken of the protected numbers, so a rate tells no more than the number that it is of.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cdop.rules.ages import INFANT_BANDS, AgeBand
from cdop.rules.disclosure import LEAST_DENOMINATOR
from cdop.rules.figure_shapes import Figure
from cdop.rules.periods import FinancialYear, Period, years_of
from cdop.rules.populations import AGES_OF, Populations
from cdop.rules.rates import (
    LEAST_YEARS_FOR_INEQUALITY,
    Compared,
    Inequality,
    Rate,
    compared,
    inequality,
    rate,
    standardised,
)
from cdop.rules.reference_tables import ENGLAND

PER_CHILDREN, PER_BIRTHS = 100_000, 1_000
LEAST_EVENTS = 10
"""No rate is given of fewer events, but of none."""
STANDARD: Mapping[AgeBand, float] = {
    AgeBand.ONE_TO_FOUR: 4000,
    AgeBand.FIVE_TO_NINE: 5500,
    AgeBand.TEN_TO_FOURTEEN: 5500,
    AgeBand.FIFTEEN_TO_SEVENTEEN: 3300,
}
"""The European Standard Population of 2013; of its 5,500 aged 15 to 19, three fifths."""
SPANS = {1: "each year", 3: "3 years together", 5: "5 years together"}
"""How many years are taken together for a rate of a year, and what that is called."""
WITHHELD, TOO_FEW, NO_POPULATION = "withheld", "too few", "no population imported"


@dataclass(frozen=True, slots=True)
class RateRow:
    """A row of a table of rates: `rate`, or `why` there is none; how it stands to England where that is known.

    `year` is the first of the last financial year that it is of, where the rows are years.
    """

    label: str
    rate: Rate | None
    why: str = ""
    compared: Compared | None = None
    year: int | None = None
    basis: str = "children aged 0 to 17"


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates side by side. `key` tells how they are drawn: by area, age, year or fifth."""

    key: str
    title: str
    rows: tuple[RateRow, ...]
    england: RateRow | None = None
    england_years: tuple[str, ...] = ()
    inequality: Inequality | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Whose rates: the areas by code and name, the period, and what is known of their populations."""

    areas: Mapping[str, str]
    period: Period
    populations: Populations

    @property
    def years(self) -> tuple[int, ...]:
        """The financial years of the period by the calendar year in which each begins."""
        return tuple(year.first_year for year in years_of(self.period))


Make = Callable[[Figure, Place], tuple[RateTable, ...]]


def has_rates(measure_id: str) -> bool:
    """Say whether rates are worked out of a measure."""
    return measure_id in _MAKE


def rate_tables(measure_id: str, figure: Figure, place: Place) -> tuple[RateTable, ...]:
    """Return the rates of a released measure, () where none are worked out of it or no population was imported."""
    make = _MAKE.get(measure_id)
    return make(figure, place) if make and place.populations.persons and place.areas else ()


def _of(label: str, n: int | None, of: int | None, per: int = PER_CHILDREN) -> RateRow:
    if n is None:
        return RateRow(label, None, WITHHELD)
    if of is None or of < LEAST_DENOMINATOR:
        return RateRow(label, None, NO_POPULATION)
    return RateRow(label, rate(n, of, per)) if n == 0 or n >= LEAST_EVENTS else RateRow(label, None, TOO_FEW)


def _beside(row: RateRow, england: RateRow | None) -> RateRow:
    if row.rate is None or row.rate.n == 0 or england is None or england.rate is None:
        return row  # none at all is compared with nothing: it may be that nobody recorded them
    return replace(row, compared=compared(row.rate, england.rate.value))


def _england(place: Place, years: Sequence[int]) -> tuple[RateRow | None, tuple[str, ...]]:
    """The rate of all children in England, and of which years it is."""
    found = place.populations.in_england(years, list(AgeBand))
    of = place.populations.children(found[1], [ENGLAND]) if found else None
    if found is None or not of:
        return None, ()
    return RateRow("England", rate(found[0], of, PER_CHILDREN)), _labels(found[1])


def _labels(years: Iterable[int]) -> tuple[str, ...]:
    return tuple(FinancialYear(year).label for year in years)


def _by_area(figure: Figure, place: Place) -> tuple[RateTable, ...]:
    england, when = _england(place, place.years)
    codes = {name: code for code, name in place.areas.items()}
    rows = [
        _of(row["label"], row["n"], place.populations.children(place.years, [codes.get(row["key"], "")]))
        for row in figure["rows"]
    ]
    rows.append(_of("All areas", figure["of"], place.populations.children(place.years, place.areas)))
    table = RateTable("area", "Deaths per 100,000 children a year, by local authority", tuple(rows), england, when)
    return (replace(table, rows=tuple(_beside(row, england) for row in rows)),)


def _by_year(figure: Figure, place: Place) -> tuple[RateTable, ...]:
    numbers = {int(row["key"][:4]): row["n"] for row in figure["rows"]}
    first = next((year for year, n in numbers.items() if n != 0), None)
    england, when = _england(place, place.years)
    tables = []
    for together in SPANS:
        rows = [
            replace(_beside(_years(numbers, tuple(range(last - together + 1, last + 1)), place), england), year=last)
            for last in place.years[together - 1 :]
            if first is not None and last - together + 1 >= first  # nothing is on record of the years before
        ]
        if rows:
            title = f"Deaths per 100,000 children a year, {SPANS[together]}"
            tables.append(RateTable(f"year-{together}", title, tuple(rows), england, when))
    return tuple(tables)


def _years(numbers: Mapping[int, int | None], years: tuple[int, ...], place: Place) -> RateRow:
    label = " to ".join(dict.fromkeys(_labels((years[0], years[-1]))))
    counts = [numbers.get(year) for year in years]
    n = None if None in counts else sum(count or 0 for count in counts)
    return _of(label, n, place.populations.children(years, place.areas))


def _by_age(figure: Figure, place: Place) -> tuple[RateTable, ...]:
    numbers = {row["key"]: row["n"] for row in figure["rows"]}
    rows = [_of_age(AgeBand(row["key"]), row["n"], place, place.years, place.areas) for row in figure["rows"]]
    rows = [
        _beside(row, _england_of_age(AgeBand(each["key"]), place))
        for row, each in zip(rows, figure["rows"], strict=True)
    ]
    found = place.populations.in_england(place.years, list(AgeBand))
    theirs = found and _standardised(
        {band: place.populations.england[year][band] for year in found[1][-1:] for band in STANDARD},
        place,
        found[1][-1:],
        [ENGLAND],
    )
    rows.append(_beside(_standardised(numbers, place, place.years, place.areas), theirs or None))
    when = _labels(found[1]) if found else ()
    return (RateTable("age", "Deaths by age: rates", tuple(rows), theirs or None, when),)


def _of_age(band: AgeBand, n: int | None, place: Place, years: Sequence[int], areas: Iterable[str]) -> RateRow:
    if band in INFANT_BANDS:
        return replace(_of(band, n, place.populations.live_births(years, list(areas)), PER_BIRTHS), basis="live births")
    row = _of(band, n, place.populations.children(years, list(areas), AGES_OF[band]))
    return replace(row, basis="children of that age")


def _england_of_age(band: AgeBand, place: Place) -> RateRow | None:
    found = place.populations.in_england(place.years, [band])
    return _of_age(band, found[0], place, found[1], [ENGLAND]) if found else None


def _standardised(
    numbers: Mapping[str, int | None], place: Place, years: Sequence[int], areas: Iterable[str]
) -> RateRow:
    """The rate of children from 1 to 17 years, as if their ages were those of the standard population."""
    label, codes = "1-17 years, standardised by age", list(areas)
    bands = []
    for band, weight in STANDARD.items():
        n, of = numbers.get(band), place.populations.children(years, codes, AGES_OF[band])
        if n is None or not of:
            return RateRow(label, None, WITHHELD if n is None else NO_POPULATION)
        bands.append((n, of, weight))
    if sum(n for n, _, _ in bands) < LEAST_EVENTS:
        return RateRow(label, None, TOO_FEW)
    return RateRow(label, standardised(bands, PER_CHILDREN), basis="children aged 1 to 17")


def _by_fifth(figure: Figure, place: Place) -> tuple[RateTable, ...]:
    rows, groups = [], []
    for row in figure["rows"]:
        if row["key"].isdigit():
            of = place.populations.in_fifth(int(row["key"]), place.years, place.areas)
            rows.append(_of(row["label"], row["n"], of))
            groups.append((row["n"], of))
    title = "Deaths per 100,000 children a year, by deprivation"
    if len(place.years) < LEAST_YEARS_FOR_INEQUALITY:
        note = f"The indices of inequality are worked out of at least {LEAST_YEARS_FOR_INEQUALITY} years together."
        return (RateTable("fifth", title, tuple(rows), notes=(note,)),)
    if any(row.rate is None for row in rows):
        note = "There are no indices of inequality where a fifth has no rate."
        return (RateTable("fifth", title, tuple(rows), notes=(note,)),)
    found = inequality([(n or 0, of or 0) for n, of in groups], PER_CHILDREN)
    return (RateTable("fifth", title, tuple(rows), inequality=found),)


_MAKE: Mapping[str, Make] = {
    "deaths.area": _by_area,
    "deaths.age_band": _by_age,
    "deaths.year": _by_year,
    "deaths.deprivation_quintile": _by_fifth,
}
