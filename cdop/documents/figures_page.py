"""The figures as a page shows them: cohort by cohort, each measure with table, chart and definition."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from cdop.documents.charts import BLUE, BarChart, Series, svg
from cdop.documents.wording import days, number
from cdop.rules import figures
from cdop.rules.dates import LONDON
from cdop.rules.figure_shapes import Breakdown, Cohort, Count, Crossed, Measure, PartOfEach, Share
from cdop.rules.numbers import agreeing, counted
from cdop.rules.vocabulary import Modifiable

LONG = 12
"""A table of more rows than this shows only those that are not empty."""
BY_THEME = ("reviewed.theme", "meetings.theme")
Printed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """A measure with its numbers. `head` names the columns of `rows`; `scope` says of how many they are."""

    measure: Measure
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    scope: str
    notes: tuple[str, ...] = ()
    drawn: BarChart | None = None
    accent: str = BLUE
    told: tuple[tuple[str, ...], ...] = ()
    """Of each row how its numbers came about, from the first as many as are here."""

    @property
    def chart(self) -> Markup | None:
        """The chart beside the table, as SVG."""
        return None if self.drawn is None else svg(self.drawn, key=f"chart-{self.key}", accent=self.accent)

    @property
    def key(self) -> str:
        """The measure's id as the id of an element."""
        return self.measure.id.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Section:
    """A cohort, which is never mixed with another. Without numbers it has `measures` only."""

    cohort: Cohort
    title: str
    definition: str
    measures: tuple[Measure, ...]
    totals: tuple[tuple[str, str, str], ...] = ()
    shown: tuple[ShownMeasure, ...] = ()


def definitions() -> tuple[Section, ...]:
    """Return what is counted, cohort by cohort, without any number."""
    return tuple(
        Section(
            cohort,
            figures.COHORT_TITLES[cohort],
            figures.COHORT_DEFINITIONS[cohort],
            figures.of_cohort(cohort),
        )
        for cohort in Cohort
    )


def released_on(printed: Printed) -> date:
    """Return the day, in England, on which figures were made."""
    return datetime.fromisoformat(printed["generated_at"]).astimezone(LONDON).date()


def sections(printed: Printed, *, accent: str = BLUE) -> tuple[Section, ...]:
    """Return the figures, as `figures_json` gives them, cohort by cohort."""
    label = str(printed["period"]["label"])
    return tuple(_section(section, printed["measures"], label, accent) for section in definitions())


def _section(section: Section, measures: Printed, label: str, colour: str) -> Section:
    totals = tuple(
        (measure.title, number(measures[measure.id]["n"]), measure.definition)
        for measure in section.measures
        if isinstance(measure, Count)
    )
    shown = tuple(
        shown_measure(measure, measures, label, colour)
        for measure in section.measures
        if not isinstance(measure, Count)
    )
    return Section(section.cohort, section.title, section.definition, section.measures, totals, shown)


def renamed(measures: Printed, themes: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence on the themes that are called otherwise now than when these figures were released, if any.

    `themes` are those of the panel by key and label. What was released keeps the names that it left with.
    """
    rows = [row for name in BY_THEME if name in measures for row in measures[name].get("rows", ())]
    now = {row["label"]: themes[row["key"]] for row in rows if themes.get(row["key"], row["label"]) != row["label"]}
    told = "; ".join(f"“{was}” is called “{name}” now" for was, name in now.items())
    return (f"Themes have the names under which they were released: {told}.",) if told else ()


def shown_measure(measure: Measure, measures: Printed, label: str, colour: str) -> ShownMeasure:
    """Return one measure with its table, its chart and what is said of it. `label` says when, and of whom."""
    figure = measures[measure.id]
    of_what = figures.COHORT_TITLES[measure.cohort] if isinstance(measure, PartOfEach) else measure.of_what
    scope = f"{of_what[0].upper()}{of_what[1:]}, {label}: {number(figure['of'])}"
    if isinstance(measure, Share):
        share_head = (measure.dimension.title, "Number", "Per cent", "95% confidence interval")
        only = _told({"n": figure["n"], "label": measure.title, "of": figure["of"]}, figure, measure, label)
        return ShownMeasure(measure, share_head, ((measure.title, *_share(figure)),), scope, told=((only,),))
    rows, notes = _wanted(figure)
    notes = (*notes, *_extras(figure), *_unclear(measure, measures))
    head, row_of = _look(measure, figure)
    told = tuple(_told_of_each(row, figure, measure, label) for row in rows)
    shown = tuple(map(row_of, rows))
    return ShownMeasure(measure, head, shown, scope, notes, _chart(measure, rows, label), colour, told)


def _told_of_each(row: Printed, figure: Printed, measure: Measure, label: str) -> tuple[str, ...]:
    """How the numbers of a row came about: in a crossed table all of them, in others the first."""
    cells = row["rows"] if isinstance(measure, Crossed) else ()
    named = (cell | {"label": f"{row['label']}, {cell['label']}"} for cell in cells)
    return tuple(_told(each, figure, measure, label) for each in (*named, row))


def _told(row: Printed, figure: Printed, measure: Measure, label: str) -> str:
    """How the number of a row came about: what it is of, when, how it is given, and what it means."""
    if row["n"] is None:
        return f"Withheld: small, or it would give a small number away. {label}. {measure.definition}"
    of = row.get("of", figure["of"])
    near = ", to the nearest 5" if row.get("rounded") else ""
    whole = f"{measure.of_what}: {number(of)}" if measure.of_what else number(of)
    return f"{row['label']}: {number(row['n'])}{near}, of {whole}. {label}. {measure.definition}"


def _look(measure: Measure, figure: Printed) -> tuple[tuple[str, ...], Callable[[Printed], tuple[str, ...]]]:
    """The head of a measure's table and what makes its rows."""
    if isinstance(measure, Crossed):
        columns = (cell["label"] for cell in figure["rows"][0]["rows"])
        return (measure.dimension.title, *columns, "All"), _crossed
    if isinstance(measure, PartOfEach):
        head = (measure.dimension.title, "Number", "Of", "Per cent")
        return ((*head, "Median days"), _part_with_median) if measure.has_median_days else (head, _part)
    title = measure.dimension.title if isinstance(measure, Breakdown) else ""
    return (title, "Number", "Per cent"), _row


def _wanted(figure: Printed) -> tuple[list[Printed], tuple[str, ...]]:
    """The rows to show, and what is said of those left out of a long table."""
    rows = list(figure["rows"])
    if len(rows) <= LONG:
        return rows, ()
    kept = [row for row in rows if row.get("of", row["n"]) != 0]
    gone = len(rows) - len(kept)
    words = agreeing(gone, "row is", "rows are"), agreeing(gone, "it", "them")
    return kept, (f"{gone:,} {words[0]} left out because nothing was counted in {words[1]}.",) if gone else ()


def _extras(figure: Printed) -> Iterator[str]:
    if figure.get("median_days") is not None:
        yield f"Median: {days(figure['median_days'])}."
    if figure.get("percent_known") is not None:
        yield f"Among reviews with enough information to judge: {figure['percent_known']}%."


def _unclear(measure: Measure, measures: Printed) -> Iterator[str]:
    """How many of the reviews that a share of modifiable factors is taken of could not be judged."""
    if not isinstance(measure, PartOfEach) or measure.column != "modifiable" or "reviewed.modifiable" not in measures:
        return
    unclear = next(row["n"] for row in measures["reviewed.modifiable"]["rows"] if row["key"] == Modifiable.INADEQUATE)
    if unclear:
        had = counted(
            unclear,
            "review with inadequate information to judge is",
            "reviews with inadequate information to judge are",
        )
        yield f"{had} counted in “Of”."


def _percent(percent: int | None) -> str:
    return "–" if percent is None else f"{percent}%"


def _share(figure: Printed) -> tuple[str, ...]:
    interval = figure["ci95"]
    words = "–" if interval is None else f"{interval[0]}% to {interval[1]}%"
    return (number(figure["n"]), _percent(figure["percent"]), words)


def _row(row: Printed) -> tuple[str, ...]:
    return (row["label"], number(row["n"]), _percent(row["percent"]))


def _part(row: Printed) -> tuple[str, ...]:
    return (row["label"], number(row["n"]), number(row["of"]), _percent(row["percent"]))


def _part_with_median(row: Printed) -> tuple[str, ...]:
    days = row.get("median_days")
    return (*_part(row), "–" if days is None else str(days))


def _crossed(row: Printed) -> tuple[str, ...]:
    return (row["label"], *(number(cell["n"]) for cell in row["rows"]), number(row["n"]))


def _chart(measure: Measure, rows: list[Printed], label: str) -> BarChart | None:
    """Bars beside the table. A share of few is often all or none, so its bars are the two numbers themselves."""
    parts = isinstance(measure, PartOfEach)
    drawn = [row for row in rows if row["of"] != 0] if parts else rows
    counted = measure.counted if isinstance(measure, PartOfEach) else "Number"
    if isinstance(measure, Crossed) or not any(row["of" if parts else "n"] for row in drawn):
        return None
    numbers = Series(counted, tuple(row["n"] for row in drawn))
    return BarChart(
        title=f"{measure.title}, {label}",
        description="The same numbers as in the table beside it.",
        categories=tuple(row["label"] for row in drawn),
        series=(numbers, Series("all", tuple(row["of"] for row in drawn))) if parts else (numbers,),
    )
