"""The time between rare deaths on a page and in a document: two charts, a table, how often chance marks a point."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from cdop.documents.blocks import Block, Chart, Heading, Note, Paragraph, Table
from cdop.documents.charts import svg
from cdop.documents.point_charts import Curve, Point, PointChart, runs
from cdop.documents.wording import days
from cdop.rules.dates import written_date
from cdop.rules.definition_breaks import are_apart, changes_within
from cdop.rules.numbers import agreeing, counted
from cdop.rules.periods import financial_year_of
from cdop.rules.rare_events import LEAST_GAPS, TOGETHER, Gap, Limits, TimeBetween

HEAD = ("Day of death", "Days since the one before", "Other deaths between", "Marked")
FEWEST_DRAWN = 2
MOST_SAID = 15
"""Of more times only the first, the last and those that are marked are written at their points."""
SOON, LATE = "sooner than chance alone explains", "later than chance alone explains"
FEW, MANY = "after fewer other deaths than chance alone explains", "after more other deaths than chance alone explains"
MORE_OFTEN, LESS_OFTEN = "see what these deaths share", "perhaps there are fewer of these deaths than before"


@dataclass(frozen=True, slots=True)
class ShownTimes:
    """Sentences, the rows of the table and the two charts, by what they are called."""

    summary: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str], ...]
    charts: tuple[tuple[str, Markup], ...]
    method: tuple[str, ...]


def shown(found: TimeBetween, called: str, *, accent: str) -> ShownTimes:
    """Return the times between deaths of a kind, which is `called` so, as they are shown."""
    drawn = tuple((title, svg(chart, key=key, accent=accent)) for title, key, chart in charts(found, called))
    return ShownTimes(tuple(summary(found)), _rows(found), drawn, tuple(method(found)))


def blocks(found: TimeBetween, theme: str, years: int) -> Iterator[Block]:
    """Yield the same of a theme and the last years, as a section of a document for those who may see the cases."""
    yield Heading("Time between deaths", "between")
    yield Paragraph(
        f"Of all deaths of the theme {theme} in the last {counted(years, 'year')}, also those not in the group."
    )
    yield from (Paragraph(sentence) for sentence in summary(found))
    for title, key, chart in charts(found, theme):
        yield Chart(key, chart.titled(title))
    yield from (Note(sentence) for sentence in method(found))
    if found.gaps:
        yield Table("Times between these deaths, newest first", HEAD, _rows(found)).known


def charts(found: TimeBetween, called: str) -> tuple[tuple[str, str, PointChart], ...]:
    """Return the title, the key and the drawing of each chart; none of a single time, of which it would say nothing."""
    if len(found.gaps) < FEWEST_DRAWN:
        return ()
    days, others = (
        _chart(found, called, "Days", _days, found.days, {*found.soon, *found.late}),
        _chart(found, called, "Deaths", _others, found.others, {*found.few_others, *found.many_others}),
    )
    return (
        ("Days from one death to the next (t chart)", "chart-days", days),
        ("Other deaths in between (g chart)", "chart-others", others),
    )


def _rows(found: TimeBetween) -> tuple[tuple[str, str, str, str], ...]:
    """The rows of the table, the newest death first."""
    return tuple(reversed([_row(number, gap, found) for number, gap in enumerate(found.gaps)]))


def _days(gap: Gap) -> int:
    return gap.days


def _others(gap: Gap) -> int:
    return gap.others


def _row(number: int, gap: Gap, found: TimeBetween) -> tuple[str, str, str, str]:
    marks = ((SOON, found.soon), (LATE, found.late), (FEW, found.few_others), (MANY, found.many_others))
    marked = "; ".join(words for words, places in marks if number in places)
    return written_date(gap.day), f"{gap.days:,}", f"{gap.others:,}", marked


def summary(found: TimeBetween) -> Iterator[str]:
    """Yield what the times say, in sentences."""
    if not found.gaps:
        yield "There are fewer than two such deaths, so there is no time between them."
        return
    if found.days is None:
        many = len(found.gaps)
        yield (
            f"There {agreeing(many, 'is', 'are')} {counted(many, 'time')} between deaths. What is usual is worked out "
            f"of at least {LEAST_GAPS}."
        )
        return
    yield f"As often as not the next death came within {days(round(found.days.middle))}."
    if not found.soon and not found.late:
        yield "No time between deaths is shorter or longer than chance alone explains."
    if found.soon:
        yield f"{_came(found.soon)} {SOON}, alone or with the two before: {MORE_OFTEN}."
    if found.late:
        yield f"{_came(found.late)} {LATE}: {LESS_OFTEN}."
    if found.few_others:
        yield f"{_came(found.few_others)} {FEW}: {MORE_OFTEN}."
    if found.many_others:
        yield f"{_came(found.many_others)} {MANY}: {LESS_OFTEN}."


def _came(places: Sequence[int]) -> str:
    return counted(len(places), "death came", "deaths came")


def method(found: TimeBetween) -> Iterator[str]:
    """Yield how the limits were worked out, how often chance alone passes them, and what no line joins."""
    if found.gaps:
        first = found.gaps[0].day - timedelta(days=found.gaps[0].days)
        for what in changes_within(_years((first, found.gaps[-1].day))):
            yield f"Deaths before and after {what} were counted by other definitions, so no line joins them."
    if found.days is None or found.others is None:
        return
    yield (
        f"While nothing changes, chance alone marks a point on the chart of days about {found.false_alarms:.2f} times "
        f"a year at the most, and one on the chart of other deaths about {found.others.false_alarms:.2f} times."
    )
    yield (
        "Limits are those that one time in a hundred passes by chance: of days by the exponential distribution, of "
        f"other deaths by the geometric one. {TOGETHER} times in a row are marked where together they are shorter "
        f"than {days(round(found.together, 1))}. What a death was of may be known only once it was reviewed, so the "
        "newest may be missing."
    )


def _chart(
    found: TimeBetween, called: str, up: str, value: Callable[[Gap], int], limits: Limits | None, marked: set[int]
) -> PointChart:
    curves: tuple[Curve, ...] = ()
    if limits is not None:
        ends = (-0.4, len(found.gaps) - 0.6)
        named = (("Middle", limits.middle), ("Limits", limits.low), ("Limits", limits.high))
        curves = tuple(Curve(name, tuple((x, level) for x in ends)) for name, level in named)
    apart = _apart(found.gaps)
    said = {0, len(found.gaps) - 1, *marked}
    if len(found.gaps) <= MOST_SAID:
        said = {*range(len(found.gaps))}
    points = tuple(
        Point(n, value(gap), f"{gap.day:%m/%y}", said=f"{value(gap):,}" if n in said else "", is_marked=n in marked)
        for n, gap in enumerate(found.gaps)
    )
    return PointChart(
        title=f"{called}: {up.lower()} between",
        description=_described([found.gaps[n].day for n in sorted(marked)]),
        points=points,
        across="Month of the later death",
        up=up,
        curves=curves,
        lines=runs(range(len(points)), apart_before=apart, least=LEAST_GAPS),
        breaks=tuple(n - 0.5 for n in apart),
    )


def _described(marked: Sequence[date]) -> str:
    rings = f"Rings are marked: {', '.join(map(written_date, marked))}. " if marked else ""
    return f"One point for each death after the first, in order. {rings}The same numbers are in the table."


def _apart(gaps: Sequence[Gap]) -> tuple[int, ...]:
    """The places before which no line goes: of times that reach over a change of definition together."""
    began = [gap.day - timedelta(days=gap.days) for gap in gaps]
    spans = enumerate(zip(began, gaps[1:], strict=False), 1)
    return tuple(n for n, (first, gap) in spans if are_apart(_years((first, gap.day))))


def _years(days: Iterable[date]) -> Iterator[int]:
    """The financial years of days, by their first."""
    return (financial_year_of(day).first_year for day in days)
