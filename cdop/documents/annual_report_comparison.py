"""The year beside England and the region: rates of deaths, and shares of deaths notified and reviewed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cdop.documents.annual_report_rates import by_area
from cdop.documents.annual_report_reviewed import JUDGEMENTS
from cdop.documents.annual_report_tables import KEPT, interval, parts_of
from cdop.documents.blocks import Block, Heading, Note, Paragraph, Table
from cdop.documents.figures import Figures, Row
from cdop.documents.wording import NOTHING, listed, percent_of_its_own
from cdop.rules.figure_shapes import Breakdown, Measure, PartOfEach, Share
from cdop.rules.figures import MEASURES
from cdop.rules.statistics import percent

LABELS = {"reviewed.modifiable": JUDGEMENTS}
Published = Mapping[str, Any]
"""What England or a region published: its name, what a sentence calls it, and its shares by figure."""


def section(figures: Figures, rates: Published, published: Sequence[Published]) -> list[Block]:
    """Everything of the period that stands beside others; nothing where nothing of theirs was imported."""
    tables = [block for measure in MEASURES for block in _shares(figures, measure, published)]
    whose = list(dict.fromkeys([*rates.get("beside", ()), *(each["words"] for each in published if tables)]))
    if not rates and not tables:
        return []
    blocks: list[Block] = [Heading(f"Beside {listed(whose or ['England'])}", "comparison")]
    if rates:
        blocks += [Heading("Deaths of children", "rates", 3), *by_area(rates)]
    if tables:
        blocks += [
            Heading("Shares of deaths", "comparison-shares", 3),
            Paragraph(
                "Beside the panel’s percentage stands its 95% interval (Wilson). Where the other percentage lies "
                "within it, chance alone could explain the difference."
            ),
            *tables,
            *_sources(published),
        ]
    return blocks


def _shares(figures: Figures, measure: Measure, published: Sequence[Published]) -> Iterator[Block]:
    """The table of one figure: the rows of which somebody published a share."""
    rows = []
    for name, row in _rows(figures, measure):
        theirs = [each["shares"].get(name) for each in published]
        if any(theirs):
            label = LABELS.get(measure.id, {}).get(row.key, row.label)
            rows.append((label, *_own(row), *(_theirs(each) for each in theirs)))
    if rows:
        head = (
            _first(measure),
            "Panel",
            f"95%{KEPT}interval",
            *(each["name"].replace(" ", KEPT) for each in published),
        )
        title = f"{measure.title}, beside {listed([each['words'] for each in published])}"
        yield parts_of(Table(title, head, tuple(rows)), measure.id)


def _first(measure: Measure) -> str:
    """What heads the rows of a figure."""
    return measure.dimension.title if isinstance(measure, Breakdown | PartOfEach) else "Deaths reviewed"


def _rows(figures: Figures, measure: Measure) -> Iterator[tuple[str, Row]]:
    """The rows of a figure by the name that a published share has, each with what it is of."""
    of = figures.of_if_known(measure.id)
    if not of:
        return
    if isinstance(measure, Share):
        yield measure.id, replace(figures.share(measure.id), label=measure.title)
    else:
        for row in figures.rows(measure.id):
            yield f"{measure.id}: {row.key}", row if row.of is not None else replace(row, of=of)


def _own(row: Row) -> tuple[str, str]:
    """The percentage of the panel and its interval. Of a number to the nearest 5 that is what its percentage says."""
    shown = percent_of_its_own(row)
    if row.n is None or row.percent is None or not row.of or shown == NOTHING:
        return shown, NOTHING
    n = row.n if percent(row.n, row.of) == row.percent else round(row.percent * row.of / 100)
    return shown, interval(n, row.of)


def _theirs(share: Mapping[str, Any] | None) -> str:
    return NOTHING if share is None else f"{percent(share['n'], share['of'])}%"


def _sources(published: Sequence[Published]) -> Iterator[Block]:
    """Of which years the shares of each are, and who published them."""
    for each in published:
        years = sorted({share["year"] for share in each["shares"].values()})
        sources = dict.fromkeys(share["source"] for share in each["shares"].values())
        yield Note(f"{each['name']}: {listed(years)}. Source: {'; '.join(sources)}.")
