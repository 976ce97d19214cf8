"""The forms of those who come to meetings: a seat of the panel, a guest, what somebody answers who is invited."""

from collections.abc import Iterable
from typing import Any

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.fields import (
    AreaField,
    CheckboxesField,
    ConfirmField,
    EmailField,
    RadiosField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import Expertise

COMES, DECLINES = "comes", "declines"
PARTS = [SelectChoice("", "Choose"), *(SelectChoice(part.value, part.value.capitalize()) for part in Part)]
EXPERTISE = [SelectChoice("", "None in particular"), *(SelectChoice(e.value, e.value.capitalize()) for e in Expertise)]


class PersonForm(BaseForm):
    """Somebody who comes to meetings."""

    person = TextField("Name", [Required("Enter the name")], max_length=120)
    email = EmailField("E-mail address", [Required("Enter the e-mail address")], autocomplete="off")
    part = SelectionField("Part in the meeting", [Required("Choose the part in the meeting")], choices=PARTS)
    expertise = SelectionField("Expertise", choices=EXPERTISE)
    agency = SelectionField(
        "Agency", hint="Their employer, of the directory. What it told of a child is shown to the chair"
    )

    def offer(self, agencies: Iterable[tuple[str, str]]) -> None:
        """Offer these agencies: public id and name."""
        self.agency.choices = [SelectChoice("", "None of the directory"), *(SelectChoice(*each) for each in agencies)]


class SeatForm(PersonForm, VersionedForm):
    """A seat of the panel."""

    area_code = SelectionField("Area they speak for", hint="For somebody of a local authority")
    deputy_name = TextField("Deputy’s name", max_length=120)
    deputy_email = EmailField("Deputy’s e-mail address", autocomplete="off")

    def offer_areas(self, areas: Iterable[tuple[str, str]]) -> None:
        """Offer these areas: code and name."""
        self.area_code.choices = [SelectChoice("", "None in particular"), *(SelectChoice(*area) for area in areas)]


class SeatChangeForm(SeatForm):
    """A seat of the panel that there is."""

    is_ended = ConfirmField("Invite this person no more")


class GuestForm(PersonForm):
    """Somebody invited to one meeting."""

    cases = CheckboxesField("Cases for which an expert comes", when=("is", "part", Part.EXPERT.value))

    def offer_cases(self, cases: Iterable[tuple[str, str]]) -> None:
        """Offer these cases: public id and reference."""
        self.cases.choices = [SelectChoice(*case) for case in cases]

    def validate_cases(self, field: Any) -> None:
        """An expert comes for named cases; nobody else does."""
        if self.part.data != Part.EXPERT:
            field.data = []


class WithdrawForm(BaseForm):
    """Why somebody is not needed any more."""

    reason = AreaField("Why?", [Required("Say why the invitation is withdrawn")], max_length=2000, rows=3)


class InviteSeatsForm(BaseForm):
    """The button that invites everybody who has a seat."""


class AnswerForm(BaseForm):
    """What somebody answers who is invited."""

    answer = RadiosField(
        "Will you come?",
        [Required("Say whether you will come")],
        choices=[SelectChoice(COMES, "Yes"), SelectChoice(DECLINES, "No")],
    )
    in_confidence = ConfirmField("I accept these terms", when=("is", "answer", COMES))
    deputy_name = TextField(
        "Who comes instead?", max_length=120, when=("is", "answer", DECLINES), hint="If anybody does"
    )
    deputy_email = EmailField("Their e-mail address", autocomplete="off", when=("is", "answer", DECLINES))
    note = AreaField("Anything the coordinator should know", max_length=1000, rows=2, hint="Nothing about a child")
