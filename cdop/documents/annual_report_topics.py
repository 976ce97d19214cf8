"""The sections of the annual report on deaths of which there are few, which look at several years together.

They are in the full edition. The public one has of each what was released of its category: how many deaths, and how
many with modifiable factors.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cdop.documents import between
from cdop.documents.annual_report_tables import notes
from cdop.documents.blocks import Block, Chart, Heading, Note, Paragraph, Table
from cdop.documents.figures import Figures
from cdop.documents.wording import counted, number
from cdop.rules.categories import CATEGORIES
from cdop.rules.rare_events import Gap, of_gaps
from cdop.rules.report_sections import BY_KEY
from cdop.rules.report_topics import TOPICS, Topic

SECTIONS = tuple(topic.key for topic in TOPICS)
OF_CATEGORY = {"sudden-deaths": 10, "injuries": 3, "suicide": 2}
"""The category whose released numbers stand for a topic in the public edition."""
TOLD = (
    "Deaths whose review was completed in these years. What the panel agreed on counts, and where it agreed on nothing "
    "what the agencies answered."
)
HELP = (
    "If you are worried about somebody, or about yourself: Samaritans can be rung on 116 123 at any time, and Papyrus, "
    "for people under 35, on 0800 068 4141."
)


def section(key: str, figures: Figures, topics: Mapping[str, Any]) -> list[Block]:
    """The section of a topic; nothing where it has no deaths, or where nothing of it may be shown."""
    topic = next(topic for topic in TOPICS if topic.key == key)
    blocks = _pooled(topic, topics) if topics else _released(topic, figures)
    if not blocks:
        return []
    help_ = [Paragraph(HELP)] if key == "suicide" else []
    return [Heading(BY_KEY[key].title, key), *blocks, *help_]


def _pooled(topic: Topic, topics: Mapping[str, Any]) -> list[Block]:
    found, label = topics["found"].get(topic.key), topics["label"]
    if not found or not found["total"]["n"]:
        return []
    n = found["total"]["n"]
    blocks: list[Block] = [Paragraph(f"The panel reviewed {counted(n, topic.one, topic.many)} ({label}).")]
    blocks += _divisions(topic, found, label)
    blocks += _questions(topic, found["questions"]["rows"], label, n)
    blocks += _between(topic, topics.get("times", {}).get(topic.key, ()), label)
    if topic.key == "social-care":
        blocks += _safeguarding(topics["found"].get("safeguarding", {}), label)
    return blocks if len(blocks) > 1 else []


def _divisions(topic: Topic, found: Mapping[str, Any], label: str) -> Iterator[Block]:
    """A table of each division of which anything is known."""
    for division in topic.divisions:
        rows = [row for row in found[division.key]["rows"] if row["n"]]
        if [row["label"] for row in rows] != [division.unknown]:
            cells = tuple((row["label"], number(row["n"])) for row in rows)
            total = ("Total", number(found[division.key]["of"]))
            head = (division.heading, "Number")
            yield Table(f"{division.caption}, {label}", head, (*cells, total), total=True, meaning=TOLD)


def _questions(topic: Topic, rows: Sequence[Mapping[str, Any]], label: str, total: int) -> list[Block]:
    """What was told, of those deaths of which somebody told it; nothing where nobody told anything."""
    known = [row for row in rows if row["of"]]
    if not known:
        return []
    cells = tuple((row["label"], number(row["n"]), number(row["of"]), number(total - row["of"])) for row in known)
    title = f"{BY_KEY[topic.key].title}: what is on record, {label}"
    gone = "What is recorded of none of these deaths is not shown." if len(known) < len(rows) else ""
    several = "A child may have had several of these." if topic.key == "social-care" else ""
    head = ("What is on record", "Yes", "Of", "Not recorded")
    return [Table(title, head, cells, meaning=TOLD), *notes(several, gone)]


def _between(topic: Topic, times: Sequence[Sequence[Any]], label: str) -> list[Block]:
    """The days and the other deaths from one of these deaths to the next, nothing where none were kept."""
    gaps = tuple(Gap(date.fromisoformat(f"{month}-01"), days, others) for month, days, others in times)
    if not gaps:
        return []
    found, title = of_gaps(gaps), BY_KEY[topic.key].title
    blocks: list[Block] = [Paragraph(" ".join(between.summary(found)))]
    for name, key, chart in between.charts(found, title):
        told = ", ".join(point.said or f"{point.value:g}" for point in chart.points)
        drawn = replace(chart, description=f"Line chart, one point for each death after the first, in order: {told}.")
        blocks.append(Chart(f"{topic.key}-{key}", drawn.titled(f"{title}: {name[0].lower()}{name[1:]}, {label}")))
    return [*blocks, *map(Note, between.method(found))]


def _safeguarding(found: Mapping[str, Any], label: str) -> list[Block]:
    rows = found.get("reviews", {"rows": ()})["rows"]
    if not any(row["n"] for row in rows):
        return []
    cells = tuple((row["label"], number(row["n"])) for row in rows)
    steps = "Deaths whose review was completed in these years, by the steps of safeguarding that the panel recorded."
    return [Table(f"Safeguarding beside the review, {label}", ("Step", "Deaths reviewed"), cells, meaning=steps)]


def _released(topic: Topic, figures: Figures) -> list[Block]:
    """What the public edition can say: the numbers of the topic's category as they were released."""
    category = next((each for each in CATEGORIES if each.number == OF_CATEGORY.get(topic.key)), None)
    if category is None or figures.edition == "full":
        return []
    all_of, modifiable = (
        figures.row(measure, str(category.number))
        for measure in ("reviewed.category", "reviewed.modifiable_by_category")
    )
    if not all_of.n:
        return []
    rows = (("Deaths reviewed", number(all_of.n)), ("With modifiable factors", number(modifiable.n)))
    name = f"{category.name[:1].lower()}{category.name[1:]}"
    text = f"The panel put {counted(all_of.n, 'death', 'deaths')} in category {category.number}, {name}."
    return [Paragraph(text), Table(f"{BY_KEY[topic.key].title}, {figures.label}", ("Deaths", "Number"), rows)]
