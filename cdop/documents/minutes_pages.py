"""The pages of minutes: each sheet under its heading."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from cdop.documents import paper
from cdop.documents.minutes import MinutesPaper
from cdop.documents.typesetting import Style
from cdop.rules.dates import unbroken, written_moment
from cdop.rules.minutes import parts

TITLE = Style(size=24, leading=30, bold=True, after=4)
SHEET = Style(size=14, leading=18, bold=True, before=14, after=5)
TEXT = Style(size=10.5, leading=14.5, after=4)


def write(minutes: MinutesPaper) -> bytes:
    """The minutes as a tagged A4 PDF."""
    title = f"Minutes of the {minutes.meeting}"
    sheet = paper.Sheet(
        title=title,
        running_title=title,
        foot=f"Confidential. {minutes.standing}. {written_moment(minutes.made_at)}",
        author=minutes.panel,
        made_on=minutes.made_at.date(),
        watermark=minutes.reader,
    )
    return paper.write_once(sheet, _story(minutes, title))


def _story(minutes: MinutesPaper, title: str) -> list[Flowable]:
    story: list[Flowable] = [paper.para(unbroken(title), TITLE, tag="H1"), paper.para(minutes.standing, paper.LEAD)]
    for number, (heading, text) in enumerate(minutes.sheets, start=1):
        story += paper.heading(heading, 2, f"sheet-{number}", style=SHEET)
        story += text_of(text, TEXT)
    return story


def text_of(text: str, style: Style) -> Iterator[Flowable]:
    """The lines of a sheet: paragraphs and lists."""
    for is_list, lines in parts(text):
        yield from paper.points(lines, style) if is_list else (paper.para(line, style) for line in lines)
