"""The forms of a recommendation: what the panel says of it, and what its owner answers."""

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, EmailField, RadiosField, Required, SelectChoice, TextField
from cdop.forms.judged import expected_change_field, indicator_field, strength_field
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
    strength = strength_field()
    owner = TextField("Who owns it", max_length=120, hint="A person and their role")
    owner_email = EmailField("Their e-mail address")
    due_on = DateField("By when is it to be done?")
    expected_change = expected_change_field()
    indicator = indicator_field()


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
