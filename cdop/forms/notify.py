"""The forms around the notification form: where it begins and where it is sent. The form itself is made from its
definition, by `forms/questionnaire.py`.
"""

from collections.abc import Iterable
from typing import Any

from wtforms import ValidationError

from cdop.forms.base import BaseForm
from cdop.forms.fields import Required, SelectChoice, SelectionField, TextField

TRAP = "Leave this box empty, then send the page again"


class TrappedForm(BaseForm):
    """A form with a box that people do not see: a program that fills in every box is asked to leave it empty."""

    website = TextField("Leave this box empty", autocomplete="off")

    def validate_website(self, field: TextField) -> None:
        """Refuse anything. What else was typed is kept, should a person ever get here."""
        if field.data:
            raise ValidationError(TRAP)


class StartForm(TrappedForm):
    """Begins a notification. The area is asked only where several panels share the service."""

    area = SelectionField(
        "In which local authority area did the child live?",
        hint="If it is none of these, or you do not know, choose the area in which the child died",
        choices=[],
    )

    def __init__(self, areas: Iterable[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(**values)
        self.area.choices = [SelectChoice("", "Choose"), *(SelectChoice(*area) for area in areas)]
        self.asks_area = len(self.area.choices) > 1
        if self.asks_area:
            self.area.validators = [Required("Choose the area"), *self.area.validators]


class SendForm(TrappedForm):
    """Sends the notification."""


class LeaveForm(BaseForm):
    """The button by which this computer forgets the notification."""
