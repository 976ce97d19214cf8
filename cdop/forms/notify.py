"""The forms around the notification form: where it begins and where it is sent. The form itself is made from its
definition, by `forms/questionnaire.py`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import ValidationError

from cdop.forms.base import BaseForm
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice, SelectionField, TextField
from cdop.questionnaires.notification_checks import GAPS
from cdop.rules.intake_checks import Finding

REASON, OTHER_GAPS = "reason-", "other-gaps"
GAP_REASONS = ("I do not know them", "I do not have them to hand: the panel may ask me later")
ANOTHER = "Another reason"
LONGEST_REASON = 1000
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
    """Sends the notification, with a reason for each warning. `build_send_form` gives it their boxes."""

    def reasons(self) -> dict[str, str]:
        """Return what was written in each box, by the key of the rule that asks; "" where nothing was."""
        found = {name.removeprefix(REASON): self[name].data or "" for name in self.reason_names}
        if GAPS in found:
            other = self[OTHER_GAPS].data or ""
            found[GAPS] = other if found[GAPS] == ANOTHER and other else found[GAPS]
        return found

    @property
    def reason_names(self) -> list[str]:
        """The names of the boxes."""
        return [field.name for field in self if field.name.startswith(REASON)]


def build_send_form(doubts: Iterable[Finding], given: Mapping[str, str], *, has_gaps: bool) -> SendForm:
    """Return the form that sends a notification, with a box for each doubt, and one choice for all that is missing.

    `given` are the reasons that were written before.
    """
    boxes: dict[str, Any] = {f"{REASON}{each.rule}": _box(each) for each in doubts}
    shown = {name: given.get(name.removeprefix(REASON), "") for name in boxes}
    if has_gaps:
        boxes |= {f"{REASON}{GAPS}": _gaps(), OTHER_GAPS: _other_gaps()}
        shown |= _shown_gaps(given.get(GAPS, ""))
    form: SendForm = type("SendFormOf", (SendForm,), boxes)(data=shown)
    return form


def _box(finding: Finding) -> AreaField:
    called, hint = "Why is it so?", f"Source of this rule: {finding.source}"
    return AreaField(called, [Required(f"{called} {finding.message}")], hint=hint, max_length=LONGEST_REASON, rows=2)


def _gaps() -> RadiosField:
    choices = [SelectChoice(words, words) for words in (*GAP_REASONS, ANOTHER)]
    return RadiosField("Why are they not answered?", [Required("Say why they are not answered")], choices=choices)


def _other_gaps() -> TextField:
    return TextField("What is the reason?", max_length=200, when=("is", f"{REASON}{GAPS}", ANOTHER))


def _shown_gaps(given: str) -> dict[str, str]:
    is_other = bool(given) and given not in (*GAP_REASONS, ANOTHER)
    return {f"{REASON}{GAPS}": ANOTHER if is_other else given, OTHER_GAPS: given if is_other else ""}


class LeaveForm(BaseForm):
    """The button by which this computer forgets the notification."""


class CodeForm(BaseForm):
    """The button that shows a private code."""


class ReturnForm(TrappedForm):
    """The reference and the private code by which a notifier comes back."""

    reference = TextField(
        "Reference", [Required("Enter the reference")], max_length=40, width=20, hint="For example, N-BCDF-2345"
    )
    private_code = TextField(
        "Private code",
        [Required("Enter the private code")],
        max_length=40,
        width=20,
        autocomplete="off",
        hint="12 letters and digits. Hyphens and capitals do not matter",
    )


class AnswerForm(BaseForm):
    """The notifier's answer to a question of the panel."""

    answer = AreaField("Your answer", [Required("Enter your answer")], max_length=2000)
