"""A letter to a child's family on plain paper: the panel's name, the day, whom it is to, and its words as written."""

from dataclasses import dataclass
from datetime import date

from cdop.rules.dates import written_date


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """What the paper says. A blank line in `text` begins a paragraph. `dated` is the day of its release."""

    panel: str
    telephone: str | None
    email: str | None
    addressee: str
    text: str
    dated: date


def write(letter: LetterPaper) -> bytes:
    """Return the letter as a tagged A4 PDF; its title names nobody."""
    # Drawing loads when it is first needed.
    from cdop.documents import paper
    from cdop.documents.typesetting import Style

    reached = "  |  ".join(part for part in (letter.telephone, letter.email) if part)
    words = Style(size=12, leading=17, after=10)
    sheet = paper.Sheet(
        title="A letter from " + letter.panel,
        running_title=letter.panel,
        foot=reached,
        author=letter.panel,
        made_on=letter.dated,
    )
    paragraphs = [part.strip("\n") for part in letter.text.split("\n\n") if part.strip()]

    def story(_pages: dict[str, int]) -> list[paper.Flowable]:
        return [
            paper.para("Private", Style(size=12, leading=16, bold=True, after=4), tag="H1"),
            *(paper.para(line, Style(size=12, leading=17, after=0)) for line in letter.addressee.splitlines()),
            paper.space(14),
            paper.para(written_date(letter.dated), words),
            *(flowable for part in paragraphs for flowable in _paragraph(part, words)),
        ]

    def _paragraph(part: str, style: Style) -> list[paper.Flowable]:
        lines = part.splitlines()
        return [
            *(paper.para(line, Style(size=12, leading=17, after=0)) for line in lines[:-1]),
            paper.para(lines[-1], style),
        ]

    return paper.write(sheet, story)
