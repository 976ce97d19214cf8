"""Requests for the reporting form (Form B): who was asked on a case, how far they are, and what they answered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, bindparam, case, cast, select

from cdop.extensions import db
from cdop.models import Agency, Case, FormRequest, FormResponse, Invitation, RequestedForm
from cdop.prepared import Prepared
from cdop.queries import routing
from cdop.queries.cases import visible_to
from cdop.queries.marked_facts import HAS_MARKED_ANSWER, marked_facts
from cdop.queries.plain_facts import are_proceedings_open
from cdop.queries.reading import read
from cdop.queries.requested_forms import FormOfRequest, forms_of_request, forms_of_requests
from cdop.questionnaires import registry
from cdop.questionnaires.completeness import Completeness, together
from cdop.questionnaires.spec import FormSpec
from cdop.rules import case_words, form_b
from cdop.rules.actors import Actor
from cdop.rules.case_words import listed_name
from cdop.rules.facts import CaseSubject, RequestSubject
from cdop.rules.form_b import AskedFor, Circumstance, NewProposal, Proposal, RoutingFacts, proposed, unasked, unseen
from cdop.rules.handling import Reader, may_show
from cdop.rules.lifecycle import ENDED
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, RequestStatus


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One agency that was asked, and how far it is. Nothing of what it answered."""

    id: int
    public_id: str
    panel_id: int
    case_id: int
    agency_id: str
    agency: str
    agency_kind: str
    agency_email: str
    agency_telephone: str | None
    recipient_email: str
    reason: str
    records: list[str]
    status: RequestStatus
    status_reason: str | None
    sent_at: datetime | None
    due_on: date | None
    opened_at: datetime | None
    returned_at: datetime | None
    accepted_at: datetime | None
    accepted_by: str | None
    sent_by: str | None
    released_by: str | None
    release_note: str | None
    purge_on: date | None
    purged_at: datetime | None
    reminded_on: date | None
    version: int
    has_release_step: bool
    is_sensitive: bool
    answered: int = 0
    asked: int = 0
    form_keys: tuple[str, ...] = ()

    @property
    def subject(self) -> RequestSubject:
        """The request as policy sees it."""
        return RequestSubject(self.id, self.case_id, self.panel_id)

    @property
    def records_in_words(self) -> str:
        """Whose records it is to search."""
        return form_b.records_in_words(self.records)

    @property
    def reference(self) -> str:
        """Its name in messages and on the telephone."""
        return form_b.reference(self.public_id)

    @property
    def is_open(self) -> bool:
        """Whether the panel waits for the agency's answer."""
        return self.status in form_b.OPEN

    @property
    def is_settled(self) -> bool:
        """Whether the agency has answered."""
        return self.status in form_b.SETTLED

    @property
    def is_waiting(self) -> bool:
        """Whether somebody senior at the agency is to release it."""
        return self.status is RequestStatus.WAITING_FOR_RELEASE

    @property
    def asked_back(self) -> str | None:
        """What the agency reads that its form came back for. What is noted of one that declines is the panel's own."""
        return None if self.status is RequestStatus.DECLINED else self.status_reason

    def days_late(self, today: date) -> int:
        """Return for how many days the answer is late, 0 where it is not."""
        return form_b.days_late(self.status, self.due_on, today)


@dataclass(frozen=True, slots=True)
class CaseToAsk:
    """The case on the page on which agencies are asked."""

    id: int
    panel_id: int
    public_id: str
    reference: str
    name: str
    facts: RoutingFacts
    is_complete: bool
    proposals: tuple[Proposal, ...]
    proposals_seen: frozenset[str] | None
    proposals_declined: frozenset[str]
    circumstances_told: tuple[str, ...]

    @property
    def is_led_elsewhere(self) -> bool:
        """Whether another panel leads the review, and asks agencies itself."""
        return Circumstance.ELSEWHERE in self.facts.circumstances

    @property
    def subject(self) -> CaseSubject:
        """The case as policy sees it."""
        return CaseSubject(self.id, self.panel_id)


@dataclass(frozen=True, slots=True)
class StillToAsk:
    """What of a case's proposals is open.

    `new` came to be proposed since agencies were last asked; `unasked` a notification names or a suspected type calls
    for, and it was neither asked nor said why not.
    """

    new: tuple[NewProposal, ...] = ()
    unasked: tuple[NewProposal, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseOfRequest:
    """The case that a request is about."""

    public_id: str
    reference: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The forms of a request as its agency sent them."""

    request: RequestRow
    case: CaseOfRequest
    forms: tuple[FormOfRequest, ...]


@dataclass(frozen=True, slots=True)
class OpenForms:
    """The forms that an invitation opens, with what their agency needs to find the child's records.

    `found_by` are dates and numbers in words, each with what it is; what another agency keeps from it says so.
    """

    request: RequestRow
    invitation_id: int
    child_name: str
    found_by: tuple[tuple[str, str], ...]
    forms: tuple[FormOfRequest, ...]

    @property
    def completeness(self) -> Completeness:
        """All forms counted as one."""
        return together(form.completeness for form in self.forms)

    def form(self, key: str) -> FormOfRequest | None:
        """Return the form of that key, None where it is not asked for."""
        return next((form for form in self.forms if form.key == key), None)


@dataclass(frozen=True, slots=True)
class AskedForm:
    """What of a form an agency is asked that has it open: no more than it takes to read what was typed there."""

    spec: FormSpec
    agency_kind: str
    case_id: int


_FOUND_BY = ("born_on", "died_on", "nhs_number")
NOT_TOLD_HERE = "Not told here: please ring us"
"""What stands for a fact that another agency keeps from this one."""

RequestWithForms = tuple[RequestRow, tuple[FormOfRequest, ...]]


def requests_of_case(actor: Actor, case_id: int) -> tuple[RequestRow, ...]:
    """Return the agencies that were asked on a case, if the actor may know of it. Three statements."""
    return tuple(row for row, _forms in requests_with_forms(actor, case_id))


def requests_with_forms(actor: Actor, case_id: int) -> tuple[RequestWithForms, ...]:
    """Return the agencies that were asked on a case, each with its forms, drafts too. Three statements."""
    query = _REQUESTS.where(*visible_to(actor), FormRequest.case_id == case_id).order_by(FormRequest.id)
    return _with_progress(db.session.execute(query))


def request_row(actor: Actor, public_id: str) -> tuple[RequestRow, CaseOfRequest] | None:
    """Return a request and its case, None where there is none that the actor may know of."""
    query = _REQUESTS.add_columns(Case.public_id, Case.reference)
    row = db.session.execute(query.where(*visible_to(actor), FormRequest.public_id == public_id)).one_or_none()
    if row is None:
        return None
    ((request, _forms),) = _with_progress([tuple(row)[:-2]])
    return request, CaseOfRequest(*tuple(row)[-2:])


def returned(actor: Actor, public_id: str) -> Returned | None:
    """Return a request with what was answered, None where there is none that the actor may know of."""
    found = request_row(actor, public_id)
    return None if found is None else Returned(*found, forms_of_request(found[0].id))


def open_forms(actor: Actor) -> OpenForms | None:
    """Return the forms that the actor's invitation opens now, None where it opens none any more."""
    row = read(_OPEN, **_mine(actor)).one_or_none()
    if row is None:
        return None
    request, name = RequestRow(*tuple(row)[:-6]), listed_name(row.given_names, row.family_name)
    forms = forms_of_request(request.id)
    return OpenForms(request, actor.invitation_id or 0, name, _found_by(row), forms)


def _found_by(row: Any) -> tuple[tuple[str, str], ...]:
    """What a child's records are found by."""
    marks = marked_facts(row.case_id) if row.has_marked_answer else {}
    are_open = bool(marks) and are_proceedings_open(row.case_id)
    shown = {
        key: may_show(marks.get(key, ()), Reader.OTHER_AGENCIES, are_proceedings_open=are_open) for key in _FOUND_BY
    }
    words = {key: case_words.fact(key, getattr(row, key)) for key in _FOUND_BY}
    return tuple((label, said if shown[key] else NOT_TOLD_HERE) for key, (label, said) in words.items())


def opened_request(actor: Actor) -> RequestRow | None:
    """Return the request that the actor's invitation opens now, without its answers; None where it opens none."""
    row = read(_OPENED, **_mine(actor)).one_or_none()
    return None if row is None else RequestRow(*tuple(row))


def asked_form(actor: Actor, form_key: str) -> AskedForm | None:
    """Return what the actor's invitation asks of a form now, None where it does not ask for it. One statement."""
    row = read(_ASKED_FORM, form_key=form_key, **_mine(actor)).one_or_none()
    if row is None:
        return None
    spec = registry.asked(form_key, row.form_version, row.section_keys, row.age_years)
    return AskedForm(spec, row.kind, row.case_id)


def facts_of_case(case_id: int) -> RoutingFacts:
    """Return what decides which questions matter most on a request about a case that the reader has open."""
    columns = (getattr(Case, name) for name in ROUTED)
    return routing.facts_of(db.session.execute(select(*columns).where(Case.id == case_id)).one())


def case_to_ask(actor: Actor, public_id: str, *, today: date) -> CaseToAsk | None:
    """Return a case with whom to ask about it, None where the actor may not know of it."""
    case = db.session.execute(
        select(*(getattr(Case, name) for name in ROUTED)).where(*visible_to(actor), Case.public_id == public_id)
    ).one_or_none()
    if case is None:
        return None
    facts = routing.facts_of(case)
    return CaseToAsk(
        case.id,
        case.panel_id,
        public_id,
        case.reference,
        listed_name(case.given_names, case.family_name),
        facts,
        case.status in ENDED,
        proposed(facts, routing.routes_of(case.panel_id, today=today)),
        None if case.proposals_seen is None else frozenset(case.proposals_seen),
        frozenset(case.proposals_declined or ()),
        tuple(case.circumstances_told or ()),
    )


def still_to_ask(actor: Actor, public_id: str, *, today: date) -> StillToAsk:
    """Return what of a case's proposals is open; what is new only for whoever may ask more. Five statements."""
    case = case_to_ask(actor, public_id, today=today)
    if case is None or case.is_complete:
        return StillToAsk()
    asked = {AskedFor(*row) for row in db.session.execute(_ASKED.where(FormRequest.case_id == case.id))}
    may_ask = can(actor, Action.FORM_B_REQUEST, case.subject)
    new = unseen(case.proposals, case.proposals_seen, {each.agency_kind for each in asked}) if may_ask else ()
    return StillToAsk(new, unasked(case.facts, case.proposals, asked, case.proposals_declined))


def _mine(actor: Actor) -> dict[str, int | None]:
    """What the statements are told that are of the actor's invitation."""
    return {"invitation_id": actor.invitation_id, "panel_id": actor.panel_id}


def _with_progress(rows: Iterable[Any]) -> tuple[RequestWithForms, ...]:
    """The rows of `_REQUESTS`, with how much of all forms of each is answered, and the forms."""
    found = [RequestRow(*tuple(row)) for row in rows]
    forms = forms_of_requests([row.id for row in found])
    return tuple((_counted(row, forms[row.id]), forms[row.id]) for row in found)


def _counted(row: RequestRow, forms: tuple[FormOfRequest, ...]) -> RequestRow:
    count = together(form.completeness for form in forms)
    keys = tuple(form.key for form in forms)
    return replace(row, answered=count.answered, asked=count.asked, form_keys=keys)


ROUTED = tuple(
    (
        "id panel_id reference given_names family_name born_on died_on place_of_death joint_agency_response residency "
        "status proposals_seen proposals_declined circumstances_told"
    ).split()
)
# Of two requests to one agency, on cases that were joined, each is told from the other.
_AGENCY = Agency.name + case((FormRequest.number > 1, " (request " + cast(FormRequest.number, String) + ")"), else_="")
_REQUESTS = (
    select(
        FormRequest.id,
        FormRequest.public_id,
        FormRequest.panel_id,
        FormRequest.case_id,
        Agency.public_id.label("agency_id"),
        _AGENCY,
        Agency.kind,
        Agency.email,
        Agency.telephone,
        FormRequest.recipient_email,
        FormRequest.reason,
        FormRequest.records,
        FormRequest.status,
        FormRequest.status_reason,
        FormRequest.sent_at,
        FormRequest.due_on,
        FormRequest.opened_at,
        FormRequest.returned_at,
        FormRequest.accepted_at,
        FormRequest.accepted_by,
        FormRequest.sent_by,
        FormRequest.released_by,
        FormRequest.release_note,
        FormRequest.purge_on,
        FormRequest.purged_at,
        FormRequest.reminded_on,
        FormRequest.version,
        Agency.has_release_step,
        Case.sensitive_at.is_not(None),
    )
    .join(Agency, Agency.id == FormRequest.agency_id)
    .join(Case, Case.id == FormRequest.case_id)
)
_ASKED = (
    select(Agency.kind, Agency.name, RequestedForm.form_key)
    .join(FormRequest, FormRequest.agency_id == Agency.id)
    .join(RequestedForm, RequestedForm.request_id == FormRequest.id)
)
_OF_INVITATION = (
    (Invitation.id == bindparam("invitation_id"))
    & Invitation.ended_at.is_(None)
    & (FormRequest.panel_id == bindparam("panel_id"))
)
_OPENED = _REQUESTS.join(Invitation, Invitation.request_id == FormRequest.id).where(_OF_INVITATION)
_OPEN = _OPENED.add_columns(
    Case.given_names, Case.family_name, *(getattr(Case, key) for key in _FOUND_BY), HAS_MARKED_ANSWER
)
_ASKED_FORM = Prepared(
    select(
        RequestedForm.section_keys, RequestedForm.age_years, FormResponse.form_version, Agency.kind, FormRequest.case_id
    )
    .join(FormResponse, FormResponse.id == RequestedForm.response_id)
    .join(FormRequest, FormRequest.id == RequestedForm.request_id)
    .join(Agency, Agency.id == FormRequest.agency_id)
    .join(Invitation, Invitation.request_id == FormRequest.id)
    .where(_OF_INVITATION, RequestedForm.form_key == bindparam("form_key"))
)
