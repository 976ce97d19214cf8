"""The short versions of a public report: a summary for children and young people, and easy read.

Their numbers are those of the public edition; their words are the panel's, or those that a panel starts with.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cdop.documents import children_summary, easy_read
from cdop.documents.annual_report import PanelDetails, publisher
from cdop.documents.blocks import Block, Document, Heading, Idea, Note
from cdop.documents.figures import Figures
from cdop.documents.symbols import SYMBOLS
from cdop.documents.wording import spaced
from cdop.rules.bound_numbers import bound
from cdop.rules.dates import written_date
from cdop.rules.report_sections import BY_KEY, Passage, of_version
from cdop.rules.section import CHILDREN, EASY_READ, VERSIONS

_PICTURE = re.compile(r"^\s*\[([a-z]+)\]", re.MULTILINE)
_LINE = re.compile(r"(?:[-*•]\s+|#+\s+)?(?:\[([a-z]+)\]\s*)?(.+)")
KEPT = "a number that we keep private"


@dataclass(frozen=True, slots=True)
class Kind:
    """A short version: its title, what is computed for its sections, and pictures beside their headings, by key."""

    title: str
    subtitle: str
    computed: Mapping[str, Callable[[Figures], list[Idea]]]
    pictures: Mapping[str, str] = field(default_factory=dict)


KINDS: Mapping[str, Kind] = {
    CHILDREN: Kind(
        "What we learned, to help keep children safe and well",
        "For children and young people",
        {"children-numbers": children_summary.numbers, "children-learned": children_summary.learned},
        {
            "children-about": "heart",
            "children-numbers": "look",
            "children-learned": "idea",
            "children-doing": "letter",
            "children-help": "talk",
        },
    ),
    EASY_READ: Kind(
        "When a child dies: what we learned",
        "Easy read",
        {"easy-numbers": easy_read.numbers, "easy-learned": easy_read.learned},
    ),
}
"""The short versions by the key of their words."""


def short_version(
    kind: str,
    figures: Mapping[str, Any],
    panel: PanelDetails,
    *,
    built_on: date,
    passages: Sequence[Passage],
    snapshot: str,
) -> Document:
    """Return a short version of the report that is built from these. Raises KeyError for a kind that is none."""
    version, read = KINDS[kind], Figures(figures)
    blocks: list[Block] = []
    for passage in of_version(passages, kind):
        if passage.is_included:
            section = BY_KEY[passage.section]
            text = bound(passage.text or section.start, figures["measures"], period=read.label, withheld=KEPT)
            computed = version.computed.get(section.key)
            said: list[Block] = [*ideas(text), *(computed(read) if computed else ())]
            picture = version.pictures.get(section.key, "")
            blocks += [Heading(section.title, section.key, picture=picture), *said] if said else []
    return Document(
        title=version.title,
        subtitle=f"{version.subtitle}. From {written_date(read.first)} to {written_date(read.last)}",
        publisher=publisher(panel),
        edition=VERSIONS[kind],
        cover_lines=(),
        made_on=built_on,
        accent=panel.colour,
        blocks=(*blocks, *_end(read, snapshot)),
        logo=panel.logo,
    )


def ideas(text: str) -> Iterator[Idea]:
    """Return the lines of a text, each an idea; one that begins with the name of a picture has that picture."""
    for line in text.splitlines():
        if found := _LINE.fullmatch(line.strip()):
            name, words = found.groups()
            yield Idea(words, picture=name) if name in SYMBOLS else Idea(line.strip() if name else words)


def unknown_pictures(text: str) -> list[str]:
    """Return what stands in square brackets before a line of a text and names no picture."""
    return [f"[{name}]" for name in _PICTURE.findall(text) if name not in SYMBOLS]


def _end(figures: Figures, snapshot: str) -> Iterator[Block]:
    yield Note(
        f"This is a short version of the annual report {figures.label}. Its numbers are those of the report’s public "
        f"edition. Snapshot {spaced(snapshot)}"
    )
