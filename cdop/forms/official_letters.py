"""The forms of a letter to an agency, a board or a trust."""

from collections.abc import Sequence

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, EmailField, RadiosField, Required, SelectChoice, TextField
from cdop.rules.correspondence import OfficialKind
from cdop.rules.owned import ANSWERS, OwnedKind


def _to_name() -> TextField:
    return TextField(
        "Who is it to?",
        [Required("Say to whom the letter is written")],
        hint="A person or a post, and their organisation",
    )


class NewLetterForm(BaseForm):
    """What a letter is, whom it is to, and by when an answer is asked for."""

    kind = RadiosField(
        "What is the letter?",
        [Required("Choose what the letter is")],
        hint="A recommendation’s letter is written from its page in the register of recommendations",
        choices=[],
    )
    to_name = _to_name()
    to_address = AreaField("Postal address", max_length=300, rows=4)
    to_email = EmailField("Email address")
    answer_by = DateField(
        "By when do you ask for an answer?", hint="A reminder, the duty and a recommendation ask for one"
    )

    def offer(self, kinds: Sequence[OfficialKind]) -> None:
        """Offer these kinds and no others."""
        self.kind.choices = [SelectChoice(kind.value, kind.value.capitalize()) for kind in kinds]


class LetterTextForm(VersionedForm):
    """The words of a draft, and whom it is to."""

    to_name = _to_name()
    to_address = AreaField("Postal address", max_length=300, rows=4)
    to_email = EmailField("Email address")
    answer_by = DateField("By when do you ask for an answer?")
    text = AreaField("Letter", [Required("Write the letter")], max_length=20_000, rows=20)


class SendForm(VersionedForm):
    """The buttons that release a letter and send it by e-mail."""


class LeftForm(VersionedForm):
    """The day on which a letter left."""

    posted_on = DateField("On which day did it leave by post?", [Required("Enter the day it left")])


class AnswerForm(VersionedForm):
    """The answer to a letter."""

    answered_on = DateField("When was it answered?", [Required("Enter the day of the answer")])
    answer = AreaField(
        "What does the answer say?", [Required("Write down what the answer says")], max_length=5000, rows=5
    )


class RecommendationAnswerForm(AnswerForm):
    """The answer to a letter that carried a recommendation."""

    status = RadiosField(
        "What does the answer come to?",
        [Required("Choose what the answer comes to")],
        choices=[SelectChoice(each.value, label) for each, label in ANSWERS[OwnedKind.RECOMMENDATION].items()],
    )
