"""The forms of a recommendation: what the panel says of it, its verdict, and what its owner answers."""

from datetime import date
from typing import Any

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, EmailField, RadiosField, Required, SelectChoice, TextField
from cdop.rules.recommendations import STRENGTHS, VERDICTS
from cdop.rules.vocabulary import RecommendationStatus

ANSWERS = {
    RecommendationStatus.ACCEPTED: "We accept it, and it is to be done",
    RecommendationStatus.DONE: "It is done",
    RecommendationStatus.REFUSED: "We do not accept it",
}


class RecommendationForm(VersionedForm):
    """What the panel says of a recommendation."""

    text = AreaField(
        "What is recommended",
        [Required("Write what is recommended")],
        hint="Its owner reads this: write nothing of a child or a family",
    )
    strength = RadiosField(
        "How strong is it?", choices=[SelectChoice(each.value, label) for each, label in STRENGTHS.items()]
    )
    owner = TextField("Who owns it", max_length=120, hint="A person and their role")
    owner_email = EmailField("Their e-mail address")
    due_on = DateField("By when is it to be done?")
    expected_change = AreaField("What is expected to change", rows=3)
    indicator = AreaField("What would show it", rows=3, hint="A figure or a finding, and where it comes from")


class VerdictForm(VersionedForm):
    """Whether what it was to change has changed."""

    verdict = RadiosField(
        "Has what it was to change moved?",
        [Required("Say whether it moved")],
        choices=[SelectChoice(each.value, label) for each, label in VERDICTS.items()],
    )
    verdict_on = DateField("As of which day?", [Required("Enter the day")])
    note = AreaField("What shows it", rows=3)

    def __init__(self, *, today: date, **values: Any) -> None:
        super().__init__(**values)
        self.verdict_on.latest = today


class AnswerForm(BaseForm):
    """What the owner of a recommendation answers."""

    status = RadiosField(
        "Your answer",
        [Required("Choose your answer")],
        choices=[SelectChoice(each.value, label) for each, label in ANSWERS.items()],
    )
    response = AreaField(
        "What was done or will be done, or why not", hint="Please write nothing about a particular child or family"
    )
    name = TextField("Your name and role", [Required("Enter your name")], max_length=120)
