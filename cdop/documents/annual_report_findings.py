"""The key findings: the year in a page of sentences, every number of them out of the figures."""

from collections.abc import Sequence

from cdop.documents.annual_report_reviewed import DEATHS, modifiable_sentence
from cdop.documents.blocks import Block, Heading, Points
from cdop.documents.figures import Figures, Row
from cdop.documents.wording import capital, clause, counted, days, listed, share, share_sentence
from cdop.rules.dates import written_date


def key_findings(figures: Figures, areas: Sequence[str]) -> list[Block]:
    """The first section: deaths notified, deaths reviewed, deaths waiting and meetings, each by itself."""
    return [
        Heading("Key findings", "key-findings", new_page=True),
        Heading("Deaths notified in the year", "findings-notified", 3),
        Points(tuple(_notified(figures, areas)), lead=True),
        Heading("Deaths reviewed in the year", "findings-reviewed", 3),
        Points(tuple(_reviewed(figures)), lead=True),
        Heading("Reviews and meetings", "findings-panel", 3),
        Points(tuple(_panel(figures)), lead=True),
    ]


def _notified(figures: Figures, areas: Sequence[str]) -> list[str]:
    total = figures.count("notified.total")
    first = (
        capital(counted(total, "death of a child was", "deaths of children were")) + " notified to the panel"
    )
    if total == 0:
        return [f"{first} in the year."]
    sentences = [f"{first}{_largest_area(figures, areas)}."]
    prompt = figures.row("notified.timeliness", "same or next day")
    told = "notified on the day of the death or the next day"
    of = figures.of("notified.timeliness")
    return [*sentences, share_sentence(prompt, of, ("death notified", "deaths notified"), told, told)]


def _largest_area(figures: Figures, areas: Sequence[str]) -> str:
    rows = _largest(figures.rows("notified.area"))
    if len(areas) < 2 or not rows or len(rows) > 3:
        return ""
    if len(rows) == 1:
        one, many = f"of a child living in {rows[0].label}", f"of children living in {rows[0].label}"
        if figures.count("notified.total") == 1:
            return f", {one}"
        return f"; {clause(rows[0], one, many)}"
    return f"; {share(rows[0])} each were of children living in {listed([row.label for row in rows])}"


def _largest(rows: Sequence[Row]) -> list[Row]:
    """The row or rows with the highest number, none where all are 0."""
    top = max((row.n or 0 for row in rows), default=0)
    return [row for row in rows if row.n == top and top > 0]


def _reviewed(figures: Figures) -> list[str]:
    total = figures.count("reviewed.total")
    if total == 0:
        return ["No deaths were reviewed in the year."]
    reviews = capital(counted(total, "review was", "reviews were"))
    meetings = figures.row("meetings.held", "case review").n
    held = f" at {counted(meetings, 'case review meeting', 'case review meetings')}" if meetings else ""
    under_1 = figures.share("reviewed.under_1")
    young = share_sentence(
        under_1, under_1.of, DEATHS, "of a child under one year old", "of children under one year old"
    )
    unexpected = figures.row("reviewed.expectedness", "unexpected")
    return [
        f"{reviews} completed{held}.",
        young,
        _sexes(figures),
        share_sentence(unexpected, figures.of("reviewed.expectedness"), DEATHS, "unexpected", "unexpected"),
        *_categories(figures),
        modifiable_sentence(figures),
    ]


def _sexes(figures: Figures) -> str:
    of = figures.of("reviewed.sex")
    boys, girls = figures.row("reviewed.sex", "male"), figures.row("reviewed.sex", "female")
    first = share_sentence(boys, of, DEATHS, "of a boy", "of boys")
    if of == 1:
        return share_sentence(girls, of, DEATHS, "of a girl", "of girls") if girls.n else first
    return f"{first[:-1]}; {clause(girls, 'of a girl', 'of girls')}."


def _categories(figures: Figures) -> list[str]:
    rows, of = _largest(figures.rows("reviewed.category")), figures.of("reviewed.category")
    if not rows or len(rows) > 3:
        return []
    names = [f"category {row.key}, {_name(row)}" for row in rows]
    if len(rows) == 1:
        return [share_sentence(rows[0], of, DEATHS, f"in {names[0]}", f"in {names[0]}")]
    return [
        f"The largest categories were {listed(names)}, with {share(rows[0])} of the {of} deaths reviewed each."
    ]


def _name(row: Row) -> str:
    """The category's name inside a sentence, without the number that may stand before it."""
    name = row.label.removeprefix(row.key).lstrip(" .:,-–")
    return name[:1].lower() + name[1:]


def _panel(figures: Figures) -> list[str]:
    sentences = []
    median = figures.extra("reviewed.duration", "median_days")
    if median is not None and figures.count("reviewed.total"):
        sentences.append(f"The median time from death to completed review was {days(median)}.")
    waiting = counted(figures.count("open.total"), "death was", "deaths were")
    sentences.append(capital(f"{waiting} waiting for review on {written_date(figures.last)}."))
    held = figures.count("meetings.held")
    kinds = [f"{row.n} {row.label.lower()}" for row in figures.rows("meetings.held") if row.n]
    if not held:
        return [*sentences, "The panel did not meet in the year."]
    return [*sentences, f"The panel held {counted(held, 'meeting', 'meetings')}: {listed(kinds)}."]
