"""The shapes that most sections of the report share: a breakdown as a table, with a chart where one helps."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cdop.documents.annual_report_sentences import COHORTS
from cdop.documents.blocks import Block, Chart, Note, Paragraph, Table
from cdop.documents.charts import BarChart, Direction, Series
from cdop.documents.figures import Figures, Row
from cdop.documents.wording import (
    NOTHING,
    every,
    listed,
    no_percentage,
    none_of,
    number,
    percent,
    percent_of_its_own,
    share,
)
from cdop.rules.figure_shapes import Measure
from cdop.rules.figures import known_measure
from cdop.rules.numbers import agreeing
from cdop.rules.report_measures import MEASURES as REPORT_MEASURES
from cdop.rules.report_measures import ReportMeasure
from cdop.rules.statistics import wilson_95

KEPT = "\N{NO-BREAK SPACE}"
UNKNOWN = frozenset({"missing", "not recorded", "not known", "nk", "not stated"})
"""The keys, in small letters, of rows that say what is not known rather than what is."""


def interval(n: int, of: int) -> str:
    """The interval of a share (95%, Wilson), as `19% to 48%` on one line."""
    low, high = wilson_95(n, of) or (0.0, 100.0)
    return f"{low:.0f}%{KEPT}to{KEPT}{high:.0f}%"


def folded(rows: Iterable[Row]) -> tuple[tuple[Row, ...], list[Block]]:
    """The rows that are not 0, and a note that names those left out: of unknowns the report has said it once."""
    every = tuple(rows)
    empty = [row.label for row in every if row.n == 0 and not _is_unknown(row)]
    gone = f"Not shown, because there were none: {listed(empty)}." if empty else ""
    return tuple(row for row in every if row.n != 0), notes(gone)


def _is_unknown(row: Row) -> bool:
    return row.key.casefold() in UNKNOWN


def breakdown_table(
    figures: Figures,
    measure: str,
    caption: str,
    heading: str,
    *,
    fold: bool = False,
    chart: bool = False,
    direction: Direction = "horizontal",
    labels: dict[str, str] | None = None,
    counted: tuple[str, str] | None = None,
) -> list[Block]:
    """The blocks of a breakdown whose rows sum to its total: a table, and a chart where one helps.

    `counted` is what it counts, in words for one and for many, where that is not the whole cohort. `fold` leaves out
    rows of 0 and says so. Where nothing at all is recorded, one sentence says that instead. Nothing
    is drawn where all but one row are withheld, or all that is not withheld is 0: there is nothing to compare.
    """
    one, many = counted or COHORTS[measure.split(".")[0]]
    rows = tuple(_relabelled(row, labels or {}) for row in figures.rows(measure))
    of = figures.of(measure)
    if of and any(row.key in {"missing", "not recorded"} and row.n == of for row in rows):
        whose = agreeing(of, f"not recorded for {every(of, one, many)}", f"recorded for {none_of(of, many)}")
        return [Paragraph(f"{heading}: {whose}.")]
    shown, note = folded(rows) if fold else (rows, [])
    cells = [(row.label, number(row.n), percent(row)) for row in shown]
    total = ("Total", number(of), "100%" if of else NOTHING)
    drawn: list[Block] = []
    if chart and any(row.n for row in shown) and can_compare(shown):
        drawn = [bar_chart(measure, caption, shown, many, direction)]
    return [*drawn, counted_as(measure, Table(caption, (heading, "Number", "%"), (*cells, total), total=True)), *note]


def can_compare(rows: Sequence[Row]) -> bool:
    """Whether a chart of these rows has something to compare: more than one that is not withheld."""
    return sum(row.n is not None for row in rows) > 1


def _relabelled(row: Row, labels: dict[str, str]) -> Row:
    name = labels.get(row.key)
    return row if name is None else replace(row, label=name)


def bar_chart(
    measure: str, title: str, rows: Sequence[Row], counted: str, direction: Direction = "horizontal"
) -> Chart:
    """A chart of one series. Its description says what the bars say."""
    labels = tuple(share(row) if direction == "horizontal" else number(row.n) for row in rows)
    said = "; ".join(f"{row.label} {share(row)}" for row in rows)
    description = f"Bar chart of the number of {counted}: {said}."
    series = (Series(counted, tuple(row.n for row in rows), labels),)
    names = tuple(row.label if direction == "horizontal" else row.label.replace(" ", "\n") for row in rows)
    return Chart(measure.replace(".", "-").replace("_", "-"), BarChart(title, description, names, series, direction))


def counted_as(measure: str, table: Table) -> Table:
    """The table of a figure, with the figure's definition and what its percentages are taken of, for who reads on."""
    return replace(table, measure=measure, meaning=_meaning(measure))


def parts_of(table: Table, *measures: str) -> Table:
    """The table of some numbers of these figures, or of other years or of a part of the panel, explained alike."""
    if len(measures) == 1:
        return replace(table, meaning=_meaning(*measures))
    every = (known(each) for each in measures)
    return replace(table, meaning=" ".join(f"{each.title}: {_lower(each.definition)}" for each in every))


def _meaning(measure: str) -> str:
    found = known(measure)
    of_what = f" Percentages are of {found.of_what}." if found.of_what else ""
    return f"{found.definition}{of_what}"


def known(measure: str) -> Measure | ReportMeasure:
    """A measure of the figures or of the report alone. Raises KeyError."""
    return known_measure(measure) or _OF_REPORT[measure]


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


_OF_REPORT = {each.id: each for each in REPORT_MEASURES}


def rows_table(measure: str, caption: str, head: tuple[str, str], rows: Iterable[Row]) -> Table:
    """A table of counts that need not sum to anything."""
    return counted_as(measure, Table(caption, head, tuple((row.label, number(row.n)) for row in rows)))


def crossed_table(figures: Figures, measure: str, caption: str, heading: str) -> list[Block]:
    """A breakdown whose rows are divided once more; rows and columns of 0 are left out and named.

    Nothing where the figures lack it.
    """
    rows, note = folded(figures.rows_if_known(measure))
    every = range(len(rows[0].rows)) if rows else range(0)
    columns = [at for at in every if any(row.rows[at].n != 0 for row in rows)]
    if not columns:
        return []
    gone = [rows[0].rows[at].label for at in every if at not in columns and not _is_unknown(rows[0].rows[at])]
    head = (heading, *(rows[0].rows[at].label for at in columns), "Total")
    cells = tuple((row.label, *(number(row.rows[at].n) for at in columns), number(row.n)) for row in rows)
    without = f"No column, because there were none: {listed(gone)}." if gone else ""
    return [counted_as(measure, Table(caption, head, cells)), *note, *notes(without, nearest_5(rows))]


def modifiable_table(figures: Figures, measure: str, caption: str, heading: str) -> list[Block]:
    """Deaths with modifiable factors among the deaths reviewed in each row; rows without a death left out."""
    rows = figures.rows(measure)
    shown = [row for row in rows if row.of != 0]
    empty = [row.label for row in rows if row.of == 0 and not _is_unknown(row)]
    cells = tuple((row.label, number(row.of), number(row.n), percent_of_its_own(row)) for row in shown)
    table = counted_as(measure, Table(caption, (heading, "Reviewed", "Modifiable factors", "%"), cells))
    gone = f"Not shown, because no deaths in them were reviewed: {listed(empty)}." if empty else ""
    unclear = figures.row("reviewed.modifiable", "inadequate information").n
    judged = "Deaths with inadequate information to judge are among those reviewed." if unclear else ""
    return [table, *notes(gone, judged, no_percentage(shown), nearest_5(shown))]


def nearest_5(rows: Iterable[Row]) -> str:
    """That numbers of a table are not those that tables and sentences beside it have, "" where all are exact."""
    return (
        "Some numbers here are to the nearest 5, so they can differ from exact ones."
        if any(row.is_rounded for row in rows)
        else ""
    )


def no_median(medians: Sequence[float | None], figures: Figures) -> str:
    """Why none of these medians is shown in a public edition, "" where one is."""
    if figures.edition == "full" or any(days is not None for days in medians):
        return ""
    return "Medians are not in this edition: that of a few deaths is the time of one of them."


def notes(*sentences: str) -> list[Block]:
    """One note of those sentences that have something to say."""
    said = [sentence for sentence in sentences if sentence]
    return [Note(" ".join(said))] if said else []
