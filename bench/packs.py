"""A pack of 15 cases: drawn for one reader beside ReportLab alone, and its texts drafted and checked once more.

ReportLab alone writes untagged pages in the Helvetica that every reader has: no watermark, no number of all pages.
Drafting takes what is on record out of every text, checking looks at each draft again. The other is one regular
expression of the same names, places and numbers, run twice: it knows no slip of the pen, no date, no ordinary word that
is a name, and tells nobody why.
"""

import io
import re
import tracemalloc
from datetime import UTC, date, datetime
from itertools import islice

import pypdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from bench.rounds import Ratio, compare
from cdop.documents import pack
from cdop.documents.pack import PackPaper
from cdop.documents.paper import BOTTOM, MARGIN, TOP
from cdop.queries.pack_reader import ReadCase, ReadPassage
from cdop.rules.anonymity import Hit, anonymised, hits
from cdop.rules.identifiers import Identifier, IdentifierKind, Known
from cdop.rules.vocabulary import PackPart, PackPlace

CASES, PASSAGES, SENTENCES = 15, 3, 6
ACCOUNT = (
    "The baby was seen by the midwife on the day after the birth and was feeding well. ",
    "The mother said that she was tired and had support from the grandmother. ",
    "The health visitor called in the second week and weighed the baby, who had gained weight. ",
    "Nobody recorded where the baby slept, and the question was not asked again. ",
    "The ambulance was called about two hours after the last feed and came within eight minutes. ",
    "Resuscitation was tried at home and on the way to the emergency department. ",
    "The family asked whether an earlier visit would have changed anything. ",
)
NAMED = "Ada Larkspur was seen at Invented Surgery by Pat Invented-Midwife on 3 April 2026; ring 01632 960 123. "
KNOWN = Known(
    (
        *(
            Identifier(IdentifierKind.NAME, name, words)
            for name, words in {
                "Ada Larkspur": "the child",
                "Bea Larkspur": "the mother",
                "Cy Larkspur": "the father",
                "Di Larkspur": "the sibling",
                "Pat Invented-Midwife": "the midwife",
                "Sam Invented-Doctor": "the doctor",
                "Kim Invented-Officer": "the police officer",
            }.items()
        ),
        *(Identifier(IdentifierKind.PLACE, each, "[place]") for each in ("Invented Surgery", "Invented Hospital")),
        *(Identifier(IdentifierKind.NUMBER, each, "[number]") for each in ("9990001231", "CW1 2AB", "2026/004")),
    ),
    date(2026, 3, 1),
    date(2026, 5, 1),
)
MADE_AT = datetime(2026, 11, 29, 9, tzinfo=UTC)


def measure() -> tuple[str, Ratio, str]:
    """Return what was measured, how long our pack takes beside the other, and how much memory it takes."""
    paper = PackPaper("Invented panel", "panel meeting of 3 May 2026", "Invented Reader", _cases(), MADE_AT, 7)
    ours, other = (len(pypdf.PdfReader(io.BytesIO(made)).pages) for made in (pack.write(paper), _alone(paper)))
    if abs(ours - other) > CASES // 3:
        raise AssertionError(f"{ours} pages beside {other}")
    found = compare(lambda: pack.write(paper), lambda: _alone(paper))
    return (
        f"pack of {CASES} cases on {ours} pages, beside ReportLab alone on {other}",
        found,
        f"at most {_mebibytes(paper):.0f} MiB",
    )


def drafts() -> tuple[str, Ratio, str]:
    """Return what was measured, how long drafting and checking the texts takes beside the other, and how many."""
    texts = [f"{NAMED}{each.text}" for case in _cases() for each in case.passages]
    other = re.compile("|".join(re.escape(each.words) for each in KNOWN.identifiers), re.I)
    if any(hit.is_sure for text in texts[:PASSAGES] for hit in hits(anonymised(text, KNOWN), KNOWN)):
        raise AssertionError("a draft still has what is on record")
    found = compare(lambda: [_checked(text) for text in texts], lambda: [_twice(other, text) for text in texts])
    name = f"drafting and checking the {len(texts)} texts of such a pack, beside one regular expression"
    return name, found, f"{found.ours_ms / CASES:.0f} ms for each case"


def _checked(text: str) -> tuple[Hit, ...]:
    return tuple(hits(anonymised(text, KNOWN), KNOWN))


def _twice(other: re.Pattern[str], text: str) -> list[str]:
    return other.findall(other.sub("[…]", text))


def _cases() -> tuple[ReadCase, ...]:
    return tuple(
        ReadCase(number, f"case-{number}", f"2026/{number:03}", tuple(_passages(number)))
        for number in range(1, CASES + 1)
    )


def _passages(number: int) -> list[ReadPassage]:
    return [
        ReadPassage(part, PackPlace.PAGES, f"GP practice: account {place + 1}", _text(number + place))
        for part in PackPart
        for place in range(PASSAGES)
    ]


def _text(start: int) -> str:
    """Two paragraphs, each of some sentences in an order of its own."""
    turned = (ACCOUNT * 3)[start % len(ACCOUNT) :]
    return "\n".join("".join(islice(turned, place, place + SENTENCES)) for place in (0, 1))


def _alone(paper: PackPaper) -> bytes:
    """The same words by ReportLab's own templates."""
    styles = getSampleStyleSheet()
    text = ParagraphStyle("Text", parent=styles["BodyText"], fontSize=9.5, leading=12.5, spaceBefore=0, spaceAfter=4)
    title = ParagraphStyle("Passage", parent=styles["Heading4"], fontSize=10, leading=13, spaceBefore=4, spaceAfter=1)
    story = [Paragraph(f"Papers for the {paper.meeting}", styles["Title"])]
    for case in paper.cases:
        story += [PageBreak(), Paragraph(f"Case {case.reference}", styles["Heading2"])]
        for part, passages in case.pages:
            story.append(Paragraph(str(part), styles["Heading3"]))
            for each in passages:
                story += [Paragraph(each.title, title), *(Paragraph(line, text) for line in each.text.splitlines())]
    file = io.BytesIO()
    SimpleDocTemplate(
        file, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=TOP, bottomMargin=BOTTOM
    ).build(story)
    return file.getvalue()


def _mebibytes(paper: PackPaper) -> float:
    """The most memory that drawing takes over what the process has."""
    tracemalloc.start()
    pack.write(paper)
    found = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return found
