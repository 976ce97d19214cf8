"""The key findings: the year in a page of sentences, every number of them out of the figures."""

from collections.abc import Sequence

from cdop.documents.annual_report_sentences import (
    REVIEWED,
    expectedness_sentence,
    meetings_sentence,
    modifiable_sentence,
    sex_sentence,
    timeliness_sentence,
    under_1_sentence,
)
from cdop.documents.blocks import Block, Heading, Points
from cdop.documents.figures import Figures, Row
from cdop.documents.wording import (
    WITHHELD,
    capital,
    clause,
    counted,
    days,
    figure_of,
    listed,
    share,
    share_sentence,
)
from cdop.rules.dates import written_date
from cdop.rules.numbers import agreeing


def key_findings(figures: Figures, areas: Sequence[str]) -> list[Block]:
    """The first section: deaths notified, deaths reviewed, deaths waiting and meetings, each by itself."""
    return [
        Heading("Key findings", "key-findings", new_page=True),
        Heading(f"Deaths notified in the {figures.span}", "findings-notified", 3),
        _told(_notified(figures, areas)),
        Heading(f"Deaths reviewed in the {figures.span}", "findings-reviewed", 3),
        _told(_reviewed(figures)),
        Heading("Reviews and meetings", "findings-panel", 3),
        _told(_panel(figures)),
    ]


def _told(sentences: Sequence[str]) -> Points:
    """The findings that have a number; those of which all is withheld are one sentence together."""
    told = [sentence for sentence in sentences if WITHHELD not in sentence or figure_of(sentence)]
    if len(told) == len(sentences):
        return Points((*told,), lead=True)
    return Points(
        (*told, f"{'Other' if told else 'The'} numbers are withheld, because they could point to a child."), lead=True
    )


def _notified(figures: Figures, areas: Sequence[str]) -> list[str]:
    total = figures.count("notified.total")
    first = capital(counted(total, "death of a child was", "deaths of children were")) + " notified to the panel"
    if total == 0:
        return [f"{first} in the {figures.span}."]
    if figures.tells_nothing("notified"):
        return [f"{first}."]
    sentences = [f"{first}{_largest_area(figures, areas)}."]
    return [*sentences, timeliness_sentence(figures)]


def _largest_area(figures: Figures, areas: Sequence[str]) -> str:
    rows = _largest(figures.rows("notified.area"))
    if len(areas) < 2 or not rows or len(rows) > 3:
        return ""
    if len(rows) > 1:
        return f"; {share(rows[0])} each in {listed([row.label for row in rows])}"
    place = rows[0].label
    if figures.count("notified.total") == 1:
        return f", that of a child living in {place}"
    return f"; {clause(rows[0], f'that of a child living in {place}', f'of children living in {place}')}"


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
    if figures.tells_nothing("reviewed"):
        return [f"{reviews} completed{held}."]
    return [
        f"{reviews} completed{held}.",
        under_1_sentence(figures),
        sex_sentence(figures),
        expectedness_sentence(figures, "reviewed"),
        *_categories(figures),
        modifiable_sentence(figures),
    ]


def _categories(figures: Figures) -> list[str]:
    rows, of = _largest(figures.rows("reviewed.category")), figures.of("reviewed.category")
    hides_some = any(row.withheld for row in figures.rows("reviewed.category"))
    if not rows or len(rows) > 3 or (hides_some and len(rows) > 1):
        return []
    names = [f"category {row.key}, {_name(row)}" for row in rows]
    if len(rows) == 1:
        return [share_sentence(rows[0], f"in {names[0]}", f"in {names[0]}", of=of, thing=REVIEWED)]
    return [f"The largest categories were {listed(names)}, with {share(rows[0])} of the {of} deaths reviewed each."]


def _name(row: Row) -> str:
    """The category's name inside a sentence, without the number that may stand before it."""
    name = row.label.removeprefix(row.key).lstrip(" .:,-–")
    return name[:1].lower() + name[1:]


def _panel(figures: Figures) -> list[str]:
    sentences = []
    median = figures.further("reviewed.duration", "median_days")
    if median is not None and figures.count("reviewed.total"):
        whose = agreeing(figures.count("reviewed.total"), "The", "The median")
        sentences.append(f"{whose} time from death to completed review was {days(median)}.")
    waiting = counted(figures.count("open.total"), "death was", "deaths were")
    sentences.append(capital(f"{waiting} waiting for review on {written_date(figures.last)}."))
    return [*sentences, meetings_sentence(figures)]
