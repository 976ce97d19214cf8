"""Rates of deaths from numbers as they were released: nothing else about the records is in them.

Everything is taken of the protected numbers, so a rate tells no more than the number that it is of.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cdop.rules.ages import INFANT_BANDS, AgeBand
from cdop.rules.definition_breaks import are_apart
from cdop.rules.disclosure import LEAST_DENOMINATOR
from cdop.rules.figure_shapes import Figure
from cdop.rules.numbers import agreeing
from cdop.rules.periods import FinancialYear, Period, years_of
from cdop.rules.populations import ALL_TOGETHER, Elsewhere, Populations
from cdop.rules.rates import (
    LEAST_YEARS_FOR_INEQUALITY,
    PER_BIRTHS,
    PER_CHILDREN,
    Compared,
    Inequality,
    Rate,
    compared,
    inequality,
    rate,
    standardised,
)
from cdop.rules.recorded_years import in_words

LEAST_EVENTS = 10
"""No rate is given of fewer events, but of none."""
STANDARD: Mapping[AgeBand, float] = {
    AgeBand.ONE_TO_FOUR: 4000,
    AgeBand.FIVE_TO_NINE: 5500,
    AgeBand.TEN_TO_FOURTEEN: 5500,
    AgeBand.FIFTEEN_TO_SEVENTEEN: 3300,
}
"""The European Standard Population of 2013; of its 5,500 aged 15 to 19, three fifths."""
NOT_ON_RECORD = "Nothing, or nothing but single old cases, is on record of these years"
COMPARED_WITH_NOTHING = (
    "The rates take them for years in which no child died and are too low, so they are compared with nothing: choose "
    "years from which on all deaths were recorded."
)
SPANS = {1: "each year", 3: "3 years together", 5: "5 years together"}
"""How many years are taken together for a rate of a year, and what that is called."""
ALL_CHILDREN, STANDARDISED = "children aged 0 to 17", "1-17 years, standardised by age"
WITHHELD, TOO_FEW, NO_POPULATION, NO_RECORDS = "withheld", "too few", "no population imported", "no records"


@dataclass(frozen=True, slots=True)
class RateRow:
    """A row of a table of rates: `rate`, or `why` there is none; how it stands to each that the table has beside it.

    `n` and `of` are the deaths and the children of one that has no rate because they are too few. Where the rows are
    years, `first` and `year` are the first and the last financial year that it is of, by the calendar year in which
    each begins.
    """

    label: str
    rate: Rate | None
    why: str = ""
    compared: tuple[Compared | None, ...] = ()
    year: int | None = None
    first: int | None = None
    basis: str = ALL_CHILDREN
    n: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """England or a region: what it is called, also in a sentence, its rate, and of whom and of which years it is.

    There is no rate where nothing of it was published.
    """

    name: str
    words: str
    label: str
    rate: Rate | None
    years: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates side by side. `key` tells how they are drawn: by area, age, year or fifth."""

    key: str
    title: str
    rows: tuple[RateRow, ...]
    beside: tuple[Beside, ...] = ()
    inequality: Inequality | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Whose rates: the areas by code and name, the period, and what is known of their populations.

    `recorded` are the years of which there are records, None where that is not known.
    """

    areas: Mapping[str, str]
    period: Period
    populations: Populations
    recorded: frozenset[int] | None = None

    @property
    def years(self) -> tuple[int, ...]:
        """The financial years of the period by the calendar year in which each begins."""
        return tuple(year.first_year for year in years_of(self.period))

    @property
    def unrecorded(self) -> frozenset[int]:
        """The years of which there are no records: they would count as years in which no child died."""
        return frozenset() if self.recorded is None else frozenset(self.years) - self.recorded

    def beside(self, years: Collection[int]) -> "Place":
        """Return the same with what was published elsewhere of years of the same definition as these, nothing else."""
        kept = (
            replace(
                each, deaths={year: groups for year, groups in each.deaths.items() if not are_apart((year, *years))}
            )
            for each in self.populations.elsewhere
        )
        return replace(self, populations=replace(self.populations, elsewhere=tuple(kept)))


Make = Callable[[Figure, Place], tuple[RateTable, ...]]


def has_rates(measure_id: str) -> bool:
    """Say whether rates are worked out of a measure."""
    return measure_id in _MAKE


def rate_tables(measure_id: str, figure: Figure, place: Place) -> tuple[RateTable, ...]:
    """Return the rates of a released measure, () where none are worked out of it or no population was imported."""
    make = _MAKE.get(measure_id)
    if not (make and place.populations.persons and place.areas):
        return ()
    near = place.beside(place.years[-1:] if make is _by_year else place.years)
    tables = tuple(_of_one_definition(table, place, near) for table in make(figure, near))
    return tuple(_alone(table, place) for table in tables) if place.unrecorded else tables


def _of_one_definition(table: RateTable, place: Place, near: Place) -> RateTable:
    """A table that says what does not stand beside it, because deaths were counted by another definition there."""
    pairs = zip(place.populations.elsewhere, near.populations.elsewhere, strict=True)
    gone = [every.words for every, left in pairs if every.deaths and not left.deaths]
    if not (gone and table.beside):
        return table
    told = "Nothing that was published of them counts all of these years’ deaths by the same definition."
    return replace(table, notes=(*table.notes, f"These rates do not stand beside {' and '.join(gone)}. {told}"))


def _alone(table: RateTable, place: Place) -> RateTable:
    """A table of years of which some are not on record: one of all years together is compared with nothing."""
    told = f"{NOT_ON_RECORD}: {', '.join(in_words(place.unrecorded))}."
    if any(row.year is not None for row in table.rows):
        return replace(table, notes=(*table.notes, f"{told} No rate is given of them."))
    rows = tuple(replace(row, compared=()) for row in table.rows)
    return replace(table, rows=rows, beside=(), notes=(f"{told} {COMPARED_WITH_NOTHING}", *table.notes))


def _of(label: str, n: int | None, of: int | None, per: int = PER_CHILDREN) -> RateRow:
    if n is None:
        return RateRow(label, None, WITHHELD)
    if of is None or of < LEAST_DENOMINATOR:
        return RateRow(label, None, NO_POPULATION)
    if 0 < n < LEAST_EVENTS:
        return RateRow(label, None, TOO_FEW, n=n, of=of)
    return RateRow(label, rate(n, of, per))


def _compared(row: RateRow, beside: Sequence[Rate | None]) -> RateRow:
    if row.rate is None or row.rate.n == 0:
        return row  # none at all is compared with nothing: it may be that nobody recorded them
    mine = row.rate
    return replace(row, compared=tuple(compared(mine, each.value) if each else None for each in beside))


def _beside(place: Place) -> tuple[Beside, ...]:
    """The rates of all children in England and the region."""
    return tuple(
        _stands(each, ALL_CHILDREN, _rate_of(each, place.years, ALL_TOGETHER, PER_CHILDREN), ALL_TOGETHER, place)
        for each in place.populations.elsewhere
    )


def _stands(elsewhere: Elsewhere, label: str, found: Rate | None, group: str, place: Place) -> Beside:
    of = elsewhere.found(place.years, group)
    return Beside(elsewhere.name, elsewhere.words, label, found, _labels(of[2]) if of else ())


def _rate_of(elsewhere: Elsewhere, years: Sequence[int], group: str, per: int) -> Rate | None:
    found = elsewhere.found(years, group)
    return rate(found[0], found[1], per) if found else None


def _labels(years: Iterable[int]) -> tuple[str, ...]:
    return tuple(FinancialYear(year).label for year in years)


def _by_area(figure: Figure, place: Place) -> tuple[RateTable, ...]:
    beside = _beside(place)
    codes = {name: code for code, name in place.areas.items()}
    rows = [
        _of(row["label"], row["n"], place.populations.children(place.years, [codes.get(row["key"], "")]))
        for row in figure["rows"]
    ]
    rows.append(_of("All areas", figure["of"], place.populations.children(place.years, place.areas)))
    rates = [each.rate for each in beside]
    compared_rows = tuple(_compared(row, rates) for row in rows)
    return (RateTable("area", "Deaths per 100,000 children a year, by local authority", compared_rows, beside),)


def _by_year(figure: Figure, place: Place) -> tuple[RateTable, ...]:
    numbers = {int(row["key"][:4]): row["n"] for row in figure["rows"]}
    first = next((year for year, n in numbers.items() if n != 0 and year not in place.unrecorded), None)
    beside = _beside(place)
    rates, tables = [each.rate for each in beside], []
    for together in SPANS:
        rows = [
            _rolling(_years(numbers, (*range(last - together + 1, last + 1),), place), last, together, rates, place)
            for last in place.years[together - 1 :]
            if first is not None and last - together + 1 >= first  # nothing is on record of the years before
        ]
        if rows:
            title = f"Deaths per 100,000 children a year, {SPANS[together]}"
            tables.append(RateTable(f"year-{together}", title, tuple(rows), beside))
    return tuple(tables)


def _rolling(row: RateRow, last: int, together: int, beside: Sequence[Rate | None], place: Place) -> RateRow:
    """A row of years with which they are, beside others as far as all are of the definition of the newest year."""
    first = last - together + 1
    is_beside = not are_apart((first, place.years[-1]))
    return replace(_compared(row, beside) if is_beside else row, year=last, first=first)


def _years(numbers: Mapping[int, int | None], years: tuple[int, ...], place: Place) -> RateRow:
    label = " to ".join(dict.fromkeys(_labels((years[0], years[-1]))))
    if not place.unrecorded.isdisjoint(years):
        return RateRow(label, None, NO_RECORDS)
    counts = [numbers.get(year) for year in years]
    n = None if None in counts else sum(count or 0 for count in counts)
    return _of(label, n, place.populations.children(years, place.areas))


def _by_age(figure: Figure, place: Place) -> tuple[RateTable, ...]:
    numbers = {row["key"]: row["n"] for row in figure["rows"]}
    elsewhere, bands = place.populations.elsewhere, [AgeBand(row["key"]) for row in figure["rows"]]
    rows = [
        _compared(
            _of_age(band, numbers[band], place), [_rate_of(each, place.years, band, _per(band)) for each in elsewhere]
        )
        for band in bands
    ]
    standards = [_standardised(_elsewhere_by_age(each, place)).rate for each in elsewhere]
    rows.append(_compared(_standardised(_by_age_here(numbers, place)), standards))
    beside = tuple(
        _stands(each, STANDARDISED, found, AgeBand.ONE_TO_FOUR, place)
        for each, found in zip(elsewhere, standards, strict=True)
    )
    return (RateTable("age", "Deaths by age: rates", tuple(rows), beside),)


def _per(band: AgeBand) -> int:
    return PER_BIRTHS if band in INFANT_BANDS else PER_CHILDREN


def _of_age(band: AgeBand, n: int | None, place: Place) -> RateRow:
    of = place.populations.of_age(band, place.years, list(place.areas))
    return replace(
        _of(band, n, of, _per(band)), basis="live births" if band in INFANT_BANDS else "children of that age"
    )


Ages = Mapping[AgeBand, tuple[int | None, int | None]]
"""Deaths by age band, with what they are of."""


def _by_age_here(numbers: Mapping[str, int | None], place: Place) -> Ages:
    areas = list(place.areas)
    return {band: (numbers.get(band), place.populations.of_age(band, place.years, areas)) for band in STANDARD}


def _elsewhere_by_age(elsewhere: Elsewhere, place: Place) -> Ages:
    found = ((band, elsewhere.found(place.years, band)) for band in STANDARD)
    return {band: each[:2] if each else (None, None) for band, each in found}


def _standardised(ages: Ages) -> RateRow:
    """The rate of children from 1 to 17 years, as if their ages were those of the standard population."""
    bands = []
    for band, weight in STANDARD.items():
        n, of = ages[band]
        if n is None or not of:
            return RateRow(STANDARDISED, None, WITHHELD if n is None else NO_POPULATION)
        bands.append((n, of, weight))
    if sum(n for n, _, _ in bands) < LEAST_EVENTS:
        return RateRow(STANDARDISED, None, TOO_FEW)
    return RateRow(STANDARDISED, standardised(bands, PER_CHILDREN), basis="children aged 1 to 17")


def _by_fifth(figure: Figure, place: Place) -> tuple[RateTable, ...]:
    rows, groups = [], []
    for row in figure["rows"]:
        if row["key"].isdigit():
            of = place.populations.in_fifth(int(row["key"]), place.years, place.areas)
            rows.append(_of(row["label"], row["n"], of))
            groups.append((row["n"], of))
    title = "Deaths per 100,000 children a year, by deprivation"
    found, notes = None, [*_without_fifth(figure)]
    if len(place.years) < LEAST_YEARS_FOR_INEQUALITY:
        notes.append(
            f"The indices of inequality are worked out of at least {LEAST_YEARS_FOR_INEQUALITY} years together."
        )
    elif any(row.rate is None for row in rows):
        notes.append("There are no indices of inequality where a fifth has no rate.")
    else:
        found = inequality([(n or 0, of or 0) for n, of in groups], PER_CHILDREN)
    return (RateTable("fifth", title, tuple(rows), inequality=found, notes=tuple(notes)),)


def _without_fifth(figure: Figure) -> Iterator[str]:
    """What is said of deaths whose neighbourhood is not known."""
    for row in figure["rows"]:
        if not row["key"].isdigit() and row["n"] != 0:
            why = row["label"].lower()
            if row["n"] is None:
                yield f"The number of deaths that are in no fifth is withheld: {why}."
            else:
                yield f"{row['n']:,} of the deaths {agreeing(row['n'], 'is', 'are')} in no fifth: {why}."


_MAKE: Mapping[str, Make] = {
    "deaths.area": _by_area,
    "deaths.age_band": _by_age,
    "deaths.year": _by_year,
    "deaths.deprivation_quintile": _by_fifth,
}
