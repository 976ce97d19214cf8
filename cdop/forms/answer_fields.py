"""The control of one question of a statutory form, by its kind. What is read and refused is told by the kind.

A control has its answer in `data`, keeps what was typed whatever it was, and never requires anything: half a form
can be saved.
"""

import json
from datetime import date
from typing import Any, ClassVar

from markupsafe import Markup
from wtforms import Field
from wtforms.validators import StopValidation

from cdop.forms.components import draw
from cdop.forms.drawn import Condition, Drawn
from cdop.questionnaires.answer import BLANK, Answer
from cdop.questionnaires.kinds import KINDS, LONGEST_TEXT, NON_ANSWER_LABELS, choices, show
from cdop.questionnaires.merging import Conflict
from cdop.questionnaires.spec import Question
from cdop.questionnaires.typed_page import box_names, read_control
from cdop.questionnaires.words import Kind, Need
from cdop.rules.typed_dates import PARTS
from cdop.rules.typed_text import mark_unusable

OVERTAKEN = "This answer was changed elsewhere while you were writing. Save again to replace it with yours"
HINTS = {Kind.TIME: "For example, 2:30pm"}
"""What stands under a question that has no hint of its own."""

NEEDED, NEEDED_IN_A_ROW = "Needed", "Needed for each one that you add"
"""The marks of an answer without which the form cannot be sent."""

MANY = 15
"""More choices than this are drawn as a list to open, not as radios."""


class AnswerField(Drawn, Field):  # type: ignore[misc]
    """One box, or several; under it the ways of not answering.

    `today` is the day after which no date can be that tells of the past.
    """

    component = "input"

    def __init__(self, question: Question, *, today: date, row_key: str = "", hint: str = "", **options: Any) -> None:
        label = f"{question.number}. {question.text}" if question.number else question.text
        mark = NEEDED_IN_A_ROW if row_key else NEEDED
        words = (mark if question.need is Need.REQUIRED else "", question.hint or HINTS.get(question.kind, ""))
        hint = hint or ". ".join(filter(None, words))
        super().__init__(label, hint=hint, called=question.called, **options)
        self.question = question
        self.today = today
        self.row_key = row_key
        self.only_if = ""
        self.is_shown = False
        self.typed: tuple[str, ...] = ()
        self.ticked: list[str] = []
        self.fault = ""
        self.boxes: tuple[int, ...] = ()
        self.conflict: Conflict | None = None
        self.author = ""
        self.told: Answer | None = None

    def tell(self, told: Answer) -> None:
        """Offer to confirm or correct what the panel was told before."""
        self.told = told

    def confirm(self) -> None:
        """Answer with what the panel was told, whatever was typed."""
        if self.told is not None:
            self.fault, self.boxes = "", ()
            self.process_data(self.told)

    @property
    def told_words(self) -> str:
        """What the panel was told, in words."""
        return "" if self.told is None else show(self.question, self.told)

    @property
    def is_confirmed(self) -> bool:
        """Whether the answer is what the panel was told."""
        return self.told is not None and self.data == self.told

    @property
    def may_confirm(self) -> bool:
        """Whether the panel was told something, and nothing is answered here."""
        return self.told is not None and self.is_shown and not any(self.typed) and not self.ticked

    def ask_when(self, when: Condition | None, only_if: str) -> None:
        """Show the question only while a condition on others of the page holds; `only_if` says it in words."""
        self.when, self.only_if = when, only_if

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        super().process(None, *args, **options)
        if formdata is not None:
            self._read(formdata)

    def process_data(self, value: Answer | None) -> None:
        self.data = value or BLANK
        self.typed = () if self.data.value is None else KINDS[self.question.kind].typed(self.data.value)
        self.ticked = [] if self.data.non_answer is None else [self.data.non_answer.value]

    def _read(self, formdata: Any) -> None:
        given = read_control(self.question, self.name, formdata, today=self.today)
        self.typed, self.ticked, self.data = given.texts, given.ticked, given.answer
        self.fault, self.boxes = given.fault, given.boxes

    def pre_validate(self, form: Any) -> None:
        if self.fault:
            raise StopValidation(f"{self.called}: {self.fault}")

    def overtake(self, conflict: Conflict) -> None:
        """Show that somebody else changed the answer meanwhile, beside what was typed here."""
        self.conflict = conflict
        self.errors = [*self.errors, f"{self.called}: {OVERTAKEN}"]

    def widget(self, _field: Field, **look: Any) -> Markup:
        """The question's HTML: its control, the ways of not answering, and what somebody else answered."""
        conflict = self.conflict
        return draw(
            "answer",
            {
                "id": self.id,
                "when": json.dumps(self.when) if self.when else "",
                "theirs": show(self.question, conflict.stored) if conflict else "",
                "by": conflict.by_name if conflict else "",
                "control": draw(self.component, self.parameters(**look)),
                "reasons": self._reasons(),
                "author": self.author,
            },
        )

    def surroundings(self, **look: Any) -> dict[str, Any]:
        has_hint = self.description or self.only_if
        stop = "." if self.only_if and self.description and self.description[-1] not in ".?" else ""
        hint = {"text": f"{self.description}{stop}", "only_if": self.only_if} if has_hint else None
        return {**super().surroundings(**look), "hint": hint}

    def _reasons(self) -> Markup | str:
        if not self.question.non_answers:
            return ""
        legend = {"text": f"If you cannot answer {self.called}", "classes": "govuk-visually-hidden"}
        boxes = [
            {"value": each.value, "text": NON_ANSWER_LABELS[each], "checked": each in self.ticked}
            | {"behaviour": "exclusive"}
            for each in self.question.non_answers
        ]
        name = f"{self.name}-reason"
        look = {"fieldset": {"legend": legend}, "classes": "govuk-checkboxes--small cdop-reasons"}
        return draw("checkboxes", {"idPrefix": name, "name": name, "items": boxes, **look})


class LineField(AnswerField):
    """One line; `details` are the parameters of the box that its kind has."""

    details: ClassVar[dict[Kind, dict[str, Any]]] = {
        Kind.NUMBER: {"inputmode": "numeric", "classes": "govuk-input--width-5"},
        Kind.DECIMAL: {"inputmode": "decimal", "classes": "govuk-input--width-5"},
        Kind.TIME: {"classes": "govuk-input--width-5"},
        Kind.NHS_NUMBER: {"inputmode": "numeric", "classes": "govuk-input--width-20"},
        Kind.POSTCODE: {"classes": "govuk-input--width-10"},
        Kind.EMAIL: {"type": "email"},
        Kind.TELEPHONE: {"type": "tel", "classes": "govuk-input--width-20"},
    }

    def parameters(self, **look: Any) -> dict[str, Any]:
        value = mark_unusable(self.typed[0] if self.typed else "")
        unit = {"suffix": {"text": self.question.unit}} if self.question.unit else {}
        asked = {"type": "text", "value": value, **self.details.get(self.question.kind, {}), **unit}
        return {**super().parameters(**look), **asked} | ({"spellcheck": False} if not self._is_prose else {})

    @property
    def _is_prose(self) -> bool:
        return self.question.kind is Kind.TEXT


class NarrativeField(AnswerField):
    """Several lines, with a count of the characters that are left."""

    component = "character-count"

    def parameters(self, **look: Any) -> dict[str, Any]:
        value = mark_unusable(self.typed[0] if self.typed else "", lines=True)
        longest = self.question.max_length or LONGEST_TEXT
        count = {"maxlength": longest, "threshold": 75}
        return {**super().parameters(**look), "value": value, "rows": 5, "spellcheck": True, **count}


class DateAnswerField(AnswerField):
    """A day in three boxes."""

    component = "date-input"

    @property
    def focus_id(self) -> str:
        return box_names(self.question, self.id)[self.boxes[0] if self.boxes else 0]

    def parameters(self, **look: Any) -> dict[str, Any]:
        items = [self._box(place, part) for place, part in enumerate(PARTS)]
        return {**self.surroundings(**look), "id": self.id, "fieldset": self.fieldset(**look), "items": items}

    def _box(self, place: int, part: str) -> dict[str, Any]:
        is_faulty = bool(self.errors) and place in (self.boxes or range(len(PARTS)))
        width = 4 if part == "year" else 2
        return {
            "id": f"{self.id}-{part}",
            "name": f"{self.name}-{part}",
            "label": part.capitalize(),
            "value": mark_unusable(self.typed[place] if self.typed else ""),
            "classes": f"govuk-input--width-{width}{' govuk-input--error' if is_faulty else ''}",
            "inputmode": "numeric",
        }


class ChosenField(AnswerField):
    """One of the choices; the ways of not answering stand among them."""

    @property
    def component(self) -> str:  # type: ignore[override]
        """Radios, or a list to open where there are many choices."""
        return "select" if len(choices(self.question)) > MANY else "radios"

    def _reasons(self) -> str:
        return ""

    def parameters(self, **look: Any) -> dict[str, Any]:
        if self.component == "select":
            blank = {"value": "", "text": "Choose", "selected": False}
            return {**super().parameters(**look), "items": [blank, *self._items("selected")]}
        items, look = self._items("checked", "or"), dict(look)
        if self.question.kind is Kind.YES_NO:  # on one line, where "or" between them would be in the way
            items, look["classes"] = self._items("checked"), "govuk-radios--inline"
        group = {"idPrefix": self.id, "name": self.name, "fieldset": self.fieldset(**look)}
        return {**self.surroundings(**look), **group, "items": items}

    def _items(self, mark: str, divider: str = "", **reason: str) -> list[dict[str, Any]]:
        chosen = {*self.typed, *self.ticked}
        offered = [
            {"value": each.value, "text": each.label, mark: each.value in chosen}
            | ({"hint": {"text": each.hint}} if each.hint else {})
            for each in choices(self.question)
            if each.is_offered or each.value in chosen
        ]
        reasons = [
            {"value": each.value, "text": NON_ANSWER_LABELS[each], mark: each in chosen, **reason}
            for each in self.question.non_answers
        ]
        return [*offered, *([{"divider": divider}] if reasons and divider else []), *reasons]


class SeveralField(ChosenField):
    """Any of the choices; a way of not answering takes the others away."""

    component = "checkboxes"

    def parameters(self, **look: Any) -> dict[str, Any]:
        items = self._items("checked", "or", behaviour="exclusive")
        return {**super().parameters(**look), "items": items}


FIELD_FOR: dict[Kind, type[AnswerField]] = {
    Kind.TEXT: LineField,
    Kind.LONG_TEXT: NarrativeField,
    Kind.YES_NO: ChosenField,
    Kind.CHOICE: ChosenField,
    Kind.CHOICES: SeveralField,
    Kind.NUMBER: LineField,
    Kind.DECIMAL: LineField,
    Kind.DATE: DateAnswerField,
    Kind.TIME: LineField,
    Kind.NHS_NUMBER: LineField,
    Kind.POSTCODE: LineField,
    Kind.EMAIL: LineField,
    Kind.TELEPHONE: LineField,
}
