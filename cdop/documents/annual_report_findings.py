"""The key findings: the year in a page of sentences, every number of them out of the figures."""

from collections.abc import Sequence

from cdop.documents.annual_report_reviewed import DEATHS, modifiable_sentence, under_1_sentence
from cdop.documents.annual_report_tables import expectedness_sentence
from cdop.documents.blocks import Block, Heading, Points
from cdop.documents.figures import Figures, Row
from cdop.documents.wording import (
    capital,
    clause,
    counted,
    days,
    listed,
    pair_sentence,
    share,
    share_sentence,
)
from cdop.rules.dates import written_date


def key_findings(figures: Figures, areas: Sequence[str]) -> list[Block]:
    """The first section: deaths notified, deaths reviewed, deaths waiting and meetings, each by itself."""
    return [
        Heading("Key findings", "key-findings", new_page=True),
        Heading(f"Deaths notified in the {figures.span}", "findings-notified", 3),
        Points(tuple(_notified(figures, areas)), lead=True),
        Heading(f"Deaths reviewed in the {figures.span}", "findings-reviewed", 3),
        Points(tuple(_reviewed(figures)), lead=True),
        Heading("Reviews and meetings", "findings-panel", 3),
        Points(tuple(_panel(figures)), lead=True),
    ]


def _notified(figures: Figures, areas: Sequence[str]) -> list[str]:
    total = figures.count("notified.total")
    first = capital(counted(total, "death of a child was", "deaths of children were")) + " notified to the panel"
    if total == 0:
        return [f"{first} in the {figures.span}."]
    sentences = [f"{first}{_largest_area(figures, areas)}."]
    prompt = figures.row("notified.timeliness", "same or next day")
    told = "notified on the day of the death or the next day"
    of = figures.of("notified.timeliness")
    return [*sentences, share_sentence(prompt, told, told, of=of, thing=("death", "deaths"))]


def _largest_area(figures: Figures, areas: Sequence[str]) -> str:
    rows = _largest(figures.rows("notified.area"))
    if len(areas) < 2 or not rows or len(rows) > 3:
        return ""
    if len(rows) == 1:
        one, many = f"of a child living in {rows[0].label}", f"of children living in {rows[0].label}"
        if figures.count("notified.total") == 1:
            return f", that of a child living in {rows[0].label}"
        return f"; {clause(rows[0], one, many)}"
    return f"; {share(rows[0])} were of children living in each of {listed([row.label for row in rows])}"


def _largest(rows: Sequence[Row]) -> list[Row]:
    """The row or rows with the highest number, none where all are 0."""
    top = max((row.n or 0 for row in rows), default=0)
    return [row for row in rows if row.n == top and top > 0]


def _reviewed(figures: Figures) -> list[str]:
    total = figures.count("reviewed.total")
    if total == 0:
        return [f"No deaths were reviewed in the {figures.span}."]
    reviews = capital(counted(total, "review was", "reviews were"))
    meetings = figures.row("meetings.held", "case review").n
    held = f" at {counted(meetings, 'case review meeting', 'case review meetings')}" if meetings else ""
    boys, girls = figures.row("reviewed.sex", "male"), figures.row("reviewed.sex", "female")
    sexes = ((boys, "of a boy", "of boys"), (girls, "of a girl", "of girls"))
    return [
        f"{reviews} completed{held}.",
        under_1_sentence(figures),
        pair_sentence(*sexes, of=figures.of("reviewed.sex"), thing=DEATHS),
        expectedness_sentence(figures, "reviewed", DEATHS),
        *_categories(figures),
        modifiable_sentence(figures),
    ]


def _categories(figures: Figures) -> list[str]:
    rows, of = _largest(figures.rows("reviewed.category")), figures.of("reviewed.category")
    if not rows or len(rows) > 3:
        return []
    names = [f"category {row.key}, {_name(row)}" for row in rows]
    if len(rows) == 1:
        return [share_sentence(rows[0], f"in {names[0]}", f"in {names[0]}", of=of, thing=DEATHS)]
    return [f"The largest categories were {listed(names)}, with {share(rows[0])} of the {of} deaths reviewed each."]


def _name(row: Row) -> str:
    """The category's name inside a sentence, without the number that may stand before it."""
    name = row.label.removeprefix(row.key).lstrip(" .:,-–")
    return name[:1].lower() + name[1:]


def _panel(figures: Figures) -> list[str]:
    sentences = []
    median = figures.further("reviewed.duration", "median_days")
    if median is not None and figures.count("reviewed.total"):
        sentences.append(f"The median time from death to completed review was {days(median)}.")
    waiting = counted(figures.count("open.total"), "death was", "deaths were")
    sentences.append(capital(f"{waiting} waiting for review on {written_date(figures.last)}."))
    held = figures.count("meetings.held")
    kinds = [f"{row.n} {row.label.lower()}" for row in figures.rows("meetings.held") if row.n]
    if not held:
        return [*sentences, f"The panel did not meet in the {figures.span}."]
    return [*sentences, f"The panel held {counted(held, 'meeting', 'meetings')}: {listed(kinds)}."]
