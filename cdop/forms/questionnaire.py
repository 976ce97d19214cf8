"""One section of a statutory form as a page's form, made from its definition.

A draft never requires anything. The page carries a fingerprint of each answer that it shows, and the rows of each
group, so that it can be sent without loss whatever somebody else did meanwhile.
"""

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from wtforms import HiddenField

from cdop.forms.answer_fields import FIELD_FOR, AnswerField
from cdop.forms.base import BaseForm, is_shown_again
from cdop.forms.drawn import Condition
from cdop.questionnaires import merging
from cdop.questionnaires.answer import BLANK, NOT_IN_A_GROUP, Answer, AnswerKey, AnswerSet
from cdop.questionnaires.completeness import asked_answers, control, is_for, rows_of
from cdop.questionnaires.condition_words import only_if
from cdop.questionnaires.conditions import All, Is, Not, When, is_ruled_out, settled
from cdop.questionnaires.conditions import Any as AnyOf
from cdop.questionnaires.merging import Conflict
from cdop.questionnaires.spec import FormSpec, Group, Question, Section
from cdop.questionnaires.typed_page import Control, controls, rows_sent, seen_after, seen_on_page, seen_to_send

SAVE, ADD, REMOVE, CONFIRM = "save", "add", "remove", "confirm"
ROW_CHANGED = "Somebody else changed what you removed while you were writing, so it is still there"


class SeenField(HiddenField):  # type: ignore[misc]
    """The fingerprints of the answers that the page showed, by what the answers are kept under."""

    data: dict[AnswerKey, str]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = seen_on_page(valuelist[0] if valuelist else "")

    def _value(self) -> str:
        return seen_to_send(self.data or {})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a group on a page. `title` names it: "Sibling 1"; `folded` is drawn for whoever opens it."""

    key: str
    title: str
    fields: tuple[AnswerField, ...]
    folded: tuple[AnswerField, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is answered in what is folded, or wrong with it."""
        return any(field.errors or (field.data and not field.data.is_blank) for field in self.folded)


@dataclass(frozen=True, slots=True)
class GroupOnPage:
    """A group on a page: its rows, the condition on which it is shown, and whether one more may be added."""

    group: Group
    anchor: str
    rows: tuple[Row, ...]
    when: str
    only_if: str
    may_add: bool


@dataclass(frozen=True, slots=True)
class Pressed:
    """The button that sent a page: `SAVE`, or `ADD` and `REMOVE` with the key of the group and of the row.

    `CONFIRM` has the key of the question whose answer the panel was told, "" for all that are not answered yet.
    """

    button: str
    group_key: str = ""
    row_key: str = ""


class SectionForm(BaseForm):
    """The form of one section. `parts` are its questions and groups as they are drawn, in order."""

    seen = SeenField()
    spec: FormSpec
    section: Section
    known: AnswerSet
    pressed: Pressed
    parts: tuple[AnswerField | GroupOnPage, ...]
    removed: tuple[AnswerKey, ...]

    @property
    def to_confirm(self) -> int:
        """How many questions could be confirmed and are not answered yet."""
        return sum(field.may_confirm and field.when is None for field in self.controls)

    @property
    def controls(self) -> Iterator[AnswerField]:
        """The controls of all questions, shown or not."""
        return (field for field in self if isinstance(field, AnswerField))

    def validate(self, *args: Any, **options: Any) -> bool:
        """Say whether all that is asked can be read. What was typed where another answer now hides it is no fault."""
        super().validate(*args, **options)
        known = {**self.known, **self.answers()}
        groups = {question.key: group for group, question in self.section.questions()}
        for field in self.controls:
            group, question = groups[field.question.key], field.question
            hidden = is_ruled_out(question.when, known, field.row_key) or (group and is_ruled_out(group.when, known))
            if field.fault and hidden:
                field.errors = ()
        return not is_shown_again() and not self.errors

    def answers(self) -> dict[AnswerKey, Answer]:
        """Return every answer on the page that can be read; those of a row that was removed are blank."""
        readable = {(f.question.key, f.row_key): f.data for f in self.controls if not f.fault}
        return {**readable, **dict.fromkeys(self.removed, BLANK)}

    def name_authors(self, authors: Mapping[AnswerKey, str]) -> None:
        """Show beside each answer who gave it, in the words of `authors`."""
        for field in self.controls:
            field.author = authors.get((field.question.key, field.row_key), "")

    def after_saving(self, stored: AnswerSet, conflicts: Iterable[Conflict] = ()) -> None:
        """Show the page again after what could be saved was; of a conflict it shows theirs beside what was typed."""
        conflicts, typed = tuple(conflicts), self.answers()
        shown = {name: given for name, given in stored.items() if typed.get(name) == given}
        shown |= {conflict.name: conflict.stored for conflict in conflicts}
        self.seen.data = seen_after(self.spec, self.seen.data, shown)
        fields = {(field.question.key, field.row_key): field for field in self.controls}
        for conflict in conflicts:
            if conflict.name in fields:
                fields[conflict.name].overtake(conflict)
            else:
                self.form_errors = [ROW_CHANGED]


def build_section_form(
    spec: FormSpec,
    section_key: str,
    answers: AnswerSet,
    agency_type: str | None = None,
    *,
    today: date,
    add: str = "",
    told: AnswerSet | None = None,
) -> SectionForm:
    """Return the form of a section with the stored answers, or with what was sent where a page was sent.

    Only the questions for that type of agency are on it (None: all). `add` is the anchor of a group that gets one more
    row; `told` is what the panel was told before, to be confirmed or corrected. Raises LookupError where there is no
    such section.
    """
    form = _Page(spec, spec.section(section_key), answers, agency_type, add).form(today)
    for field in form.controls:
        if given := (told or {}).get((field.question.key, field.row_key)):
            field.tell(given)
    if form.pressed.button == CONFIRM:
        _confirm(form, form.pressed.group_key)
    return form


def _confirm(form: SectionForm, key: str) -> None:
    """Take what the panel was told for the answer to a question, or to all that are not answered."""
    for field in form.controls:
        is_meant = field.question.key == key if key else field.may_confirm and field.when is None
        if is_meant:
            field.confirm()


class _Page:
    """What making a section's form takes."""

    def __init__(self, spec: FormSpec, section: Section, answers: AnswerSet, agency_type: str | None, add: str) -> None:
        self.spec, self.section, self.stored, self.agency_type = spec, section, answers, agency_type
        self.is_sent = request.method == "POST"
        self.pressed = _pressed(request.form.get("press", SAVE)) if self.is_sent else self._added(add)
        self.rows = {item.key: self._rows(item) for item in section.items if isinstance(item, Group)}
        self.known = asked_answers(spec, answers, agency_type)
        self.open = frozenset(question.key for _group, question in section.questions())

    def _added(self, anchor: str) -> Pressed:
        """The press that leads to an address with the anchor of a group that gets a row."""
        groups = (item.key for item in self.section.items if isinstance(item, Group))
        return Pressed(ADD, next((key for key in groups if self.spec.anchor(key) == anchor), ""))

    def form(self, today: date) -> SectionForm:
        each = [*controls(self.section.items, self.rows, self.agency_type)]
        fields = {c.name: self._new_field(c, today) for c in each}
        made = type("SectionFormOf", (SectionForm,), fields)
        shown = {c.name: self.stored.get(c.key, BLANK) for c in each}
        form: SectionForm = made(data={**shown, "seen": {}})
        form.spec, form.section, form.pressed, form.known = self.spec, self.section, self.pressed, self.known
        form.parts = tuple(self._part(item, form) for item in self.section.items if self._is_drawn(item))
        form.removed = self._removed()
        if not self.is_sent:
            stored = {(f.question.key, f.row_key): f.data for f in form.controls if f.is_shown}
            form.seen.data = merging.seen(self.spec, stored)
        return form

    def _new_field(self, place: Control, today: date) -> AnswerField:
        question, anchor = place.question, self.spec.anchor(place.name)
        return FIELD_FOR[question.kind](question, today=today, row_key=place.row_key, id=anchor)

    def _rows(self, group: Group) -> tuple[str, ...]:
        """The rows that the page has: those that were sent or stored, and a new one where it is wanted."""
        rows = rows_sent(group, request.form) if self.is_sent else [*rows_of(group, self.stored)]
        if self.pressed == Pressed(REMOVE, group.key, self.pressed.row_key) and self.pressed.row_key in rows:
            rows.remove(self.pressed.row_key)
        wants_one = self.pressed.button == ADD and self.pressed.group_key == group.key
        if (wants_one and len(rows) < group.at_most) or not rows:
            rows.append(new_row_key(rows))
        return tuple(rows)

    def _removed(self) -> tuple[AnswerKey, ...]:
        groups = {item.key: item for item in self.section.items if isinstance(item, Group)}
        if not self.is_sent or self.pressed.button != REMOVE or self.pressed.group_key not in groups:
            return ()
        row = self.pressed.row_key
        return tuple((q.key, row) for q in groups[self.pressed.group_key].questions if row)

    def _is_drawn(self, item: Question | Group) -> bool:
        agencies = item.agencies if isinstance(item, Question) else frozenset()
        return is_for(agencies, self.agency_type) and self._settled(item.when, NOT_IN_A_GROUP) is not False

    def _settled(self, when: When | None, row_key: str) -> When | bool:
        return settled(when, self.known, self.open, row_key)

    def _part(self, item: Question | Group, form: SectionForm) -> AnswerField | GroupOnPage:
        if isinstance(item, Question):
            return self._field(None, item, NOT_IN_A_GROUP, form)
        keys = self.rows[item.key]
        rows = tuple(self._row(item, key, number, form) for number, key in enumerate(keys, start=1))
        left = self._settled(item.when, NOT_IN_A_GROUP)
        condition = None if isinstance(left, bool) else _condition(left, {})
        words = "" if isinstance(left, bool) else only_if(self.spec, left)
        shown, anchor = json.dumps(condition) if condition else "", self.spec.anchor(item.key)
        return GroupOnPage(item, anchor, rows, shown, words, len(keys) < item.at_most)

    def _row(self, group: Group, key: str, number: int, form: SectionForm) -> Row:
        asked = (
            (question.is_folded, self._field(group, question, key, form))
            for question in group.questions
            if is_for(question.agencies, self.agency_type)
        )
        shown = [(is_folded, field) for is_folded, field in asked if field.is_shown]
        open_to_all, folded = (tuple(f for is_folded, f in shown if is_folded is which) for which in (False, True))
        return Row(key, f"{group.noun.capitalize()} {number}", open_to_all, folded)

    def _field(self, group: Group | None, question: Question, row_key: str, form: SectionForm) -> AnswerField:
        field: AnswerField = form[control(group, question, row_key)]
        left = self._settled(question.when, row_key)
        field.is_shown = left is not False
        if not isinstance(left, bool):
            within = {each.key: control(group, each, row_key) for each in group.questions} if group else {}
            field.ask_when(_condition(left, within), only_if(self.spec, left))
        return field


def new_row_key(rows: Iterable[str]) -> str:
    """Return the key of a new row after these: in order, and like no other that somebody else adds meanwhile."""
    last = max((int(digits[0]) for row in rows if (digits := re.match("[0-9]{1,2}", row))), default=0)
    return f"{last + 1:02}{secrets.token_hex(3)}"


def _condition(when: When, within: Mapping[str, str]) -> Condition:
    """A condition as the page's script reads it, on the names of the controls."""
    match when:
        case Is(key, values):
            return ["is", within.get(key, key), *values]
        case All(parts):
            return ["all", *(_condition(part, within) for part in parts)]
        case AnyOf(parts):
            return ["any", *(_condition(part, within) for part in parts)]
        case Not(part):
            return ["not", _condition(part, within)]


def _pressed(value: str) -> Pressed:
    button, group_key, row_key = [*value.split(":"), "", ""][:3]
    return Pressed(button, group_key, row_key) if button in (ADD, REMOVE, CONFIRM) else Pressed(SAVE)
