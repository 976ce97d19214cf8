"""The pages of a pack: a front with the agenda, then each case from a page of its own."""

from collections.abc import Callable
from datetime import datetime

from reportlab.platypus import Flowable

from cdop.documents import paper
from cdop.documents.minutes_pages import text_of
from cdop.documents.pack import PackPaper
from cdop.documents.typesetting import Style
from cdop.queries.minutes import Minutes
from cdop.queries.pack_reader import ReadCase, ReadPassage
from cdop.rules.dates import unbroken, written_date, written_moment
from cdop.rules.packs import AGENDA, CASES
from cdop.rules.vocabulary import PackPart

TITLE = Style(size=24, leading=30, bold=True, after=10)
CASE = Style(size=18, leading=22, bold=True, after=4)
PART = Style(size=12.5, leading=16, bold=True, before=9, after=3)
PASSAGE = Style(size=10, leading=13, bold=True, before=4, after=1)
TEXT = Style(size=9.5, leading=12.5, after=4)
OF_A_PASSAGE = PASSAGE.before + PASSAGE.leading + PASSAGE.after + 2 * TEXT.leading
"""What stands on one page of a passage at least: its title and two lines."""
CONFIDENTIAL = (
    "Confidential, for child death review only (Children Act 2004, sections 16M to 16Q). Do not copy it, pass it on or "
    "use it for anything else. Tell the chair at once if you knew a child or a family here."
)


def write(pack: PackPaper, on_case: Callable[[int], None]) -> bytes:
    """The pack as a tagged A4 PDF."""
    copy = f" Copy {pack.copy}." if pack.copy else ""
    sheet = paper.Sheet(
        title=f"Papers for the {pack.meeting}",
        running_title=f"Papers for the {pack.meeting}",
        foot=f"Confidential. For {pack.reader}.{copy} {written_moment(pack.made_at)}",
        author=pack.panel,
        made_on=pack.made_at.date(),
        watermark=f"{pack.reader}{f', copy {pack.copy}' if pack.copy else ''}",
    )
    return paper.write_once(sheet, _story(pack, on_case))


def pages_of(case: ReadCase, made_at: datetime) -> int:
    """How many pages a case takes."""
    sheet = paper.Sheet("Case", "Case", "Case", "Panel", made_at.date())
    return paper.pages(sheet, _case(case))


def _story(pack: PackPaper, on_case: Callable[[int], None]) -> list[Flowable]:
    story: list[Flowable] = [
        paper.para(unbroken(f"Papers for the {pack.meeting}"), TITLE, tag="H1"),
        paper.para(CONFIDENTIAL, paper.LEAD),
        *paper.heading("Agenda", 2, "agenda", style=PART),
        *paper.points(AGENDA),
        *paper.heading(CASES, 2, "cases", style=PART),
        *paper.points(case.reference for case in pack.cases),
    ]
    if pack.before is not None:
        story += [*paper.new_page(), *_minutes(pack.before)]
    for drawn, case in enumerate(pack.cases):
        story += [*paper.new_page(), Reached(on_case, drawn), *_case(case)]
    return story


class Reached(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """Takes no room, and tells how far the drawing is."""

    def __init__(self, on_case: Callable[[int], None], drawn: int) -> None:
        super().__init__()
        self.on_case, self.drawn = on_case, drawn

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del width, height
        return 0, 0

    def draw(self) -> None:
        self.on_case(self.drawn)


def _minutes(before: Minutes) -> list[Flowable]:
    """The minutes of the meeting before, with the actions that it agreed."""
    story = paper.heading(unbroken(f"Minutes of {written_date(before.held_on)}"), 2, "minutes", style=CASE)
    story.append(paper.para(before.standing, TEXT))
    for number, sheet in enumerate(before.sheets, start=1):
        story += paper.heading(sheet.title, 3, f"minutes-{number}", style=PART, room=40)
        story += text_of(sheet.text, TEXT)
    return story


def _case(case: ReadCase) -> list[Flowable]:
    story = paper.heading(f"Case {case.reference}", 2, f"case-{case.id}", style=CASE)
    for part, passages in case.pages:
        story += _part(case, part, passages)
    if case.behind:
        story.append(paper.para("More of this case can be read on screen, behind its links.", paper.SMALL))
    return story


def _part(case: ReadCase, part: PackPart, passages: tuple[ReadPassage, ...]) -> list[Flowable]:
    key = f"case-{case.id}-{part.name.lower()}"
    story = paper.heading(f"{part[:1].upper()}{part[1:]}".replace("'", "’"), 3, key, style=PART, room=40)
    for passage in passages:
        story += [paper.room(OF_A_PASSAGE), paper.para(passage.title, PASSAGE, tag="H4")]
        story += [paper.para(line, TEXT) for line in passage.text.splitlines() if line.strip()]
    return story
