"""The forms of what an owner outside the system answers: what the panel asks, and the owner's answer."""

from typing import Any

from wtforms.validators import ValidationError

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, EmailField, RadiosField, Required, SelectChoice, TextField
from cdop.rules.actions import Level
from cdop.rules.owned import ANSWERS, OwnedKind, Told, answer_faults
from cdop.rules.recommendations import STRENGTHS
from cdop.rules.vocabulary import Strength


class OwnedForm(VersionedForm):
    """What the panel asks, of whom and by when; what it is to change, and what would show the change."""

    text = AreaField(
        "What is recommended",
        [Required("Write what is asked for")],
        hint="Its owner reads this: write nothing of a child or a family",
    )
    level = RadiosField(
        "Where is it to be done?", choices=[SelectChoice(each.value, each.value.capitalize()) for each in Level]
    )
    strength = RadiosField(
        "How strong is it?", choices=[SelectChoice(each.value, label) for each, label in STRENGTHS.items()]
    )
    owner = TextField("Who owns it", max_length=120, hint="A person and their role")
    owner_email = EmailField("Their e-mail address")
    due_on = DateField("By when is it to be done?")
    expected_change = AreaField("What is expected to change", rows=3)
    indicator = AreaField("What would show it", rows=3, hint="A figure or a finding, and where it comes from")

    @property
    def told(self) -> Told:
        """What was typed."""
        return Told(
            text=self.text.data,
            level=Level(self.level.data) if self.level.data else None,
            strength=Strength(self.strength.data) if self.strength.data else None,
            owner=self.owner.data or "",
            owner_email=self.owner_email.data or "",
            due_on=self.due_on.data,
            expected_change=self.expected_change.data or "",
            indicator=self.indicator.data or "",
        )


class ActionAimForm(OwnedForm):
    """The same of an action, which has an owner and a day from the beginning."""

    text = AreaField(
        "What is to be done",
        [Required("Write what is to be done")],
        hint="If it is sent to its owner, they read this: write nothing of a child or a family",
    )
    owner = TextField("Who does it", [Required("Enter who does it")], max_length=120, hint="A person and their role")
    due_on = DateField("By when is it to be done?", [Required("Enter by when it is to be done")])


class AnswerForm(BaseForm):
    """What the owner answers."""

    status = RadiosField("Your answer", [Required("Choose your answer")])
    response = AreaField(
        "What was done or will be done, or why not", hint="Please write nothing about a particular child or family"
    )
    name = TextField("Your name and role", [Required("Enter your name")], max_length=120)

    def __init__(self, *, kind: OwnedKind, **values: Any) -> None:
        super().__init__(**values)
        self._kind = kind
        self.status.choices = [SelectChoice(each.value, label) for each, label in ANSWERS[kind].items()]

    def validate_response(self, response: AreaField) -> None:
        """Refuse an answer that ends it without saying why, together with the other faults of the page."""
        faults = answer_faults(self._kind, self.status.data, response.data or "", self.name.data or "")
        if "response" in faults:
            raise ValidationError(faults["response"])
