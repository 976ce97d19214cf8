"""Requests for the reporting form (Form B): who was asked on a case, how far they are, and what they answered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, Case, FormRequest, FormResponse, Invitation, Notification
from cdop.queries.answers import answers_of
from cdop.queries.cases import visible_to
from cdop.queries.requested_forms import FormOfRequest, forms_of_request, forms_of_requests
from cdop.questionnaires import registry
from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.completeness import Completeness, together
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.ages import completed_years
from cdop.rules.case_words import listed_name
from cdop.rules.facts import CaseSubject, RequestSubject
from cdop.rules.form_b import Circumstance, Named, RoutingFacts
from cdop.rules.lifecycle import COMPLETED
from cdop.rules.vocabulary import JointAgencyResponse, NotificationStatus, RequestStatus, Residency


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
    recipient_email: str
    reason: str
    status: RequestStatus
    status_reason: str | None
    sent_at: datetime | None
    due_on: date | None
    opened_at: datetime | None
    returned_at: datetime | None
    answered: int = 0
    asked: int = 0

    @property
    def subject(self) -> RequestSubject:
        """The request as policy sees it."""
        return RequestSubject(self.id, self.case_id, self.panel_id)

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

    @property
    def subject(self) -> CaseSubject:
        """The case as policy sees it."""
        return CaseSubject(self.id, self.panel_id)


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
    """The forms that an invitation opens, with what their agency needs to find the child's records."""

    request: RequestRow
    invitation_id: int
    child_name: str
    born_on: date
    died_on: date
    nhs_number: str | None
    forms: tuple[FormOfRequest, ...]

    @property
    def completeness(self) -> Completeness:
        """All forms counted as one."""
        return together(form.completeness for form in self.forms)

    def form(self, key: str) -> FormOfRequest | None:
        """Return the form of that key, None where it is not asked for."""
        return next((form for form in self.forms if form.key == key), None)


def requests_of_case(actor: Actor, case_id: int) -> tuple[RequestRow, ...]:
    """Return the agencies that were asked on a case, if the actor may know of it. Three statements."""
    query = _REQUESTS.where(*visible_to(actor), FormRequest.case_id == case_id).order_by(FormRequest.id)
    return _with_progress(db.session.execute(query))


def request_row(actor: Actor, public_id: str) -> tuple[RequestRow, CaseOfRequest] | None:
    """Return a request and its case, None where there is none that the actor may know of."""
    query = _REQUESTS.add_columns(Case.public_id, Case.reference)
    row = db.session.execute(query.where(*visible_to(actor), FormRequest.public_id == public_id)).one_or_none()
    if row is None:
        return None
    (request,) = _with_progress([tuple(row)[:-2]])
    return request, CaseOfRequest(*tuple(row)[-2:])


def returned(actor: Actor, public_id: str) -> Returned | None:
    """Return a request with what was answered, None where there is none that the actor may know of."""
    found = request_row(actor, public_id)
    return None if found is None else Returned(*found, forms_of_request(found[0].id))


def open_forms(actor: Actor) -> OpenForms | None:
    """Return the forms that the actor's invitation opens now, None where it opens none any more."""
    columns = (Case.given_names, Case.family_name, Case.born_on, Case.died_on, Case.nhs_number)
    query = _REQUESTS.add_columns(*columns).join(Invitation, Invitation.request_id == FormRequest.id)
    mine = (Invitation.id == actor.invitation_id) & Invitation.ended_at.is_(None)
    row = db.session.execute(query.where(mine, FormRequest.panel_id == actor.panel_id)).one_or_none()
    if row is None:
        return None
    given, family, born_on, died_on, nhs_number = tuple(row)[-5:]
    request, name = RequestRow(*tuple(row)[:-5]), listed_name(given, family)
    forms = forms_of_request(request.id)
    return OpenForms(request, actor.invitation_id or 0, name, born_on, died_on, nhs_number, forms)


def opened_request(actor: Actor) -> RequestRow | None:
    """Return the request that the actor's invitation opens now, without its answers; None where it opens none."""
    query = _REQUESTS.join(Invitation, Invitation.request_id == FormRequest.id)
    mine = (Invitation.id == actor.invitation_id) & Invitation.ended_at.is_(None)
    row = db.session.execute(query.where(mine, FormRequest.panel_id == actor.panel_id)).one_or_none()
    return None if row is None else RequestRow(*tuple(row))


def case_to_ask(actor: Actor, public_id: str) -> CaseToAsk | None:
    """Return a case with the facts that say whom to ask, None where the actor may not know of it."""
    case = db.session.execute(
        select(*(getattr(Case, name) for name in _ROUTED)).where(*visible_to(actor), Case.public_id == public_id)
    ).one_or_none()
    if case is None:
        return None
    name = listed_name(case.given_names, case.family_name)
    is_complete = case.status in COMPLETED
    return CaseToAsk(case.id, case.panel_id, public_id, case.reference, name, _routing_facts(case), is_complete)


def _with_progress(rows: Iterable[Any]) -> tuple[RequestRow, ...]:
    """The rows of `_REQUESTS`, with how much of all forms of each is answered."""
    found = [RequestRow(*tuple(row)) for row in rows]
    forms = forms_of_requests([row.id for row in found])
    counts = {number: together(form.completeness for form in of_it) for number, of_it in forms.items()}
    return tuple(replace(row, answered=counts[row.id].answered, asked=counts[row.id].asked) for row in found)


def _routing_facts(case: Any) -> RoutingFacts:
    """What the case and the notifications that belong to it say."""
    told = _notifications(case.id)
    words = {key: frozenset(word for each in told for word in _words(each, key)) for key in _ANSWERED}
    is_so = {
        Circumstance.JOINT_RESPONSE: "yes" in words["jar_criteria_met"]
        or case.joint_agency_response in (JointAgencyResponse.HELD, JointAgencyResponse.MET_NOT_HELD),
        Circumstance.CORONER: "yes" in words["coroner_referred"],
        Circumstance.RESUSCITATION: "yes" in words["resuscitation_attempted"],
        Circumstance.SOCIAL_CARE: "yes" in words["known_to_social_care"],
        Circumstance.LOOKED_AFTER: "looked after" in words["care_statuses"],
        Circumstance.EARLY_HELP: "early help" in words["care_statuses"],
        Circumstance.DISABILITY: "yes" in words["learning_disability"] | words["autism"],
        Circumstance.ELSEWHERE: case.residency is Residency.ELSEWHERE,
    }
    places = words["place_of_death"] | words["place_of_event"] | {case.place_of_death or ""}
    return RoutingFacts(
        age_days=(case.died_on - case.born_on).days,
        age_years=completed_years(case.born_on, case.died_on),
        types=words["suspected_types"] | words["medical_conditions"],
        places=frozenset(places - {""}),
        circumstances=frozenset(each for each, holds in is_so.items() if holds),
        named=tuple(each for answers in told for each in _named(answers)),
    )


def _notifications(case_id: int) -> list[AnswerSet]:
    """What was answered on each."""
    query = select(FormResponse.id, FormResponse.form_key, FormResponse.form_version)
    joined = query.join(Notification, Notification.response_id == FormResponse.id)
    belongs = (Notification.case_id == case_id) & Notification.status.in_(_BELONGING)
    rows = db.session.execute(joined.where(belongs).order_by(Notification.id)).all()
    return [answers_of(row.id, registry.get(row.form_key, row.form_version)).answers for row in rows]


def _words(answers: AnswerSet, key: str) -> frozenset[str]:
    value = answer(answers, key).value
    if value is None:
        return frozenset()
    return frozenset(value if isinstance(value, tuple) else (str(value),))


def _named(answers: AnswerSet) -> list[Named]:
    """The professionals of a notification whose service is known."""
    return [
        Named(str(given.value), str(answer(answers, "professional_organisation", row_key).value or ""))
        for (key, row_key), given in answers.items()
        if key == "professional_agency_type" and given.value
    ]


_BELONGING = (NotificationStatus.ACCEPTED, NotificationStatus.LINKED)
_ANSWERED = tuple(
    (
        "jar_criteria_met coroner_referred resuscitation_attempted known_to_social_care care_statuses "
        "learning_disability autism place_of_death place_of_event suspected_types medical_conditions"
    ).split()
)
_ROUTED = tuple(
    (
        "id panel_id reference given_names family_name born_on died_on place_of_death joint_agency_response residency "
        "status"
    ).split()
)
_REQUESTS = (
    select(
        FormRequest.id,
        FormRequest.public_id,
        FormRequest.panel_id,
        FormRequest.case_id,
        Agency.public_id.label("agency_id"),
        Agency.name,
        Agency.kind,
        Agency.email,
        FormRequest.recipient_email,
        FormRequest.reason,
        FormRequest.status,
        FormRequest.status_reason,
        FormRequest.sent_at,
        FormRequest.due_on,
        FormRequest.opened_at,
        FormRequest.returned_at,
    )
    .join(Agency, Agency.id == FormRequest.agency_id)
    .join(Case, Case.id == FormRequest.case_id)
)
