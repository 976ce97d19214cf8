"""The pages of a statutory form."""

from collections.abc import Sequence
from itertools import groupby

from reportlab.platypus import CondPageBreak, Flowable

from cdop.documents import paper
from cdop.documents.case_pages import LABEL_AND_VALUE
from cdop.documents.questionnaire_pdf import FormPaper
from cdop.documents.tables import Table, table
from cdop.documents.typesetting import Style
from cdop.questionnaires.checking import NONE_ADDED
from cdop.questionnaires.completeness import Asked, asked, asks, groups_without_rows
from cdop.questionnaires.kinds import show
from cdop.questionnaires.spec import Group, Section
from cdop.rules.dates import written_moment

TITLE = Style(size=24, leading=30, bold=True, after=8)
REFERENCE = Style(size=12, leading=16, colour=paper.GREY, after=2)

HEADING_ROOM = 90.0
"""What must follow a heading that no table follows, in points."""


def write(form: FormPaper) -> bytes:
    """The form as a tagged A4 PDF."""
    title = f"{form.spec.neutral_title()}, {form.about} {form.reference}"
    return paper.write_once(_sheet(form, title, f"Version {form.spec.version}. "), _story(form, 1))


def write_all(forms: Sequence[FormPaper]) -> bytes:
    """The forms of one case as one PDF, with a list of them before."""
    first = forms[0]
    return paper.write_once(_sheet(first, f"Forms of case {first.reference}", ""), _all(forms))


def _sheet(form: FormPaper, title: str, version: str) -> paper.Sheet:
    audience = f"For {form.audience}. " if form.audience else ""
    return paper.Sheet(
        title=title,
        running_title=title,
        foot=f"Confidential. {audience}{version}Printed {written_moment(form.printed_at)}",
        author=form.panel,
        made_on=form.printed_at.date(),
    )


def _all(forms: Sequence[FormPaper]) -> list[Flowable]:
    story: list[Flowable] = [
        paper.para(_reference(forms[0]), REFERENCE),
        paper.para("Forms of this case", TITLE, tag="H1"),
        *paper.points("; ".join((form.spec.title, *(f"{what}: {told}" for what, told in form.head))) for form in forms),
    ]
    for number, form in enumerate(forms, start=1):
        story += [*paper.new_page(), *_story(form, number)]
    return story


def _reference(form: FormPaper) -> str:
    audience = f", for {form.audience}" if form.audience else ""
    return f"{form.about.capitalize()} {form.reference}{audience}"


def _story(form: FormPaper, place: int) -> list[Flowable]:
    """A form; `place` is its number among those on the paper."""
    story: list[Flowable] = [
        paper.para(_reference(form), REFERENCE),
        paper.para(form.spec.title, TITLE, tag="H1"),
    ]
    if form.head:
        story.append(table("", LABEL_AND_VALUE, form.head, numbers=False))
    printed = asked(form.spec, form.answers, form.agency_type)
    every = [one for one in printed if form.identifying or not one.question.is_identifying]
    empty = groups_without_rows(form.spec, printed, form.answers, form.agency_type)
    for section in form.spec.sections:
        if asks(section, form.agency_type):
            story += _section(form, section, every, empty, f"form-{place}-{section.key}")
    return story


def _section(
    form: FormPaper, section: Section, every: list[Asked], empty: tuple[Group, ...], anchor: str
) -> list[Flowable]:
    story: list[Flowable] = []
    plain: list[Asked] = []
    for item in section.items:
        mine = [one for one in every if (one.group or one.question) is item]
        if isinstance(item, Group):
            story += [*_plain(form, plain), *_group(form, item, mine, f"{anchor}-{item.key}", is_empty=item in empty)]
            plain = []
        else:
            plain += mine
    story += _plain(form, plain)
    return _headed(section.heading, 2, anchor, story or [paper.para("Nothing is asked here.")])


def _headed(title: str, level: int, anchor: str, story: list[Flowable]) -> list[Flowable]:
    """What stands under a heading, with it; the heading goes to the next page where nothing would follow it."""
    first, room = story[0], HEADING_ROOM
    if isinstance(first, Table):
        room = first.beginning(paper.MEASURE)
    elif isinstance(first, CondPageBreak):  # the heading of a group
        room = first.height
    return [*paper.heading(title, level, anchor, room=room, style=paper.HEADINGS[level + 1]), *story]


def _plain(form: FormPaper, every: list[Asked]) -> list[Flowable]:
    return [_answers(form, "", every)] if every else []


def _group(form: FormPaper, group: Group, every: list[Asked], anchor: str, *, is_empty: bool) -> list[Flowable]:
    title = f"{group.number}. {group.text}" if group.number else group.text
    if is_empty:
        return _headed(title, 3, anchor, [paper.para(NONE_ADDED)])
    rows = [[*row] for _key, row in groupby(every, key=lambda one: one.row_key)]
    tables = [_answers(form, f"{group.noun.capitalize()} {number}", row) for number, row in enumerate(rows, start=1)]
    return _headed(title, 3, anchor, [*tables]) if tables else []


def _answers(form: FormPaper, caption: str, every: list[Asked]) -> Table:
    """A table of questions and answers, with a column of names where any are known."""
    rows = [(one.question.number, one.question.text, show(one.question, one.answer)) for one in every]
    if not form.authors:
        return table(caption, ("Number", "Question", "Answer"), rows, numbers=False)
    named = [(*row, form.authors.get(one.name, "")) for row, one in zip(rows, every, strict=True)]
    return table(caption, ("Number", "Question", "Answer", "Given by"), named, numbers=False)
