"""A thematic report: the question, the cases in numbers and side by side, what was found. Confidential."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cdop.documents import between as time_between
from cdop.documents import written
from cdop.documents.blocks import Block, Document, Heading, Note, Paragraph, Table
from cdop.rules.ages import AgeBand
from cdop.rules.dates import written_date
from cdop.rules.numbers import counted
from cdop.rules.rare_events import TimeBetween
from cdop.rules.report_measures import BIRTH_WEIGHT, GESTATION, Band
from cdop.rules.theme_facts import AGE

if TYPE_CHECKING:
    from cdop.queries.case_groups import Group

YEARS = 10
"""The time between deaths is of so many years."""
ABREAST = 4
"""How many facts stand side by side on a page of paper."""
DAYS = {None: 1, "day": 1, "week": 7, "month": 30.4, "year": 365.25}
_AMOUNT = re.compile(r"(less than )?(\d+(?:\.\d+)?)(?: (day|week|month|year)s?|\. .+| \(.+\))?")
BANDS: Mapping[str, Sequence[Band]] = {"weeks of pregnancy": GESTATION, "birth weight in grams": BIRTH_WEIGHT}
"""Facts that are given in the bands of the figures: each case has an amount of its own."""
CONFIDENTIAL = "Confidential: for the panel only. Its small numbers could point to a child."


def of_group(group: "Group", *, panel: str, accent: str, today: date, times: TimeBetween | None = None) -> Document:
    """Return the report on a group with all its cases; `times` are those between the deaths of its theme."""
    between = [*time_between.blocks(times, group.theme, YEARS)] if times and group.theme else []
    return Document(
        title=group.name,
        subtitle="Thematic review",
        publisher=panel,
        edition=CONFIDENTIAL,
        cover_lines=(
            *((f"Theme: {group.theme}",) if group.theme else ()),
            counted(group.total, "case"),
            f"Made on {written_date(today)}",
        ),
        made_on=today,
        accent=accent,
        blocks=(*_blocks(group), *between),
    )


def _blocks(group: "Group") -> Iterator[Block]:
    yield Heading("The question", "question")
    yield from written.blocks(group.purpose or "No question was written down.", "question")
    yield Heading("What was found", "findings")
    yield from written.blocks(group.findings or "Nothing is written down yet.", "findings")
    yield Heading("The cases in numbers", "numbers")
    if not group.cases:
        yield Paragraph("The group has no cases.")
        return
    for at, fact in enumerate(group.facts):
        told = Counter(case.told[at] for case in group.cases)
        counts = _by_age(group) if fact == AGE else in_bands(told, BANDS[fact]) if fact in BANDS else in_order(told)
        yield Table(_capital(fact), ("Told", "Cases"), tuple((words, str(n)) for words, n in counts), half=True)
    yield Note("Where several agencies told different things, all of them are given.")
    yield Heading("The cases side by side", "cases")
    for first in range(0, len(group.facts), ABREAST):
        shown = group.facts[first : first + ABREAST]
        abreast = tuple((case.reference, *case.told[first : first + ABREAST]) for case in group.cases)
        yield Table(", ".join(map(_capital, shown)), ("Case", *map(_capital, shown)), abreast, numbers=False)
    if noted := [case for case in group.cases if case.note]:
        yield Heading("Notes", "notes", level=3)
        for case in noted:
            yield Paragraph(f"{case.reference}: {case.note}")


def _by_age(group: "Group") -> list[tuple[str, int]]:
    """The ages in the bands of all our figures: single days would give each case a row of its own."""
    counts = Counter(case.age_band for case in group.cases)
    return [(str(band), counts[band]) for band in AgeBand if counts[band]]


def in_bands(counts: Mapping[str, int], bands: Sequence[Band]) -> list[tuple[str, int]]:
    """Return what was told of an amount by the bands of the figures; what agencies told differently stands after them.

    Where two agencies told two numbers of one band, they agree on it.
    """
    found: Counter[str] = Counter()
    for words, n in counts.items():
        told = [_band(each, bands) for each in words.split("; ")]
        found[told[0] if len(set(told)) == 1 else words] += n
    labels = [label for label, _ in bands]
    within = [(label, found[label]) for label in labels if found[label]]
    return within + in_order({words: n for words, n in found.items() if words not in labels})


def _band(words: str, bands: Sequence[Band]) -> str:
    if not _AMOUNT.fullmatch(words):
        return words
    return next(label for label, holds in bands if holds(int(float(words))))


def in_order(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return what was told of a fact and how often: what begins with a number by that, all else by its frequency."""

    def place(told: tuple[str, int]) -> tuple[bool, float, int, str]:
        words, n = told
        amount = _AMOUNT.fullmatch(words)
        size = float(amount[2]) * DAYS[amount[3]] - bool(amount[1]) if amount else 0.0
        return amount is None, size, -n, words

    return sorted(counts.items(), key=place)


def _capital(fact: str) -> str:
    return fact[0].upper() + fact[1:]
