"""What somebody typed on a page of a form, read from what the browser sent, without the page being drawn."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from cdop.questionnaires.answer import BLANK, NOT_IN_A_GROUP, Answer, AnswerKey, AnswerSet
from cdop.questionnaires.completeness import control, is_for
from cdop.questionnaires.date_checks import NOT_YET, is_still_to_come
from cdop.questionnaires.kinds import KINDS, ChoiceKind, Unreadable, read
from cdop.questionnaires.merging import fingerprint, seen
from cdop.questionnaires.spec import FormSpec, Group, Question, Section
from cdop.questionnaires.words import Kind
from cdop.rules.typed_dates import PARTS

_ROW_KEY = re.compile(r"[0-9a-z]{1,40}")
_MOST_ROWS = 100


class Sent(Protocol):
    """What a browser sent: texts by the names of the controls."""

    def lists(self) -> Iterable[tuple[str, list[str]]]: ...

    def get(self, name: str, /) -> str | None: ...

    def getlist(self, name: str, /) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for one question, and the answer that it is; BLANK with the `fault` where it cannot be read.

    `boxes` are the ones to look at, by their place; `ticked` are the ways of not answering.
    """

    texts: tuple[str, ...]
    ticked: list[str]
    answer: Answer
    fault: str = ""
    boxes: tuple[int, ...] = ()


class Control(NamedTuple):
    """One question on a page, in a row of its group where it is in one."""

    group: Group | None
    question: Question
    row_key: str

    @property
    def name(self) -> str:
        """What the browser sends it as."""
        return control(self.group, self.question, self.row_key)

    @property
    def key(self) -> AnswerKey:
        """What its answer is kept under."""
        return self.question.key, self.row_key


@dataclass(frozen=True, slots=True)
class TypedPage:
    """The answers of a page that can be read, what the page called those that cannot, and what it had shown.

    A question that was shown without an answer and has none now may not be among them.
    """

    spec: FormSpec
    answers: dict[AnswerKey, Answer]
    unread: list[str]
    seen: dict[AnswerKey, str]

    @property
    def touched(self) -> dict[AnswerKey, Answer]:
        """The answers that are others than the page had shown."""
        questions, seen = self.spec.by_key(), self.seen
        return {
            name: given
            for name, given in self.answers.items()
            if fingerprint(questions[name[0]], given) != seen.get(name, "")
        }

    def seen_now(self, stored: AnswerSet) -> dict[AnswerKey, str]:
        """Return what the page shows once these are stored; what somebody else wrote meanwhile it does not show."""
        shown = {name: given for name, given in stored.items() if self.answers.get(name) == given}
        return seen_after(self.spec, self.seen, shown)


def read_page(spec: FormSpec, section: Section, sent: Sent, agency_type: str | None, *, today: date) -> TypedPage:
    """Return what was typed on the page of a section, of the questions for that type of agency (None: all)."""
    shown = seen_on_page(sent.get("seen") or "")
    filled = {name for name, texts in sent.lists() if any(texts)}
    rows = {item.key: rows_sent(item, sent) for item in section.items if isinstance(item, Group)}
    left_blank = _left_blank(section, rows, filled)
    answers = {name: BLANK for name in shown if name in left_blank}
    items = [item for item in section.items if (item.key, NOT_IN_A_GROUP) not in left_blank]
    rows = {key: [row for row in each if _has_any(key, row, filled)] for key, each in rows.items()}
    unread = []
    for each in controls(items, rows, agency_type):
        typed = read_control(each.question, each.name, sent, today=today)
        if typed.fault:
            unread.append(each.question.called)
        else:
            answers[each.key] = typed.answer
    return TypedPage(spec, answers, unread, shown)


def _left_blank(section: Section, rows: Mapping[str, Sequence[str]], filled: Set[str]) -> set[AnswerKey]:
    """What has nothing typed in its boxes or ticked beside them, mostly most of a page; of a group, by whole rows."""
    alone = {
        (item.key, NOT_IN_A_GROUP)
        for item in section.items
        if isinstance(item, Question)
        and item.key not in filled
        and f"{item.key}-reason" not in filled
        and (item.kind is not Kind.DATE or filled.isdisjoint(box_names(item, item.key)))
    }
    groups = (item for item in section.items if isinstance(item, Group))
    blank = ((group, row) for group in groups for row in rows[group.key] if not _has_any(group.key, row, filled))
    return alone | {(question.key, row) for group, row in blank for question in group.questions}


def _has_any(group_key: str, row: str, filled: Set[str]) -> bool:
    """Whether anything is typed or ticked in a row of a group."""
    return any(name.startswith(f"{group_key}-{row}-") for name in filled)


def controls(
    items: Iterable[Question | Group], rows: Mapping[str, Sequence[str]], agency_type: str | None
) -> Iterator[Control]:
    """Return every control on a page with these questions and groups, which have these rows, in order.

    What other answers hide is there too: somebody may be answering it.
    """
    for item in items:
        group = item if isinstance(item, Group) else None
        for row in rows[item.key] if group else (NOT_IN_A_GROUP,):
            for question in item.questions if isinstance(item, Group) else (item,):
                if is_for(question.agencies, agency_type):
                    yield Control(group, question, row)


def rows_sent(group: Group, sent: Sent) -> list[str]:
    """Return the keys of the rows of a group that a page had."""
    keys = (key for key in sent.getlist(f"{group.key}-row") if _ROW_KEY.fullmatch(key))
    return [*dict.fromkeys(keys)][:_MOST_ROWS]


def read_control(question: Question, name: str, sent: Sent, *, today: date) -> Typed:
    """Return what was typed for a question in the control of that name.

    `today` is the day after which no date can be that tells of the past.
    """
    texts = KINDS[question.kind].tidied(_texts(question, name, sent))
    ticked = sent.getlist(f"{name}-reason")
    try:
        found = read(question, texts, ticked)
        if is_still_to_come(question, found, today):
            raise Unreadable(NOT_YET)
    except Unreadable as error:
        return Typed(texts, ticked, BLANK, str(error), error.boxes)
    return Typed(texts, ticked, found)


def box_names(question: Question, name: str) -> tuple[str, ...]:
    """Return the names of the boxes of a control: those of a date have its parts."""
    return tuple(f"{name}-{part}" for part in PARTS) if question.kind is Kind.DATE else (name,)


def seen_after(spec: FormSpec, before: Mapping[AnswerKey, str], shown: AnswerSet) -> dict[AnswerKey, str]:
    """Return the fingerprints of a page that had those, and now shows these answers as well or instead."""
    left = {name: mark for name, mark in before.items() if name not in shown}
    return {**left, **seen(spec, shown)}


def seen_on_page(sent: str) -> dict[AnswerKey, str]:
    """Return the fingerprints that a page sent of what it showed; nothing where it sent nothing sensible."""
    try:
        listed: Any = json.loads(sent)
        return {(str(key), str(row)): str(mark) for key, row, mark in listed}
    except (ValueError, TypeError, RecursionError):  # the last: brackets within brackets without end
        return {}


def seen_to_send(marks: Mapping[AnswerKey, str]) -> str:
    """Return the fingerprints of what a page shows, as it carries them."""
    return json.dumps([[*name, mark] for name, mark in marks.items()], separators=(",", ":"))


def _texts(question: Question, name: str, sent: Sent) -> list[str]:
    if isinstance(KINDS[question.kind], ChoiceKind):
        return sent.getlist(name)
    return [sent.get(each) or "" for each in box_names(question, name)]
