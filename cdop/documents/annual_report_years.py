"""This period beside the ones before it, and every number of them that is not what was published."""

from collections.abc import Mapping, Sequence
from typing import Any

from cdop.documents.annual_report_tables import no_median, notes, parts_of
from cdop.documents.blocks import Block, Chart, Heading, Note, Paragraph, Table
from cdop.documents.charts import BarChart, Series
from cdop.documents.figures import Figures, Row
from cdop.documents.multiples import Multiple, Multiples
from cdop.documents.point_charts import Point, PointChart, runs
from cdop.documents.wording import NOTHING, WITHHELD, listed, number, percent
from cdop.rules.categories import CATEGORIES
from cdop.rules.definition_breaks import BREAKS
from cdop.rules.periods import FinancialYear, span_label
from cdop.rules.statistics import wilson_95

CHANCE = (
    "Most of these numbers are small. A rise or a fall between two years is often chance; look at several years "
    "together before reading a change into them."
)
OTHER_RULES = (
    "Guidance changed in 2010 and in 2018: which deaths were reviewed, and how, is not quite the same before and after."
)
MOST_COLUMNS = 6
"""How many years stand beside each other in a table that has more to say than a number for each."""
JOINED = (
    "Lines join five years or more that can be compared: not through one that is withheld, nor across changed guidance."
)
LEAST_MULTIPLES = 3
"""From how many years on each local authority has a small chart of its own."""
LEAST_YEARS = 5
"""From how many years on they are drawn as a line."""
CHANGED_IN = tuple(FinancialYear(year).label for year in BREAKS)


def section(
    figures: Figures,
    earlier: Sequence[Figures],
    restated: Sequence[Mapping[str, Any]],
    *,
    missing: Sequence[str] = (),
    rates: Sequence[Block] = (),
) -> list[Block]:
    """The section; of `missing` earlier periods nothing was released."""
    if not earlier:
        return _alone(rates, _restated(restated, figures))
    every = (*earlier, figures)
    blocks: list[Block] = [Heading("This year and the years before", "years", new_page=True), Paragraph(CHANCE)]
    if every[0].label < CHANGED_IN[0] or every[0].label < CHANGED_IN[1] <= every[-1].label:
        blocks.append(Paragraph(OTHER_RULES))
    if missing:
        blocks.append(Paragraph(f"Of {listed(missing)} no figures were released, so they are not shown."))
    return [
        *blocks,
        *_counts(every),
        *rates,
        *_shares(every),
        *_areas(every[-MOST_COLUMNS:]),
        *_categories(every[-MOST_COLUMNS:]),
        *_together(every),
        *_restated(restated, figures),
    ]


def _alone(rates: Sequence[Block], restated: Sequence[Block]) -> list[Block]:
    """What there is to say where no earlier period is known, under the heading of the first of it."""
    if rates:
        return [Heading("Rates of deaths by deprivation", "years"), *rates[1:], *restated]
    return [Heading("Numbers restated", "years"), *restated[1:]] if restated else []


def _counts(every: Sequence[Figures]) -> list[Block]:
    head = ("Year", "Notified", "Died", "Reviewed", "Open at the end", "Meetings")
    ids = ("notified.total", "deaths.total", "reviewed.total", "open.total", "meetings.held")
    cells = tuple((year.label, *(number(year.count(name)) for name in ids)) for year in every)
    joined = JOINED if len(every) >= LEAST_YEARS else ""
    return [
        Heading("Deaths and reviews", "years-counts", 3),
        *_chart("years-notified", "Deaths notified, by year", every, "notified.total"),
        *_chart("years-reviewed", "Deaths reviewed, by year", every, "reviewed.total"),
        parts_of(Table("Deaths and reviews, by year", head, cells), *ids),
        *notes("The columns count different groups of deaths, so they are never added to each other.", joined),
    ]


def _chart(key: str, title: str, every: Sequence[Figures], measure: str) -> list[Block]:
    """A line with its breaks where there are enough years to read a course into, otherwise a bar for each.

    Nothing where there is none of which more than 0 is known.
    """
    values = tuple(year.count(measure) for year in every)
    if not any(values):
        return []
    labels = tuple(number(value) for value in values)
    said = "; ".join(f"{year.label} {label}" for year, label in zip(every, labels, strict=True))
    if len(every) >= LEAST_YEARS:
        return [Chart(key, _line(title, f"Line chart: {said}.", every, values))]
    names = tuple(year.label.replace(" ", "\n", 1) for year in every)
    series = (Series(title, values, labels),)
    return [Chart(key, BarChart(title, f"Bar chart: {said}.", names, series, "vertical"))]


def _line(title: str, description: str, every: Sequence[Figures], values: Sequence[int | None]) -> PointChart:
    """Years joined, but not through one that is withheld, nor across changed guidance, and never a few alone."""
    known = [at for at, value in enumerate(values) if value is not None]
    points = tuple(Point(at, values[at] or 0, every[at].label, said=number(values[at])) for at in known)
    places = [known.index(at) if at in known else None for at in range(len(values))]
    apart = [
        at for at, year in enumerate(every) if at and any(every[at - 1].label < new <= year.label for new in CHANGED_IN)
    ]
    lines, breaks = runs(places, apart_before=apart, least=LEAST_YEARS), tuple(at - 0.5 for at in apart)
    return PointChart(title, description, points, "Year", "Deaths", lines=lines, breaks=breaks)


SHARES = ("reviewed.total", "reviewed.under_1", "reviewed.modifiable", "reviewed.duration")


def _shares(every: Sequence[Figures]) -> list[Block]:
    cells = tuple(
        (
            year.label,
            number(year.count("reviewed.total")),
            _share(year.share("reviewed.under_1")),
            _share(year.row("reviewed.modifiable", "yes")),
            _share(year.row("reviewed.duration", "over 12 months")),
            _median(year),
        )
        for year in every
    )
    head = ("Year", "Reviewed", "Under 1 year", "Modifiable factors", "Over 12 months", "Median days")
    shown = [_median_days(year) for year in every]
    run = "; the days run from the death to the review" if any(days is not None for days in shown) else ""
    note = f"Percentages are of the deaths reviewed in that {'year' if every[-1].year else 'period'}{run}."
    return [
        Heading("What reviews found", "years-shares", 3),
        *_modifiable(every),
        parts_of(Table("Deaths reviewed, by year", head, cells), *SHARES),
        *notes(note, no_median(shown, every[-1])),
    ]


def _modifiable(every: Sequence[Figures]) -> list[Block]:
    """The share with modifiable factors of each year with its interval; none where there are fewer than two."""
    rows = [(year.label, year.row("reviewed.modifiable", "yes"), year.of("reviewed.modifiable")) for year in every]
    points = tuple(
        Point(at, row.percent, label, *interval, said=f"{row.percent}%")
        for at, (label, row, of) in enumerate(rows)
        if row.n is not None and of and row.percent is not None and (interval := wilson_95(row.n, of))
    )
    if len(points) < 2:
        return []
    title = "Deaths reviewed in which modifiable factors were found, by year"
    said = "; ".join(f"{p.name} {p.said}, with an interval from {p.low:.0f}% to {p.high:.0f}%" for p in points)
    chart = PointChart(title, f"Dot plot: {said}.", points, "Year", "% of the deaths reviewed, with 95% interval")
    intervals = "The upright lines are 95% intervals. Where those of two years overlap much, chance alone could explain"
    return [Chart("years-modifiable", chart), Note(f"{intervals} the difference.")]


def _share(row: Row) -> str:
    if row.withheld or row.percent is None:
        return number(row.n)
    return f"{row.n} ({percent(row)})"


def _median(year: Figures) -> str:
    days = _median_days(year)
    return NOTHING if days is None else number(days)


def _median_days(year: Figures) -> float | None:
    days: float | None = year.further("reviewed.duration", "median_days")
    return days


def _areas(every: Sequence[Figures]) -> list[Block]:
    names = list(dict.fromkeys(row.label for year in every for row in year.rows("notified.area")))
    if len(names) < 2:
        return []
    cells = tuple((name, *(number(year.row("notified.area", name).n) for year in every)) for name in names)
    title = "Deaths notified, by local authority and year"
    table = Table(title, ("Local authority", *_short(every)), cells)
    counted = parts_of(table, "notified.area")
    drawn = _small_multiples(title, names, every)
    is_hidden = any(WITHHELD in row for row in cells)
    blank = "In the chart no bar and no number stand where a number is withheld." if drawn and is_hidden else ""
    return [Heading("By local authority", "years-areas", 3), *drawn, counted, *notes(blank)]


def _small_multiples(title: str, names: Sequence[str], every: Sequence[Figures]) -> list[Block]:
    """A small chart for each local authority; none of two years, nor of numbers mostly withheld or all 0."""
    shown = [Multiple(name, tuple(year.row("notified.area", name).n for year in every)) for name in names]
    values = [value for each in shown for value in each.values]
    if len(every) < LEAST_MULTIPLES or not any(values) or values.count(None) * 2 > len(values):
        return []
    withheld = " No bar and no number stand where it is withheld." if None in values else ""
    said = f"A bar chart for each local authority, all on one scale, with a bar for each year.{withheld}"
    years = _short(every)
    return [Chart("years-areas-chart", Multiples(title, f"{said} The table has the numbers.", years, (*shown,)))]


def _categories(every: Sequence[Figures]) -> list[Block]:
    rows = []
    for category in CATEGORIES:
        found = [year.row("reviewed.category", str(category.number)).n for year in every]
        if any(n != 0 for n in found):
            rows.append((category.numbered, *(number(n) for n in found)))
    if not rows:
        return []
    title = "Deaths reviewed, by category and year"
    return [
        Heading("Categories of death", "years-categories", 3),
        parts_of(Table(title, ("Category", *_short(every)), tuple(rows)), "reviewed.category"),
    ]


def _together(every: Sequence[Figures]) -> list[Block]:
    """Several years as one, so that rare deaths are enough to say something of."""
    pooled = every[-5:]
    if len(pooled) < 3 or any(year.edition != "full" for year in pooled):
        return []
    rows = [_pooled(str(category.number), category.name, pooled) for category in CATEGORIES]
    shown = [row for row in rows if row is not None]
    if not shown:
        return []
    label = span_label(pooled[0].label, pooled[-1].label)
    head = ("Category", "Reviewed", "Modifiable factors", "%")
    title = "Deaths reviewed and modifiable factors, by category"
    few = "No percentage is given of fewer than 10 deaths."
    return [
        Heading("Several years together", "years-together", 3),
        parts_of(Table(f"{title}, {label}", head, tuple(shown)), "reviewed.modifiable_by_category"),
        *notes(few if any(row[-1] == NOTHING for row in shown) else ""),
    ]


def _pooled(key: str, name: str, years: Sequence[Figures]) -> tuple[str, str, str, str] | None:
    rows = [year.row("reviewed.modifiable_by_category", key) for year in years]
    of, found = sum(row.of or 0 for row in rows), sum(row.n or 0 for row in rows)
    if not of:
        return None
    share = NOTHING if of < 10 else f"{(200 * found + of) // (2 * of)}%"
    return f"{key}. {name}", number(of), number(found), share


def _short(every: Sequence[Figures]) -> tuple[str, ...]:
    return tuple(year.label for year in every)


def _restated(restated: Sequence[Mapping[str, Any]], figures: Figures) -> list[Block]:
    """The numbers that were told otherwise before, each with its reason; one reason of all is said once."""
    if not restated:
        return []
    reasons = list(dict.fromkeys(each["reason"] for each in restated))
    differ = len(reasons) > 1
    none = NOTHING if figures.edition == "full" else WITHHELD
    rows = tuple(
        (
            each["year"],
            each["cell"],
            *(none if each[at] is None else number(each[at]) for at in ("was", "now")),
            *([each["reason"]] if differ else []),
        )
        for each in restated
    )
    head = ("Year", "Number", "Before", "Now", *(["Why"] if differ else []))
    why = "" if differ else f" {reasons[0].rstrip('.')}."
    return [
        Heading("Numbers restated", "years-restated", 3),
        Paragraph(f"These numbers are not those of the reports that were approved before.{why}"),
        Table("Numbers restated", head, rows, numbers=False),
    ]
