"""The forms around the reporting form (Form B): asking agencies, changing a request, opening a link, sending a form.

The form itself is made from its definition, by `forms/questionnaire.py`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import (
    AreaField,
    CheckboxesField,
    ConfirmField,
    EmailField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from cdop.questionnaires.circumstances import TOLD
from cdop.questionnaires.sections_asked import SectionProposal
from cdop.rules import agencies
from cdop.rules.agencies import Contact
from cdop.rules.form_b import RECORDS, FormProposal, Proposal, Records, organisations_unasked
from cdop.rules.numbers import counted

OTHERS = 3
"""How many agencies beside those proposed can be chosen at once."""

Sections = Callable[[str | None], Sequence[SectionProposal]]
"""The sections of the reporting form that a type of agency can be asked for; None: any agency."""

_CHOOSE = SelectChoice("", "Choose")
_ELSEWHERE = "Send it to another address"


class Asked(Protocol):
    """What the form has to know of a request that was sent."""

    @property
    def public_id(self) -> str: ...
    @property
    def agency_id(self) -> str: ...
    @property
    def agency(self) -> str: ...
    @property
    def agency_kind(self) -> str: ...
    @property
    def form_keys(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """An agency that was chosen to be asked, by its public id; `email` is "" for the address in the directory.

    `sections` are those of the reporting form, `forms` the supplementary ones.
    """

    agency_id: str
    reason: str
    email: str
    sections: tuple[str, ...]
    forms: tuple[str, ...]
    records: tuple[Records, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """A form that an agency which was asked already may be asked for too: the request, why, and its box."""

    request_id: str
    form_key: str
    reason: str
    box: Any


@dataclass(frozen=True, slots=True)
class Offered:
    """One proposal on the page: its box, the choice among several agencies, sections, forms, records, the address.

    `choice` and `forms` are None where there is nothing to choose.
    """

    proposal: Proposal
    label: str
    agencies: tuple[Contact, ...]
    box: Any
    choice: Any
    email: Any
    sections: Any
    forms: Any
    records: Any


class Other(NamedTuple):
    """The fields of an agency that is not proposed."""

    agency: Any
    reason: Any
    sections: Any
    forms: Any
    records: Any
    email: Any


class AskForm(BaseForm):
    """Which agencies are asked about a case. `offered` are the proposals with their fields."""

    offered: tuple[Offered, ...]
    missing: tuple[Proposal, ...]
    others: tuple[Other, ...]
    added: tuple[Added, ...]

    @property
    def has_others(self) -> bool:
        """Whether an agency was chosen that is not proposed."""
        return any(field.data for each in self.others for field in (each.agency, each.reason, each.email, each.forms))

    def offering(self, form_key: str) -> list[str]:
        """Return the types of agency on the page that can complete a supplementary form, by their labels."""
        return [each.label for each in self.offered if any(f.form_key == form_key for f in each.proposal.forms)]

    def chosen(self) -> list[Chosen]:
        """Return the agencies that were chosen, with the fault beside each choice that says too little."""
        proposed = [each for each in map(self._proposed, self.offered) if each is not None]
        added = [each for each in map(self._added, self.others) if each is not None]
        return proposed + added

    def more(self) -> list[Added]:
        """Return the forms that agencies which were asked before are asked for too."""
        return [each for each in self.added if each.box.data]

    def _proposed(self, offer: Offered) -> Chosen | None:
        if not offer.box.data:
            self._ask_for_tick(offer)
            return None
        agency_id = offer.choice.data if offer.choice is not None else offer.agencies[0].public_id
        if not agency_id:
            offer.choice.errors = [f"{offer.label}: choose which one to ask"]
        forms = tuple(offer.forms.data) if offer.forms is not None else ()
        if not offer.records.data:
            offer.records.errors = [f"{offer.label}: choose whose records it is to search"]
        email, sections = offer.email.data or "", tuple(offer.sections.data)
        return Chosen(agency_id, offer.proposal.reason, email, sections, forms, _records(offer.records))

    def _ask_for_tick(self, offer: Offered) -> None:
        """Whoever chose one of several, or typed an address, may take that for asking."""
        if offer.choice is not None and offer.choice.data not in ("", offer.choice.default):
            offer.choice.errors = [f"{offer.label}: tick the box above to ask it, or change this back to “Choose”"]
        if offer.email.data:
            offer.email.errors = [*offer.email.errors, f"{offer.label}: tick the box to ask it, or clear the address"]

    def _added(self, other: Other) -> Chosen | None:
        if not other.agency.data:
            if other.reason.data or other.email.data or other.forms.data:
                other.agency.errors = ["Choose the agency, or clear what is written about it"]
            return None
        if not other.reason.data:
            other.reason.errors = ["Say why this agency is asked"]
        if not other.records.data:
            other.records.errors = ["Choose whose records it is to search"]
        forms, email = tuple(other.forms.data), other.email.data or ""
        sections, reason = tuple(other.sections.data), other.reason.data or ""
        return Chosen(other.agency.data, reason, email, sections, forms, _records(other.records))


def build_ask_form(
    proposals: Iterable[Proposal],
    contacts: Sequence[Contact],
    asked: Sequence[Asked],
    titles: Mapping[str, str],
    sections: Sections,
    *,
    leads: bool = True,
) -> AskForm:
    """Return the form that offers these proposals among the agencies of the directory that were not asked yet.

    `asked` are the requests that were sent: a proposal whose kind of agency was asked is not made again, but where it
    names another agency of that kind, and for forms that it was not asked for. `titles` are those of the supplementary
    forms, by key. Where another panel leads the review, nobody is ticked.
    """
    ids, kinds = {each.agency_id for each in asked}, {each.agency_kind for each in asked}
    free = [contact for contact in contacts if contact.public_id not in ids]
    every = tuple(proposals)
    wanted = [each for each in every if each.agency_kind not in kinds or _names_more(each, asked)]
    by_kind = {each: tuple(c for c in free if c.kind == each.agency_kind) for each in wanted}
    fields: dict[str, Any] = {}
    for proposal, found in by_kind.items():
        if found:
            fields |= _fields(proposal, found, titles, leads=leads, is_first=proposal.agency_kind not in kinds)
            label = agencies.label(proposal.agency_kind)
            fields[f"sections-{_slug(proposal.agency_kind)}"] = sections_field(
                f"{label}: the sections", sections(proposal.agency_kind)
            )
    for number in range(1, OTHERS + 1):
        fields |= _other_fields(number, free, titles, sections)
    more = [(each, request, offered) for each in every for request, offered in _more(each, asked)]
    for _each, request, offered in more:
        title = f"Ask {request.agency} for: {titles.get(offered.form_key, offered.form_key)}"
        fields[_more_name(request, offered)] = ConfirmField(title, default=offered.is_wanted)
    form: AskForm = type("AskFormOf", (AskForm,), fields)()
    form.offered = tuple(_offered(form, proposal, found) for proposal, found in by_kind.items() if found)
    form.missing = tuple(proposal for proposal, found in by_kind.items() if not found)
    form.others = tuple(Other(*(form[name] for name in _other_names(n))) for n in range(1, OTHERS + 1))
    form.added = tuple(
        Added(request.public_id, offered.form_key, offered.reason, form[_more_name(request, offered)])
        for _each, request, offered in more
    )
    return form


def _names_more(proposal: Proposal, asked: Sequence[Asked]) -> bool:
    """Whether a notification names one of a kind that was not asked, beside one that was."""
    of_kind = [request.agency for request in asked if request.agency_kind == proposal.agency_kind]
    return bool(organisations_unasked(proposal.named, of_kind))


def _more(proposal: Proposal, asked: Sequence[Asked]) -> list[tuple[Asked, FormProposal]]:
    """The forms that an agency of a kind should complete, and that none of its kind was asked for."""
    of_kind = [request for request in asked if request.agency_kind == proposal.agency_kind]
    there = {key for request in of_kind for key in request.form_keys}
    return [(of_kind[0], each) for each in proposal.forms if of_kind and each.is_wanted and each.form_key not in there]


def _more_name(request: Asked, offered: FormProposal) -> str:
    return f"more-{request.public_id}-{offered.form_key}"


def _records(field: Any) -> tuple[Records, ...]:
    return tuple(Records(key) for key in field.data if key in set(Records))


def records_field(called: str, default: Iterable[Records]) -> CheckboxesField:
    choices = [SelectChoice(key.value, f"{words[0].upper()}{words[1:]}") for key, words in RECORDS.items()]
    return CheckboxesField(
        "Records to search", choices=choices, called=called, default=[each.value for each in default]
    )


def _fields(
    proposal: Proposal, found: tuple[Contact, ...], titles: Mapping[str, str], *, leads: bool, is_first: bool
) -> dict[str, Any]:
    slug, known = _slug(proposal.agency_kind), _known(proposal, found)
    label = agencies.label(proposal.agency_kind)
    only = found[0] if len(found) == 1 else None
    title = f"Ask {only.name}" if only else "Ask the one chosen here"
    fields: dict[str, Any] = {f"ask-{slug}": ConfirmField(title, default=leads and bool((only and is_first) or known))}
    if only is None:
        choices = [_CHOOSE, *(SelectChoice(each.public_id, f"{each.name} ({each.email})") for each in found)]
        fields[f"agency-{slug}"] = SelectionField(f"{label}: which one?", choices=choices, default=known)
    fields[f"email-{slug}"] = EmailField(_ELSEWHERE, called=f"{label}: the address", autocomplete="off")
    fields[f"records-{slug}"] = records_field(f"{label}: the records", proposal.records)
    if proposal.forms:
        offered = [
            SelectChoice(each.form_key, titles[each.form_key], render_kw={"hint": each.reason})
            for each in proposal.forms
        ]
        wanted = [each.form_key for each in proposal.forms if each.is_wanted]
        fields[f"forms-{slug}"] = CheckboxesField("And for", choices=offered, called=f"{label}: forms", default=wanted)
    return fields


def sections_field(
    called: str, proposals: Sequence[SectionProposal], asked: Collection[str] | None = None, title: str = "Sections"
) -> CheckboxesField:
    """Return the boxes of the sections of a form: ticked are those `asked` for, else those that are proposed."""
    choices = [
        SelectChoice(
            each.key, each.title, render_kw={"hint": f"{each.reason}: {counted(each.question_count, 'question')}"}
        )
        for each in proposals
    ]
    ticked = [each.key for each in proposals if (each.is_wanted if asked is None else each.key in asked)]
    return CheckboxesField(title, choices=choices, called=called, default=ticked)


def _other_names(number: int) -> tuple[str, ...]:
    return tuple(f"other-{part}{number}" for part in ("", "reason-", "sections-", "forms-", "records-", "email-"))


def _other_fields(
    number: int, free: Iterable[Contact], titles: Mapping[str, str], sections: Sections
) -> dict[str, Any]:
    choices = [_CHOOSE, *(SelectChoice(each.public_id, f"{each.name} ({each.email})") for each in free)]
    return {
        f"other-{number}": SelectionField("Agency", choices=choices),
        f"other-reason-{number}": TextField("Why it is asked", max_length=300),
        f"other-sections-{number}": sections_field("The sections", sections(None)),
        f"other-forms-{number}": CheckboxesField(
            "Supplementary forms", choices=[SelectChoice(key, title) for key, title in titles.items()], called="Forms"
        ),
        f"other-records-{number}": records_field("The records", (Records.CHILD,)),
        f"other-email-{number}": EmailField(_ELSEWHERE, called="The address", autocomplete="off"),
    }


def _offered(form: AskForm, proposal: Proposal, found: tuple[Contact, ...]) -> Offered:
    slug = _slug(proposal.agency_kind)
    choice = form[f"agency-{slug}"] if len(found) > 1 else None
    label = agencies.label(proposal.agency_kind)
    forms = form[f"forms-{slug}"] if proposal.forms else None
    box, email, sections, records = (form[f"{part}-{slug}"] for part in ("ask", "email", "sections", "records"))
    return Offered(proposal, label, found, box, choice, email, sections, forms, records)


def _known(proposal: Proposal, found: tuple[Contact, ...]) -> str:
    """The agency that the notification names, "" where it names none of these."""
    named = {name.casefold() for name in proposal.named}
    return next((each.public_id for each in found if each.name.casefold() in named), "")


def _slug(kind: str) -> str:
    return re.sub("[^a-z]+", "-", kind)


class DeclineForm(BaseForm):
    """Nobody else is asked, and why."""

    reason = AreaField(
        "Why is nobody else to be asked?", [Required("Say why nobody else is asked")], max_length=2000, rows=3
    )


class CircumstancesForm(BaseForm):
    """What is said of a death that no notification asks."""

    circumstances = CheckboxesField(
        "What no notification asks", choices=[SelectChoice(key, label) for key, label in TOLD.items()]
    )


class ReissueForm(BaseForm):
    """The address that a new link goes to."""

    email = EmailField(
        "E-mail address", [Required("Enter the e-mail address")], called="The e-mail address", autocomplete="off"
    )


class ExtendForm(BaseForm):
    """A later day."""

    due_on = DateField("New date", [Required("Enter the new date")], hint="For example, 27 3 2027")


class NotNeededForm(BaseForm):
    """Why a form is not needed any more."""

    reason = AreaField("Reason", [Required("Say why the form is not needed any more")], max_length=2000, rows=3)


class AgencyDeclinesForm(BaseForm):
    """Why an agency declines to answer."""

    reason = AreaField("Reason", [Required("Say why the agency declines")], max_length=2000, rows=3)


class SendBackForm(BaseForm):
    """What is to be looked at again."""

    reason = AreaField("What do you ask the agency?", [Required("Say what you ask")], max_length=2000, rows=3)


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

    reason = AreaField("Why are some questions not answered?", called="The reason", max_length=2000, rows=3)


class ReleaseForm(VersionedForm):
    """The forms go to the panel, as they were read."""


class GiveBackForm(VersionedForm):
    """What is to be changed before the forms can go."""

    reason = AreaField("What is to be changed?", [Required("Say what is to be changed")], max_length=2000, rows=3)


class OpenOwnForm(BaseForm):
    """The button that opens a form of one's own agency."""
