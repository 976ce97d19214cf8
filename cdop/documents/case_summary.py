"""One case on paper, with its names, for those who may know them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reportlab.platypus import Flowable

from cdop.documents import paper
from cdop.documents.tables import table
from cdop.documents.typesetting import Style
from cdop.rules.dates import written_moment

if TYPE_CHECKING:
    from cdop.queries.case_page import CasePage, ShownCase

LABEL_AND_VALUE = ("What", "What is known")


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
    sheet = paper.Sheet(
        title=f"Case {summary.reference}",
        running_title=f"{summary.panel}  |  Case {summary.reference}",
        foot=f"Confidential. Printed {written_moment(summary.printed_at)}",
        author=summary.panel,
        made_on=summary.printed_at.date(),
    )
    return paper.write(sheet, lambda _: _story(summary))


def _story(summary: CaseSummary) -> list[Flowable]:
    name = Style(size=24, leading=30, bold=True, after=4)
    story: list[Flowable] = [
        paper.para(f"Case {summary.reference}", Style(size=12, leading=16, colour=paper.GREY, after=2)),
        paper.para(summary.name, name, tag="H1"),
        paper.para(f"Age at death: {summary.age}", paper.LEAD),
        *_heading("The child and the death", "facts"),
        table("", LABEL_AND_VALUE, summary.facts, numbers=False),
    ]
    if summary.findings:
        story += _heading("The panel's findings", "findings")
        story.append(table("", LABEL_AND_VALUE, summary.findings, numbers=False))
    if summary.due:
        story += [*_heading("What is due", "due"), *paper.points(summary.due)]
    story += _entries("Notes", "notes", summary.notes, "No notes have been written.")
    return story + _entries("History", "history", summary.history, "Nothing has happened yet.")


def _heading(text: str, key: str) -> list[Flowable]:
    return paper.heading(text, 2, key, style=paper.HEADINGS[3])


def _entries(title: str, key: str, entries: tuple[Entry, ...], nothing: str) -> list[Flowable]:
    start = _heading(title, key)
    if not entries:
        return [*start, paper.para(nothing)]
    rows = [(entry.when, entry.who, entry.text) for entry in entries]
    return [*start, table("", ("When", "Who", "What"), rows, numbers=False)]
