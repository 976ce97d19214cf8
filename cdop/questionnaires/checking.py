"""A whole form to read once more before it is sent: every question that is asked, with its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cdop.questionnaires.answer import NOT_IN_A_GROUP, AnswerKey, AnswerSet
from cdop.questionnaires.completeness import Asked, Completeness, asked, counted, groups_without_rows
from cdop.questionnaires.kinds import show
from cdop.questionnaires.obstacles import Obstacle, obstacles_among
from cdop.questionnaires.spec import FormSpec, Group, Section
from cdop.questionnaires.words import Need

NONE_ADDED = "None added"
"""What is shown for a group in which nothing is answered."""


class CheckedAnswer(NamedTuple):
    """One line: the question, its answer in words, and whether it is missing. `control` is its place on the page.

    `name` is what the answer is kept under.
    """

    number: str
    text: str
    shown: str
    control: str
    name: AnswerKey = ("", NOT_IN_A_GROUP)
    row_title: str = ""
    is_blank: bool = False
    is_narrative: bool = False
    need: Need = Need.OPTIONAL


@dataclass(frozen=True, slots=True)
class CheckedSection:
    """A section with the lines of the questions that are asked in it."""

    section: Section
    lines: tuple[CheckedAnswer, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The form as it would be sent, and what stands in the way."""

    title: str
    sections: tuple[CheckedSection, ...]
    completeness: Completeness
    obstacles: tuple[Obstacle, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.obstacles


def check(spec: FormSpec, answers: AnswerSet, agency_type: str | None = None, *, today: date) -> CheckPage:
    """Return the form as that type of agency would send it today."""
    every = asked(spec, answers, agency_type)
    return checked(spec, answers, every, counted(spec, every, agency_type), agency_type, today=today)


def checked(
    spec: FormSpec,
    answers: AnswerSet,
    every: tuple[Asked, ...],
    count: Completeness,
    agency_type: str | None,
    *,
    today: date,
) -> CheckPage:
    """Return the same where the questions that are asked are known, and counted."""
    empty = groups_without_rows(spec, every, answers, agency_type)
    of_item: dict[str, list[Asked]] = {}
    for one in every:
        of_item.setdefault((one.group or one.question).key, []).append(one)
    sections = tuple(
        CheckedSection(each.section, _lines(spec, each.section, of_item, empty)) for each in count.sections
    )
    return CheckPage(spec.title, sections, count, obstacles_among(spec, every, today=today))


def row_title(one: Asked, every: Sequence[Asked]) -> str:
    """Return which row of its group a question is in ("Sibling 2"), "" outside one."""
    if one.group is None:
        return ""
    rows = dict.fromkeys(each.row_key for each in every if each.group is one.group)
    return f"{one.group.noun.capitalize()} {[*rows].index(one.row_key) + 1}"


def _lines(
    spec: FormSpec, section: Section, of_item: Mapping[str, list[Asked]], empty: tuple[Group, ...]
) -> tuple[CheckedAnswer, ...]:
    """The lines of a section in the order of its form; a group without rows has one that says so."""
    lines: list[CheckedAnswer] = []
    for item in section.items:
        if isinstance(item, Group) and item in empty:
            lines.append(CheckedAnswer(item.number, item.text, NONE_ADDED, spec.anchor(item.key), is_blank=True))
        every = of_item.get(item.key, [])
        lines += (_line(spec, one, every) for one in every)
    return tuple(lines)


def _line(spec: FormSpec, one: Asked, every: Sequence[Asked]) -> CheckedAnswer:
    question = one.question
    return CheckedAnswer(
        number=question.number,
        text=question.text,
        shown=show(question, one.answer),
        control=spec.anchor(one.control),
        name=one.name,
        row_title=row_title(one, every),
        is_blank=one.answer.is_blank,
        is_narrative=isinstance(one.answer.value, str) and "\n" in one.answer.value,
        need=question.need,
    )
