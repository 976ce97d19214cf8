"""The shapes that most sections of the report share: a breakdown as a table, with a chart where one helps."""

from collections.abc import Iterable, Sequence

from cdop.documents.blocks import Block, Chart, Note, Table
from cdop.documents.charts import BarChart, Direction, Series
from cdop.documents.figures import Figures, Row
from cdop.documents.wording import NOTHING, listed, number, percent, share


def folded(rows: Iterable[Row]) -> tuple[tuple[Row, ...], list[Block]]:
    """The rows that are not 0, and a note that names those left out."""
    every = tuple(rows)
    empty = [row.label for row in every if row.n == 0]
    if not empty:
        return every, []
    return tuple(row for row in every if row.n != 0), [
        Note(f"Not shown, because there were none: {listed(empty)}.")
    ]


def breakdown_table(
    figures: Figures,
    measure: str,
    caption: str,
    heading: str,
    *,
    fold: bool = False,
    chart: str = "",
    direction: Direction = "horizontal",
    labels: dict[str, str] | None = None,
) -> list[Block]:
    """The blocks of a breakdown whose rows sum to its total. `chart` names what its bars count."""
    every = tuple(_relabelled(row, labels or {}) for row in figures.rows(measure))
    shown, note = folded(every) if fold else (every, [])
    of = figures.of(measure)
    whole = NOTHING if not of else "100%"
    cells = [(row.label, number(row.n), percent(row)) for row in shown]
    total = Row("total", "Total", of)
    table = Table(caption, (heading, "Number", "%"), (*cells, (total.label, number(of), whole)), total=True)
    drawn: list[Block] = [bar_chart(measure, caption, shown, chart, direction)] if chart else []
    return [*drawn, table, *note]


def _relabelled(row: Row, labels: dict[str, str]) -> Row:
    name = labels.get(row.key)
    return row if name is None else Row(row.key, name, row.n, row.percent, row.of, row.median_days, row.rows)


def bar_chart(
    measure: str, title: str, rows: Sequence[Row], counted: str, direction: Direction = "horizontal"
) -> Chart:
    """A chart of one series. Its description says what the bars say."""
    labels = tuple(share(row) if direction == "horizontal" else number(row.n) for row in rows)
    said = "; ".join(f"{row.label} {share(row)}" for row in rows)
    description = f"Bar chart of the number of {counted}: {said}."
    series = (Series(counted, tuple(row.n for row in rows), labels),)
    names = tuple(row.label for row in rows)
    return Chart(
        measure.replace(".", "-").replace("_", "-"), BarChart(title, description, names, series, direction)
    )


def rows_table(caption: str, head: tuple[str, str], rows: Iterable[Row]) -> Table:
    """A table of counts that need not sum to anything."""
    return Table(caption, head, tuple((row.label, number(row.n)) for row in rows))


def modifiable_table(figures: Figures, measure: str, caption: str, heading: str) -> list[Block]:
    """Deaths with modifiable factors among the deaths reviewed in each row; rows without any death left out."""
    every = figures.rows(measure)
    shown = [row for row in every if row.of != 0]
    empty = [row.label for row in every if row.of == 0]
    cells = tuple((row.label, number(row.of), number(row.n), percent(row)) for row in shown)
    note: list[Block] = (
        [Note(f"Not shown, because no deaths were reviewed: {listed(empty)}.")] if empty else []
    )
    return [Table(caption, (heading, "Reviewed", "Modifiable factors", "%"), cells), *note]
