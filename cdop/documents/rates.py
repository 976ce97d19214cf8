"""Rates as a page, a file and a report show them: a table, its chart, a text, and how each number was worked out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cdop.documents.charts import Chart, svg
from cdop.documents.point_charts import Curve, Point, PointChart, runs
from cdop.documents.wording import NOTHING, listed
from cdop.rules.definition_breaks import are_apart, changes_within
from cdop.rules.numbers import agreeing
from cdop.rules.rate_tables import WITHHELD, RateRow, RateTable
from cdop.rules.rates import UNSTABLE_BELOW, Compared, Rate, funnel_limits

PLAIN_METHOD = (
    "A rate is the number as it is shown, divided by the children, or live births, of the same years. Its 95% interval "
    "is Byar’s, the exact one (Poisson) below 10 deaths"
)
METHOD = (
    f"{PLAIN_METHOD}; that of the rate standardised by age is Dobson’s, by the European Standard Population of 2013."
)
NEAREST_5 = "Rates are of numbers to the nearest 5, which with few deaths moves them by more than their last digit."
TOO_FEW = "None is given of 1 to 9 deaths."
LIMITS = (
    f"A rate of fewer than {UNSTABLE_BELOW} deaths is unstable: a few more or fewer would move it far. {TOO_FEW}",
    "A year of which no deaths were recorded here counts as one in which no child died, and makes the rate of several "
    "years too low: choose years from which on all deaths were recorded.",
    NEAREST_5,
    "The children are those of the table of the middle of the year in which the financial year begins, or the nearest.",
)
FUNNEL = ((0.95, "95% limits"), (0.998, "99.8% limits"))
STEPS = 24
AFTER_RATE = 4
"""The columns of a table of rates that stand before those of England and the region."""


@dataclass(frozen=True, slots=True)
class ShownRate:
    """A cell of a table of rates, and how it came about."""

    text: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class ShownRates:
    """One table of rates. `rows` are the names with their cells."""

    key: str
    title: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[ShownRate, ...]], ...]
    summary: tuple[str, ...]
    notes: tuple[str, ...]
    drawn: Chart | None
    accent: str
    file_rows: tuple[tuple[str, ...], ...]

    @property
    def chart(self) -> Markup | None:
        """The chart beside the table, as SVG."""
        return None if self.drawn is None else svg(self.drawn, key=f"chart-rates-{self.key}", accent=self.accent)

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The rows as words alone."""
        return tuple((name, *(cell.text for cell in cells)) for name, cells in self.rows)

    @property
    def file_head(self) -> tuple[str, ...]:
        """The columns of `file_rows`, which have every number in a cell of its own."""
        beside = (f"Beside {name}" for name in self.head[AFTER_RATE:])
        return (self.head[0], "Deaths", "Of", "Per", "Rate", "95% low", "95% high", *beside, "Note")


def shown(table: RateTable, period: str, accent: str) -> ShownRates:
    """Return a table of rates of a period as it is shown, its chart in shades of the accent."""
    there = [at for at, _ in enumerate(table.beside) if any(row.compared and row.compared[at] for row in table.rows)]
    pers = {row.rate.per for row in table.rows if row.rate}
    per = f" per {min(pers):,}" if pers and min(pers) == max(pers) else ""
    head = (_first(table), "Deaths", "Of", f"Rate{per} (95% interval)", *(table.beside[at].name for at in there))
    stands = [tuple(row.compared[at] if row.compared else None for at in there) for row in table.rows]
    rows = tuple(
        (row.label, (*_cells(row, period, has_per=not per), *(ShownRate(each or NOTHING) for each in beside)))
        for row, beside in zip(table.rows, stands, strict=True)
    )
    filed = tuple(_file_row(row, beside) for row, beside in zip(table.rows, stands, strict=True))
    said = tuple(_summary(table)), tuple(_notes(table))
    return ShownRates(
        table.key, table.title, f"Rates, {period}", head, rows, *said, chart(table, period), accent, filed
    )


def _file_row(row: RateRow, beside: Sequence[Compared | None]) -> tuple[str, ...]:
    rate, stands = row.rate, tuple(each or "" for each in beside)
    if rate is None:
        known = ("" if part is None else str(part) for part in (row.n, row.of))
        return (row.label, *known, *[""] * 4, *stands, row.why)
    values = (_number(value) for value in (rate.value, rate.low, rate.high))
    note = "unstable" if rate.is_unstable else ""
    return (row.label, str(rate.n), str(rate.of), str(rate.per), *values, *stands, note)


def _first(table: RateTable) -> str:
    return {"area": "Local authority", "age": "Age at death", "fifth": "Deprivation"}.get(table.key, "Financial year")


def _cells(row: RateRow, period: str, *, has_per: bool) -> tuple[ShownRate, ...]:
    rate = row.rate
    if rate is None:
        if row.why == WITHHELD:
            return (ShownRate(WITHHELD), ShownRate(NOTHING), ShownRate(NOTHING))
        n, of = (NOTHING if part is None else f"{part:,}" for part in (row.n, row.of))
        return (ShownRate(n), ShownRate(of), ShownRate(row.why))
    told = (
        f"{rate.n:,} deaths of {rate.of:,} {row.basis}, the years added up; {row.label if row.year else period}. "
        f"Per {rate.per:,}, with the 95% interval. {_method(row)} Deaths by the day of death, of children who "
        "normally lived in the area."
    )
    per = f" per {rate.per:,}" if has_per else ""
    unstable = ", unstable" if rate.is_unstable else ""
    words = f"{_number(rate.value)}{per} ({_number(rate.low)} to {_number(rate.high)}){unstable}"
    return (ShownRate(f"{rate.n:,}"), ShownRate(f"{rate.of:,}"), ShownRate(words, told))


def _method(row: RateRow) -> str:
    if "standardised" in row.label:
        return "Standardised directly, interval by Dobson’s method."
    return "Byar’s method." if row.rate and row.rate.n >= 10 else "Exact Poisson limits."


def _number(value: float) -> str:
    return f"{value:.1f}"


def _summary(table: RateTable) -> Iterator[str]:
    known = [row for row in table.rows if row.rate is not None]
    if not known:
        yield "No rate can be given of these numbers. More years together may show more."
        return
    for at, beside in enumerate(table.beside):
        yield from _standing(beside.words, [(row.label, row.compared[at]) for row in known if row.compared])
    if table.key.startswith("year") and (course := _course(known)):
        yield course
    if found := table.inequality:
        yield (
            f"Slope index of inequality: {_number(found.slope)} more deaths per 100,000 children a year at the most "
            f"deprived end than at the least (95% interval {_number(found.low)} to {_number(found.high)}). Relative "
            f"index: {found.relative:.2f} times as many ({found.relative_low:.2f} to {found.relative_high:.2f})."
        )


def _standing(words: str, compared: Sequence[tuple[str, Compared | None]]) -> Iterator[str]:
    """Which rates differ from one of a larger area, or that none does."""
    for word in (Compared.WORSE, Compared.BETTER):
        if names := [label for label, stands in compared if stands is word]:
            whose = listed(names).replace("All areas", "all areas")
            one, many = f"The rate of {whose} is", f"The rates of {whose} are"
            than = f"{word} than that of {words}"
            yield f"{agreeing(len(names), one, many)} {than} by more than chance alone would explain."
    if {Compared.SIMILAR} == {stands for _, stands in compared if stands}:
        yield f"No rate differs from that of {words} by more than chance alone would explain."


def _course(known: Sequence[RateRow]) -> str:
    """How the last rate stands to the first of the run that it belongs to; nothing of a run that is too short."""
    run = [row for row in known if not _apart(row, known[-1])]
    if len(run) < 5 or run[0].rate is None or run[-1].rate is None:
        return ""
    first, last = run[0].rate, run[-1].rate
    ends = f"{_number(first.value)} in {run[0].label} and {_number(last.value)} in {run[-1].label}"
    if first.low <= last.high and last.low <= first.high:
        return f"The rate was {ends}: chance alone could explain the difference."
    return f"The rate {'rose' if last.value > first.value else 'fell'}: {ends}."


def _notes(table: RateTable) -> Iterator[str]:
    yield from table.notes
    for beside in table.beside:
        if beside.rate:
            words = f"{beside.name}: {_number(beside.rate.value)} per {beside.rate.per:,}"
            of = f", {beside.label}," if table.key == "age" else " in"
            yield f"{words}{of} {listed(beside.years)}."
    if any(row.rate and row.rate.is_unstable for row in table.rows):
        yield f"A rate of fewer than {UNSTABLE_BELOW} deaths is unstable: a few more or fewer would move it far."
    years = [year for row in table.rows for year in (row.first, row.year) if year]
    for what in changes_within(years):
        yield f"Years before and after {what} are not to be compared: they counted by other definitions."


def chart(table: RateTable, period: str) -> Chart | None:
    """Return the chart of a table of rates, None where there is too little to draw."""
    known = [row for row in table.rows if row.rate is not None]
    if table.key == "age" or not known:
        return None
    if table.key == "area":
        return _funnel(table, period)
    places = {row.label: number for number, row in enumerate(known)}
    points = tuple(_with_interval(number, row) for number, row in enumerate(known))
    joined: tuple[tuple[int, ...], ...] = ()
    breaks: tuple[float, ...] = ()
    if table.key.startswith("year"):
        apart = [n for n, (a, b) in enumerate(zip(table.rows, table.rows[1:], strict=False), 1) if _apart(a, b)]
        joined = runs([places.get(row.label) for row in table.rows], apart_before=apart)
        breaks = tuple(n - 0.5 for n in range(1, len(known)) if _apart(known[n - 1], known[n]))
    return PointChart(
        title=f"{table.title}, {period}",
        description="The same rates as in the table beside it, each with its 95% interval as an upright line.",
        points=points,
        across=_first(table),
        up="Per 100,000 children a year",
        curves=_level(table, known),
        lines=joined,
        breaks=breaks,
    )


def _apart(one: RateRow, other: RateRow) -> bool:
    """Whether two rows are of years of more than one definition, be it within one of them."""
    return bool(one.first and other.year and are_apart((one.first, other.year)))


def _with_interval(x: float, row: RateRow) -> Point:
    rate: Rate = row.rate  # type: ignore[assignment]
    name = row.label.split(" to ")[-1] if row.year else row.label.partition(" ")[0]
    return Point(x, rate.value, name, rate.low, rate.high, said=_number(rate.value))


def _level(table: RateTable, known: Sequence[RateRow]) -> tuple[Curve, ...]:
    """The rates of larger areas, from the first rate on that stands beside them."""
    first = next((number for number, row in enumerate(known) if row.compared), 0)
    ends = (first - 0.4, len(known) - 0.6)
    levels = ((each.name, each.rate.value) for each in table.beside if each.rate)
    return tuple(Curve(name, tuple((end, value) for end in ends)) for name, value in levels)


def _funnel(table: RateTable, period: str) -> Chart | None:
    """The areas by how many children they have, within the limits of chance around England, or all of them."""
    *areas, everybody = table.rows
    around = next((each for each in table.beside if each.rate), None)
    middle = around.rate if around else everybody.rate
    known = [row for row in areas if row.rate is not None]
    if middle is None or not known:
        return None
    largest = max(row.rate.of for row in known if row.rate)
    smallest = min(row.rate.of for row in known if row.rate)
    steps = [smallest * 0.6 + (largest * 1.15 - smallest * 0.6) * step / STEPS for step in range(STEPS + 1)]
    each = middle.value / middle.per
    curves = [Curve(around.name if around else "All areas", ((steps[0], middle.value), (steps[-1], middle.value)))]
    for level, name in FUNNEL:
        limits = [(of, funnel_limits(each * of, level)) for of in steps]
        for side in (0, 1):
            course = tuple((of, middle.per * limit[side] / of) for of, limit in limits)
            curves.append(Curve(f"{name} of chance", course))
    return PointChart(
        title=f"Funnel of rates by local authority, {period}",
        description="The rates of the table by the number of children, within the limits of what chance explains.",
        points=tuple(Point(row.rate.of, row.rate.value, row.label) for row in known if row.rate),
        across="Children and years",
        up="Per 100,000 children a year",
        curves=tuple(curves),
        names_beside=True,
    )
