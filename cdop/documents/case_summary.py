"""One case for paper, with its names, for those who may know them. Drawing loads when first needed."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cdop.rules.dates import written_moment

if TYPE_CHECKING:
    from cdop.queries.case_page import CasePage, ShownCase


@dataclass(frozen=True, slots=True)
class Entry:
    """Something written or done on the case: when, by whom, in what words."""

    when: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """What the paper says of a case. Every text is printed as it was typed."""

    panel: str
    reference: str
    name: str
    age: str
    facts: tuple[tuple[str, str], ...]
    findings: tuple[tuple[str, str], ...]
    due: tuple[str, ...]
    history: tuple[Entry, ...]
    notes: tuple[Entry, ...]
    printed_at: datetime


def of_case(page: "CasePage", shown: "ShownCase", *, panel_name: str, printed_at: datetime) -> CaseSummary:
    """The summary of a case as its page shows it. `printed_at` is an aware moment."""
    return CaseSummary(
        panel=panel_name,
        reference=page.reference,
        name=shown.name,
        age=shown.age,
        facts=shown.facts,
        findings=shown.findings,
        due=shown.due,
        history=tuple(
            Entry(written_moment(event.at), event.by_name, _sentence(event.words, event.reason))
            for event in shown.history
        ),
        notes=tuple(Entry(written_moment(note.at), note.by_name, note.text) for note in page.notes),
        printed_at=printed_at,
    )


def _sentence(words: str, reason: str | None) -> str:
    return f"{words}: {reason}" if reason else words


def write(summary: CaseSummary) -> bytes:
    """The summary as a tagged A4 PDF. Its title and running line give the reference, not the name."""
    from cdop.documents import case_pages

    return case_pages.write(summary)
