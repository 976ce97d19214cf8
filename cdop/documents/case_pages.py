"""The pages of a case summary."""

from reportlab.platypus import Flowable

from cdop.documents import paper
from cdop.documents.case_summary import CaseSummary, Entry
from cdop.documents.tables import table
from cdop.documents.typesetting import Style
from cdop.rules.dates import written_moment

LABEL_AND_VALUE = ("What", "What is known")


def write(summary: CaseSummary) -> bytes:
    """The summary as a tagged A4 PDF. Its title and running line give the reference, not the name."""
    sheet = paper.Sheet(
        title=f"Case {summary.reference}",
        running_title=f"Case {summary.reference}",
        foot=f"Confidential. Printed {written_moment(summary.printed_at)}",
        author=summary.panel,
        made_on=summary.printed_at.date(),
    )
    return paper.write_once(sheet, _story(summary))


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
