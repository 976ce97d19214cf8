"""The forms of awaited notifications: a death known from elsewhere, who is to notify it, and how that ended."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import (
    AreaField,
    ConfirmField,
    RadiosField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from cdop.rules import nhs_number, postcodes
from cdop.rules.awaited import SOURCES, WHY_ENDED, AwaitedDeath
from cdop.rules.vocabulary import AwaitedSource

_HAS_EVENT = ("is", "source", AwaitedSource.CORONER.value, AwaitedSource.REGISTRAR.value)


def _offered(agencies: Iterable[tuple[str, str]], blank: str) -> list[SelectChoice]:
    return [SelectChoice("", blank), *(SelectChoice(*agency) for agency in agencies)]


class AwaitedForm(BaseForm):
    """A death that the panel was told of by somebody who does not notify it."""

    source = RadiosField(
        "How do you know of the death?",
        [Required("Say how you know of the death")],
        choices=[SelectChoice(source.value, label) for source, label in SOURCES.items()],
    )
    source_name = TextField(
        "Which coroner, registrar or list, or who told you?", hint="For example, the registrar of Halton"
    )
    told_on = DateField("When was the panel told?", [Required("Enter the day on which the panel was told")])
    event_on = DateField(
        "When did the coroner decide to investigate, or when was the death registered?",
        hint="A coroner has 3 working days from then to tell the panel, a registrar 7 days",
        called="The day of the decision or registration",
        when=_HAS_EVENT,
    )
    given_names = TextField("First names", max_length=500, hint="For a baby without a name, “Baby of” and the mother’s")
    family_name = TextField("Family name", max_length=500)
    nhs_number = TextField("NHS number", width=20, hint="10 digits, for example 999 000 0018")
    born_on = DateField("Date of birth")
    died_on = DateField("Date of death")
    postcode = TextField("Postcode of the home", width=10, max_length=10)
    place = TextField("Where did the child die?", hint="As far as you were told")
    agency = SelectionField(
        "Which agency is to notify it?",
        hint="It gets a message with a reference and nothing about the child, and rings you to ask which child",
    )
    is_another_child = ConfirmField("I have looked at these: this is another child")

    def offer(self, agencies: Iterable[tuple[str, str]]) -> None:
        """Offer agencies, public id and name of each."""
        self.agency.choices = _offered(agencies, "Not known yet")

    def death(self) -> AwaitedDeath:
        """Return what was typed; a number or postcode that cannot be read is a fault of the form."""
        told: dict[str, Any] = {name: self[name].data or "" for name in _WORDS}
        told |= {name: self[name].data for name in ("told_on", "born_on", "died_on")}
        source = AwaitedSource(self.source.data)
        told["event_on"] = self.event_on.data if source.value in _HAS_EVENT else None
        return AwaitedDeath(source=source, nhs_number=_read(self.nhs_number), postcode=_read(self.postcode), **told)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse also an NHS number or a postcode that is none."""
        is_valid = bool(super().validate(extra_validators))
        for name, read in _READ.items():
            try:
                read(self[name].data or "")
            except ValueError as refused:
                if self[name].data:
                    self.add_faults({name: str(refused)})
        return is_valid and not self.errors


class AskForm(VersionedForm):
    """The agency that is to notify a death."""

    agency = SelectionField("Agency", [Required("Choose an agency")])

    def offer(self, agencies: Iterable[tuple[str, str]]) -> None:
        """Offer agencies, public id and name of each."""
        self.agency.choices = _offered(agencies, "Choose")


class ArrivedForm(VersionedForm):
    """By which notification or case the death was notified."""

    reference = TextField(
        "Reference of the notification or case",
        [Required("Enter the reference of the notification or case")],
        hint="For example, N-BCDF-2345 or 2026/014",
        max_length=60,
    )


class EndForm(VersionedForm):
    """Why no notification is awaited any more."""

    why = RadiosField(
        "Why is it not awaited any more?",
        [Required("Say why it is not awaited any more")],
        choices=[SelectChoice(key, label) for key, label in WHY_ENDED.items()],
    )
    note = AreaField(
        "How do you know?",
        [Required("Say in a few words how you know, so that the next person need not ask")],
        max_length=2000,
        rows=3,
    )


_WORDS = ("source_name", "given_names", "family_name", "place")
_READ = {"nhs_number": nhs_number.parse, "postcode": postcodes.parse}


def _read(field: TextField) -> str | None:
    with suppress(ValueError):
        return _READ[field.name](field.data) if field.data else None
    return None
