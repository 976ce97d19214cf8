"""The appendices of the annual report: each local authority by itself, and the quarters of the year."""

from collections.abc import Mapping, Sequence
from typing import Any

from cdop.documents.annual_report_reviewed import JUDGEMENTS
from cdop.documents.annual_report_tables import parts_of
from cdop.documents.blocks import Block, Heading, Paragraph, Table
from cdop.documents.figures import Figures
from cdop.documents.wording import NOTHING, listed, number

OF_AREA = (
    ("notified.age_band", "Deaths notified, by age", "Age at death"),
    ("notified.sex", "Deaths notified, by sex", "Sex"),
    ("notified.expectedness", "Deaths notified, by expectedness", "Expectedness"),
    ("reviewed.category", "Deaths reviewed, by category", "Category"),
    ("reviewed.modifiable", "Deaths reviewed, by modifiable factors", "Modifiable factors"),
    ("reviewed.duration", "Time from death to completed review", "Time"),
)


def areas(of_each: Mapping[str, Figures]) -> list[Block]:
    """Each local authority by itself; nothing where there is only one, or no death of any."""
    empty = [name for name, figures in of_each.items() if not any(figures.of(measure) for measure, _, _ in OF_AREA)]
    if len(of_each) < 2 or len(empty) == len(of_each):
        return []
    blocks: list[Block] = [
        Heading("Appendix: each local authority", "areas", new_page=True),
        Paragraph(
            "These numbers are small. They are here for each local authority to see its own, not to be compared. "
            "Rows in which there were none are not shown."
        ),
    ]
    for place, (name, figures) in enumerate(of_each.items(), 1):
        if name not in empty:
            blocks += [Heading(name, f"area-{place}", 3), *_area(name, figures)]
    if empty:
        span = next(iter(of_each.values())).span
        blocks.append(Paragraph(f"No deaths of children from {listed(empty)} were notified or reviewed in the {span}."))
    return blocks


def _area(name: str, figures: Figures) -> list[Block]:
    return [
        _counts(f"{name}: {caption[0].lower()}{caption[1:]}", heading, figures, measure)
        for measure, caption, heading in OF_AREA
        if figures.of(measure)
    ]


def _counts(caption: str, heading: str, figures: Figures, measure: str) -> Table:
    """The rows that are not 0. A percentage of so few would say more than it knows."""
    labels = JUDGEMENTS if measure == "reviewed.modifiable" else {}
    rows = tuple((labels.get(row.key, row.label), number(row.n)) for row in figures.rows(measure) if row.n != 0)
    total = ("Total", number(figures.of(measure)))
    return parts_of(Table(caption, (heading, "Number"), (*rows, total), total=True, half=True), measure)


QUARTER = (
    ("Notified", "notified.total"),
    ("Died", "deaths.total"),
    ("Reviewed", "reviewed.total"),
    ("Open at the end", "open.total"),
    ("Meetings", "meetings.held"),
)


def quarters(every: Sequence[Figures]) -> list[Block]:
    """The quarters of the period beside each other; nothing where it has none, or none of them has anything."""
    if not any(each.count(name) for each in every for _, name in QUARTER):
        return []
    cells = tuple((each.label, *(number(each.count(name)) for _, name in QUARTER), _median(each)) for each in every)
    head = ("Quarter", *(label for label, _ in QUARTER), "Median days to review")
    return [
        Heading("Appendix: the quarters", "quarters"),
        parts_of(Table("The quarters of the period", head, cells), *(name for _, name in QUARTER)),
        *_by_area(every),
    ]


def _by_area(every: Sequence[Figures]) -> list[Block]:
    names = list(dict.fromkeys(row.label for each in every for row in each.rows("notified.area")))
    if len(names) < 2:
        return []
    cells = tuple((name, *(number(each.row("notified.area", name).n) for each in every)) for name in names)
    head = ("Local authority", *(each.label for each in every))
    return [parts_of(Table("Deaths notified, by local authority and quarter", head, cells), "notified.area")]


def _median(figures: Figures) -> str:
    days: Any = figures.further("reviewed.duration", "median_days")
    return NOTHING if days is None else number(days)
