"""A time of day in one box."""

from datetime import time
from typing import Any

from wtforms.validators import StopValidation

from cdop.forms.fields import TextField
from cdop.rules import times
from cdop.rules.typed_text import mark_unusable, tidy


class TimeField(TextField):
    """A time of day as a `datetime.time`, or None. What was typed is kept in `typed`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"width": 10, "hint": "For example, 2:30pm", **options})
        self.typed = ""
        self.fault = ""

    def process_data(self, value: time | None) -> None:
        self.data = value
        self.typed = "" if value is None else times.written_time(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed, self.data, self.fault = tidy(valuelist[0], lines=False) if valuelist else "", None, ""
        if self.typed:
            try:
                self.data = times.parse(self.typed)
            except ValueError as refused:
                self.fault = str(refused)

    def in_words(self, value: time | None) -> str:
        return super().in_words(None if value is None else times.written_time(value))

    @property
    def is_blank(self) -> bool:
        return not self.typed

    def pre_validate(self, form: Any) -> None:
        if self.fault:
            raise StopValidation(f"{self.called}: {self.fault}")

    def parameters(self, **look: Any) -> dict[str, Any]:
        classes = f"govuk-input--width-{self.width} {look.get('classes', '')}".strip()
        box = {**self.attributes, "classes": classes, "value": mark_unusable(self.typed)}
        return {**super(TextField, self).parameters(**look), **box}
