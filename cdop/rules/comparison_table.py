"""The table of what England and its regions published, to stand beside a panel's own figures; read line by line.

Each line is one number: whose it is, of which financial year, which figure it is (by the name that a report's text
has for it, such as `reviewed.category: 3`), how many there were, of how many, and who published it. A percentage or
rate that stands beside them must follow from them.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from cdop.rules import regions
from cdop.rules.ages import AgeBand
from cdop.rules.csv_table import shown, whole_number
from cdop.rules.figure_dimensions import Row as RowOfFigure
from cdop.rules.figure_dimensions import Scope
from cdop.rules.figure_shapes import Breakdown, Cohort, PartOfEach, Share
from cdop.rules.figures import MEASURES
from cdop.rules.periods import FinancialYear
from cdop.rules.rates import PER_BIRTHS, PER_CHILDREN

DEATHS = "deaths.total"
"""All deaths of children, of the children aged 0 to 17."""
LONGEST_SOURCE = 200
COLUMNS: Mapping[str, str] = {
    "area": "area|area name|region",
    "period": "period|year|financial year",
    "measure": "measure|figure",
    "number": "number|count",
    "of": "of|denominator",
    "rate": "rate|percent|percentage|%",
    "source": "source|published by",
}
STORED = ("area_code", "first_year", "measure", "number", "out_of", "source")

Row = tuple[str, int, str, int, int, str]


def deaths_at(band: AgeBand) -> str:
    """Return the name of the deaths at an age: of live births below one year, else of the children of that age."""
    return f"deaths.age_band: {band}"


@cache
def measures() -> Mapping[str, str]:
    """Return every figure that the table may have, by its name in small letters, with its name as it is kept."""
    named = (DEATHS, *(deaths_at(band) for band in AgeBand), *(name for name, _ in shares()))
    return {name.casefold(): name for name in named}


@cache
def shares() -> tuple[tuple[str, str], ...]:
    """Return the names of the figures that are shares of deaths notified or reviewed, with what each row is called."""
    return tuple(_shares())


def rows_of_line(cells: Sequence[str], places: Mapping[str, int]) -> tuple[Row, ...]:
    """Return the number of a line. Raises ValueError with what is wrong with it."""
    cell = {name: cells[place].strip() for name, place in places.items()}
    try:
        area = regions.parse_area(cell["area"])
    except ValueError as unknown:
        raise ValueError(f"The area is “{shown(cell['area'])}”. {unknown}.") from None
    measure = measures().get(" ".join(cell["measure"].split()).casefold())
    if measure is None:
        raise ValueError(
            f"“{shown(cell['measure'])}” is no figure that can be compared. It is written as in the text of a report: "
            "reviewed.category: 3."
        )
    if area == regions.ENGLAND and measure.startswith(Cohort.DEATHS):
        raise ValueError("Deaths in England are a table of their own: flask reference import england.")
    number, of = (whole_number(cell[name], name) for name in ("number", "of"))
    if number > of or not of:
        raise ValueError(f"The number is {number:,} and cannot be of {of:,}.")
    _check_rate(cell.get("rate", ""), measure, number, of)
    if not cell["source"] or len(cell["source"]) > LONGEST_SOURCE:
        raise ValueError(f"Say who published the number, in up to {LONGEST_SOURCE} characters, under “Source”.")
    return ((area, FinancialYear.parse(cell["period"]).first_year, measure, number, of, cell["source"]),)


def per(measure: str) -> int:
    """Return of how many the rate of a measure is: 100,000 children, 1,000 live births, or 100 for a percentage."""
    if not measure.startswith(Cohort.DEATHS):
        return 100
    infants = (deaths_at(AgeBand.NEONATAL), deaths_at(AgeBand.POSTNEONATAL))
    return PER_BIRTHS if measure in infants else PER_CHILDREN


def _check_rate(typed: str, measure: str, number: int, of: int) -> None:
    """Hold a printed rate against its number. Raises ValueError where it does not follow."""
    if not typed:
        return
    value, plain = per(measure) * number / of, typed.rstrip("%").strip().replace(",", "")
    digits = len(plain.partition(".")[2])
    if not plain.replace(".", "", 1).isdigit() or abs(float(plain) - value) > 0.5 * 10**-digits + 1e-9:
        unit = "%" if per(measure) == 100 else f" per {per(measure):,}"
        raise ValueError(f"The rate is “{shown(typed)}”, and {number:,} of {of:,} are {value:.{digits or 1}f}{unit}.")


def _shares() -> Iterator[tuple[str, str]]:
    for measure in MEASURES:
        if measure.cohort not in (Cohort.NOTIFIED, Cohort.REVIEWED):
            continue
        if isinstance(measure, Share):
            yield measure.id, measure.title
        elif isinstance(measure, Breakdown | PartOfEach) and measure.dimension.span is None:
            yield from ((f"{measure.id}: {row.key}", row.label) for row in _fixed_rows(measure))


def _fixed_rows(measure: Breakdown | PartOfEach) -> list[RowOfFigure]:
    """The rows that every panel and every year has: no areas and no themes."""
    return list(measure.dimension.rows(Scope(FinancialYear(2000).period)).values())
