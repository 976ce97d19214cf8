"""The page of a letter: the letterhead, large plain print, nothing but the letter."""

from reportlab.platypus import Flowable

from cdop.documents import paper
from cdop.documents.family_letter import LetterPaper
from cdop.documents.typesetting import Style
from cdop.rules.dates import written_date

LINE = Style(size=12, leading=17, after=0)
SIGNATURE = 40
LAST_LINE = Style(size=12, leading=17, after=10)


def write(letter: LetterPaper) -> bytes:
    """The letter as a tagged A4 PDF."""
    sheet = paper.Sheet(
        title=f"A letter from {letter.panel}",
        running_title="",
        foot="  |  ".join(part for part in (letter.telephone, letter.email) if part),
        author=letter.panel,
        made_on=letter.dated,
    )
    return paper.write_once(sheet, _story(letter))


def _story(letter: LetterPaper) -> list[Flowable]:
    return [
        *_letterhead(letter),
        paper.para(letter.heading, Style(size=12, leading=16, bold=True, after=6), tag="H1"),
        *_lines(letter.addressee),
        paper.space(14),
        paper.para(written_date(letter.dated), LAST_LINE),
        *(each for part in letter.text.strip().split("\n\n") for each in _paragraph(part)),
    ]


def _paragraph(text: str) -> list[Flowable]:
    """A paragraph; where nothing but more blank lines is written, room to sign in."""
    return _lines(text.strip("\n")) if text.strip() else [paper.space(SIGNATURE)]


def _letterhead(letter: LetterPaper) -> list[Flowable]:
    """The panel's name above its colour."""
    red, green, blue = (int(letter.colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    name = paper.para(letter.panel, Style(size=18, leading=22, bold=True, after=6))
    return [name, paper.Band(paper.MEASURE, 3, (red, green, blue)), paper.space(22)]


def _lines(text: str) -> list[Flowable]:
    """The lines of a paragraph as they were written, with room below the last."""
    *first, last = text.splitlines()
    return [*(paper.para(line, LINE) for line in first), paper.para(last, LAST_LINE)]
