"""Who may be shown an answer or a document, by the marks that its agency set.

Every page, pack, export and letter asks here.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from cdop.rules.vocabulary import HandlingMark

Named = TypeVar("Named")
Marks = frozenset[HandlingMark]

LABELS = {
    HandlingMark.NOT_FAMILY: "Not for the family",
    HandlingMark.NOT_AGENCIES: "Not for other agencies",
    HandlingMark.NOT_PACK: "Not for the panel’s pack",
    HandlingMark.PROCEEDINGS: "May prejudice proceedings",
}
"""As they are shown, in the order in which they are offered."""

HINTS = {
    HandlingMark.NOT_FAMILY: "It is never put into a letter or told in a meeting with the family",
    HandlingMark.NOT_AGENCIES: "Other agencies do not see it, not even where answers are compared",
    HandlingMark.NOT_PACK: "The panel’s members do not see it; its officers do",
    HandlingMark.PROCEEDINGS: "While a criminal or coroner’s case is open only the panel’s officers see it",
}


class Reader(StrEnum):
    """Those to whom something may be shown."""

    OWN_AGENCY = "the agency that gave it"
    OFFICERS = "the panel's officers"
    OTHER_AGENCIES = "other agencies"
    PACK = "the panel's pack"
    FAMILY = "the family"


WITHHELD = {
    HandlingMark.NOT_FAMILY: frozenset({Reader.FAMILY}),
    HandlingMark.NOT_AGENCIES: frozenset({Reader.OTHER_AGENCIES}),
    HandlingMark.NOT_PACK: frozenset({Reader.PACK}),
    HandlingMark.PROCEEDINGS: frozenset({Reader.FAMILY, Reader.OTHER_AGENCIES, Reader.PACK}),
}
"""From whom each mark keeps a thing."""


def may_show(marks: Iterable[HandlingMark], reader: Reader, *, are_proceedings_open: bool) -> bool:
    """Say whether something with these marks may be shown to a reader.

    What may prejudice proceedings is kept back while any are open, whoever it is shown to. So each caller has to know.
    """
    in_force = set(marks) if are_proceedings_open else set(marks) - {HandlingMark.PROCEEDINGS}
    return all(reader not in WITHHELD[mark] for mark in in_force)


def shown_to(
    reader: Reader, things: Mapping[Named, object], marks: Mapping[Named, Marks], *, are_proceedings_open: bool
) -> frozenset[Named]:
    """Return the names of the things that a reader may be shown, by the marks that each has."""
    return frozenset(
        name
        for name in things
        if may_show(marks.get(name, frozenset()), reader, are_proceedings_open=are_proceedings_open)
    )


def stored(marks: Iterable[HandlingMark]) -> list[str] | None:
    """Return what a row keeps of marks, None where there are none."""
    kept = set(marks)
    return [mark.value for mark in HandlingMark if mark in kept] or None


def loaded(kept: Iterable[str] | None) -> Marks:
    """Return the marks that a row keeps."""
    return frozenset(HandlingMark(mark) for mark in kept or ())


def labels(marks: Iterable[HandlingMark]) -> tuple[str, ...]:
    """Return marks as they are shown, in their order."""
    kept = set(marks)
    return tuple(label for mark, label in LABELS.items() if mark in kept)
