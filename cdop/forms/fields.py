"""Fields that draw themselves as components of the GOV.UK Design System.

Each field keeps what was typed, says what is wrong in the Design System's words, and knows the id of the
control that the error summary must lead to. A blank answer is allowed unless it has the validator `Required`.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from email_validator import EmailNotValidError, validate_email
from flask import request
from flask_wtf import file
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from cdop.forms.dates import DateField
from cdop.forms.drawn import Drawn, Required
from cdop.rules.typed_text import mark_unusable, text_fault, tidy

__all__ = [
    "AreaField",
    "CheckboxesField",
    "ConfirmField",
    "DateField",
    "EmailField",
    "FileField",
    "NumberField",
    "PasswordField",
    "RadiosField",
    "Required",
    "SelectChoice",
    "SelectionField",
    "TextField",
]

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")


class TextField(Drawn, StringField):  # type: ignore[misc]
    """One line of text, as a `str` ("" when blank). `width` is in characters: 2, 3, 4, 5, 10 or 20."""

    component = "input"
    lines = False
    attributes: ClassVar[dict[str, Any]] = {"type": "text"}

    def __init__(
        self,
        *args: Any,
        max_length: int = 200,
        width: int | None = None,
        autocomplete: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.autocomplete = autocomplete
        self.max_length = max_length
        self.width = width

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = tidy(valuelist[0], lines=self.lines) if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        if fault := text_fault(self.data or "", self.called, self.max_length, lines=self.lines):
            raise StopValidation(fault)

    def parameters(self, **look: Any) -> dict[str, Any]:
        width = f"govuk-input--width-{self.width}" if self.width else ""
        look["classes"] = f"{width} {look.get('classes', '')}".strip()
        shown = {"value": mark_unusable(self.data or "", lines=self.lines), "autocomplete": self.autocomplete}
        return {**super().parameters(**look), **self.attributes, **shown}


class EmailField(TextField):
    """An e-mail address that could exist; nothing is asked of the network."""

    attributes: ClassVar[dict[str, Any]] = {"type": "email", "spellcheck": False}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 254, "autocomplete": "email", **options})

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data:
            try:
                validate_email(self.data, check_deliverability=False)
            except EmailNotValidError:
                raise StopValidation(f"{self.called} must be like name@example.com") from None


class PasswordField(TextField):
    """A password with a button that shows it. It is kept exactly as typed and never sent back."""

    component = "password-input"
    attributes: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"autocomplete": "current-password", **options})

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""

    def parameters(self, **look: Any) -> dict[str, Any]:
        return {**super().parameters(**look), "value": None}


class AreaField(TextField):
    """Lines of text with a count of the characters that are left."""

    component = "character-count"
    lines = True
    attributes: ClassVar[dict[str, Any]] = {"spellcheck": True}

    def __init__(self, *args: Any, rows: int = 5, max_length: int = 10_000, **options: Any) -> None:
        super().__init__(*args, max_length=max_length, **options)
        self.rows = rows

    def parameters(self, **look: Any) -> dict[str, Any]:
        count = {"maxlength": self.max_length, "threshold": 75}
        return {**super().parameters(**look), "rows": self.rows, **count}


class NumberField(TextField):
    """A whole number as an `int`, or None; `lowest` and `highest` are allowed too."""

    attributes: ClassVar[dict[str, Any]] = {"type": "text", "inputmode": "numeric", "spellcheck": False}

    def __init__(self, *args: Any, lowest: int | None = None, highest: int | None = None, **options: Any) -> None:
        super().__init__(*args, **{"width": 5, **options})
        self.lowest = lowest
        self.highest = highest
        self.typed = ""

    def process_data(self, value: Any) -> None:
        self.data = value
        self.typed = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = tidy(valuelist[0], lines=False) if valuelist else ""
        self.data = int(self.typed) if _NUMBER.fullmatch(self.typed) else None

    @property
    def is_blank(self) -> bool:
        return not self.typed

    def pre_validate(self, form: Any) -> None:
        if self.typed and self.data is None:
            raise StopValidation(f"{self.called} must be a whole number, like 12")
        if self.data is not None and not self._is_within():
            raise StopValidation(f"{self.called} must be {self._bounds()}")

    def _is_within(self) -> bool:
        above = self.lowest is None or self.data >= self.lowest
        return above and (self.highest is None or self.data <= self.highest)

    def _bounds(self) -> str:
        if self.lowest is None:
            return f"{self.highest} or less"
        return f"{self.lowest} or more" if self.highest is None else f"between {self.lowest} and {self.highest}"

    def parameters(self, **look: Any) -> dict[str, Any]:
        return {**super(TextField, self).parameters(**look), **self._input(**look)}

    def _input(self, **look: Any) -> dict[str, Any]:
        classes = f"govuk-input--width-{self.width} {look.get('classes', '')}".strip()
        return {**self.attributes, "classes": classes, "value": mark_unusable(self.typed)}


class Chosen(Drawn):
    """Fields with choices. A choice's `render_kw` may hold a `hint`, or `exclusive` in checkboxes."""

    iter_choices: Callable[[], Iterable[Any]]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""

    def pre_validate(self, form: Any) -> None:
        known = {choice.value for choice in self.iter_choices()}
        given = self.data if isinstance(self.data, list) else [self.data or ""]
        if not set(given) <= known | {""}:
            raise StopValidation(f"{self.called}: select one of the answers shown")

    def in_words(self, value: Any) -> str:
        chosen = [value or ""] if value is None or isinstance(value, str) else list(value)
        labels = [str(choice.label) for choice in self.iter_choices() if choice.value in chosen]
        return super().in_words("; ".join(labels or map(str, chosen)))

    def items(self, mark: str) -> list[dict[str, Any]]:
        """The choices as the component's items; `mark` is its word for a chosen one."""
        return [
            {
                "value": choice.value,
                "text": choice.label,
                mark: choice.selected,
                "hint": {"text": choice.render_kw["hint"]} if "hint" in choice.render_kw else None,
                "behaviour": "exclusive" if "exclusive" in choice.render_kw else None,
            }
            for choice in self.iter_choices()
        ]

    def group(self, **look: Any) -> dict[str, Any]:
        """The parameters of a set of radios or checkboxes."""
        group = {"idPrefix": self.id, "name": self.name, "fieldset": self.fieldset(**look)}
        return {**self.surroundings(**look), **group, "items": self.items("checked")}


class RadiosField(Chosen, RadioField):  # type: ignore[misc]
    """One of a few choices, as its value ("" when blank)."""

    component = "radios"

    def parameters(self, *, inline: bool = False, **look: Any) -> dict[str, Any]:
        if inline:
            look["classes"] = f"govuk-radios--inline {look.get('classes', '')}".strip()
        return self.group(**look)


class SelectionField(Chosen, SelectField):  # type: ignore[misc]
    """One of many choices, as its value. Give a first choice with the value "" where blank is allowed."""

    component = "select"

    def parameters(self, **look: Any) -> dict[str, Any]:
        return {**super().parameters(**look), "items": self.items("selected")}


class CheckboxesField(Chosen, SelectMultipleField):  # type: ignore[misc]
    """Any of a few choices, as a list of values; an `exclusive` choice ("Not known") excludes the others."""

    component = "checkboxes"

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = list(dict.fromkeys(valuelist))

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        alone = [choice for choice in self.iter_choices() if choice.selected and "exclusive" in choice.render_kw]
        if alone and len(self.data) > 1:
            raise StopValidation(f"{self.called}: select “{alone[0].label}” or the other answers, not both")

    def items(self, mark: str) -> list[dict[str, Any]]:
        items = super().items(mark)
        first = next((place for place, item in enumerate(items) if item["behaviour"]), 0)
        return [*items[:first], {"divider": "or"}, *items[first:]] if first else items

    def parameters(self, **look: Any) -> dict[str, Any]:
        return self.group(**look)


class ConfirmField(Drawn, BooleanField):  # type: ignore[misc]
    """One box to tick, as a `bool`; its label is the sentence that is confirmed."""

    component = "checkboxes"

    def in_words(self, value: Any) -> str:
        return "yes" if value else "no"

    @property
    def is_blank(self) -> bool:
        return not self.data

    def parameters(self, **look: Any) -> dict[str, Any]:
        box = {"value": "yes", "text": self.label.text, "checked": bool(self.data)}
        return {**self.surroundings(**look), "idPrefix": self.id, "name": self.name, "items": [box]}


class FileField(Drawn, file.FileField):  # type: ignore[misc]
    """A file, as werkzeug's FileStorage or None. `accept` is the list of endings the browser offers."""

    component = "file-upload"

    def __init__(self, *args: Any, accept: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.accept = accept

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        super().process(None if formdata is None else request.files, *args, **options)

    def parameters(self, **look: Any) -> dict[str, Any]:
        offered = {"attributes": {"accept": self.accept}} if self.accept else {}
        return {**super().parameters(**look), **offered}
