"""The forms around the reporting form (Form B): asking agencies, changing a request, opening a link, sending a form.

The form itself is made from its definition, by `forms/questionnaire.py`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cdop.forms.base import BaseForm
from cdop.forms.dates import DateField
from cdop.forms.fields import (
    AreaField,
    ConfirmField,
    EmailField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from cdop.rules import agencies
from cdop.rules.agencies import Contact
from cdop.rules.form_b import Proposal

OTHERS = 3
"""How many agencies beside those proposed can be chosen at once."""

_CHOOSE = SelectChoice("", "Choose")
_ELSEWHERE = "Address"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An agency that was chosen to be asked, by its public id; `email` is "" for the address in the directory."""

    agency_id: str
    reason: str
    email: str


@dataclass(frozen=True, slots=True)
class Offered:
    """One proposal on the page: its box, the choice among several agencies, and the address."""

    proposal: Proposal
    label: str
    agencies: tuple[Contact, ...]
    box: Any
    choice: Any
    email: Any


class AskForm(BaseForm):
    """Which agencies are asked about a case. `offered` are the proposals with their fields."""

    offered: tuple[Offered, ...]
    missing: tuple[Proposal, ...]
    others: tuple[tuple[Any, Any, Any], ...]

    @property
    def has_others(self) -> bool:
        """Whether an agency was chosen that is not proposed."""
        return any(field.data for fields in self.others for field in fields)

    def chosen(self) -> list[Chosen]:
        """Return the agencies that were chosen, with the fault beside each choice that says too little."""
        proposed = [each for each in map(self._proposed, self.offered) if each is not None]
        added = [each for each in (self._added(*fields) for fields in self.others) if each is not None]
        return proposed + added

    def _proposed(self, offer: Offered) -> Chosen | None:
        if not offer.box.data:
            self._ask_for_tick(offer)
            return None
        agency_id = offer.choice.data if offer.choice is not None else offer.agencies[0].public_id
        if not agency_id:
            offer.choice.errors = [f"{offer.label}: choose which one to ask"]
        return Chosen(agency_id, offer.proposal.reason, offer.email.data or "")

    def _ask_for_tick(self, offer: Offered) -> None:
        """Whoever chose one of several, or typed an address, may take that for asking."""
        if offer.choice is not None and offer.choice.data not in ("", offer.choice.default):
            offer.choice.errors = [f"{offer.label}: tick the box above to ask it, or change this back to “Choose”"]
        if offer.email.data:
            offer.email.errors = [*offer.email.errors, f"{offer.label}: tick the box to ask it, or clear the address"]

    def _added(self, agency: Any, reason: Any, email: Any) -> Chosen | None:
        if not agency.data:
            if reason.data or email.data:
                agency.errors = ["Choose the agency, or clear what is written about it"]
            return None
        if not reason.data:
            reason.errors = ["Say why this agency is asked"]
        return Chosen(agency.data, reason.data or "", email.data or "")


def build_ask_form(proposals: Iterable[Proposal], contacts: Sequence[Contact], asked: frozenset[str]) -> AskForm:
    """Return the form that offers these proposals among the agencies of the directory that were not asked yet.

    `asked` are the public ids of those that were. A proposal whose kind of agency was asked is not made again.
    """
    kinds = {contact.kind for contact in contacts if contact.public_id in asked}
    free = [contact for contact in contacts if contact.public_id not in asked]
    wanted = [each for each in proposals if each.agency_kind not in kinds]
    by_kind = {each: tuple(c for c in free if c.kind == each.agency_kind) for each in wanted}
    fields: dict[str, Any] = {}
    for proposal, found in by_kind.items():
        if found:
            fields |= _fields(proposal, found)
    for number in range(1, OTHERS + 1):
        fields |= _other_fields(number, free)
    form: AskForm = type("AskFormOf", (AskForm,), fields)()
    form.offered = tuple(_offered(form, proposal, found) for proposal, found in by_kind.items() if found)
    form.missing = tuple(proposal for proposal, found in by_kind.items() if not found)
    form.others = tuple(
        (form[f"other-{n}"], form[f"other-reason-{n}"], form[f"other-email-{n}"]) for n in range(1, OTHERS + 1)
    )
    return form


def _fields(proposal: Proposal, found: tuple[Contact, ...]) -> dict[str, Any]:
    slug, known = _slug(proposal.agency_kind), _known(proposal, found)
    label = agencies.label(proposal.agency_kind)
    only = found[0] if len(found) == 1 else None
    title = f"Ask {only.name}" if only else "Ask the one chosen here"
    fields: dict[str, Any] = {f"ask-{slug}": ConfirmField(title, default=bool(only or known))}
    if only is None:
        choices = [_CHOOSE, *(SelectChoice(each.public_id, f"{each.name} ({each.email})") for each in found)]
        fields[f"agency-{slug}"] = SelectionField(f"{label}: which one?", choices=choices, default=known)
    hint = f"The directory has {only.email}" if only else ""
    fields[f"email-{slug}"] = EmailField(_ELSEWHERE, hint=hint, called=f"{label}: the address", autocomplete="off")
    return fields


def _other_fields(number: int, free: Iterable[Contact]) -> dict[str, Any]:
    choices = [_CHOOSE, *(SelectChoice(each.public_id, f"{each.name} ({each.email})") for each in free)]
    return {
        f"other-{number}": SelectionField("Agency", choices=choices),
        f"other-reason-{number}": TextField("Why it is asked", max_length=300),
        f"other-email-{number}": EmailField(_ELSEWHERE, called="The address", autocomplete="off"),
    }


def _offered(form: AskForm, proposal: Proposal, found: tuple[Contact, ...]) -> Offered:
    slug = _slug(proposal.agency_kind)
    choice = form[f"agency-{slug}"] if len(found) > 1 else None
    label = agencies.label(proposal.agency_kind)
    return Offered(proposal, label, found, form[f"ask-{slug}"], choice, form[f"email-{slug}"])


def _known(proposal: Proposal, found: tuple[Contact, ...]) -> str:
    """The agency that the notification names, "" where it names none of these."""
    named = {name.casefold() for name in proposal.named}
    return next((each.public_id for each in found if each.name.casefold() in named), "")


def _slug(kind: str) -> str:
    return re.sub("[^a-z]+", "-", kind)


class ReissueForm(BaseForm):
    """The address that a new link goes to."""

    email = EmailField(
        "E-mail address", [Required("Enter the e-mail address")], called="The e-mail address", autocomplete="off"
    )


class ExtendForm(BaseForm):
    """A later day."""

    due_on = DateField("New date", [Required("Enter the new date")], hint="For example, 27 3 2027")


class ReasonForm(BaseForm):
    """Why a form is not needed any more, or what is to be looked at again."""

    reason = AreaField("Reason", [Required("Say why")], max_length=2000, rows=3)


class SendCodeForm(BaseForm):
    """The button that sends a code."""


class CodeField(TextField):
    """The digits of a one-time code: they may be pasted, also with the spaces that some programs add."""

    attributes = {"type": "text", "inputmode": "numeric", "spellcheck": False}  # noqa: RUF012 - as its parent has it


class OpenForm(BaseForm):
    """The code, and who types it."""

    code = CodeField(
        "Code from the e-mail",
        [Required("Enter the 6-digit code")],
        called="The code",
        autocomplete="one-time-code",
        max_length=40,
        width=10,
    )
    name = TextField(
        "Your name",
        [Required("Enter your name")],
        hint="Your answers are kept with your name, for your colleagues and for the panel",
        autocomplete="name",
        max_length=70,
    )
    role = TextField(
        "Your role",
        [Required("Enter your role")],
        hint="For example, practice manager",
        autocomplete="organization-title",
        max_length=45,
    )


class LeaveForm(BaseForm):
    """The button that closes the form on this computer."""


class NothingHeldForm(BaseForm):
    """The agency holds no record."""

    confirm = ConfirmField(
        "We have searched our records and hold none about this child or this family",
        [Required("Tick the box if you hold no record, or go back to the form")],
    )


class SubmitForm(BaseForm):
    """The form is sent. `reason` is asked where answers are missing that are expected."""

    reason = AreaField("Why are some questions not answered?", max_length=2000, rows=3)
