"""What an agency does with its reporting form (Form B): answers, says that it holds nothing, sends it.

Every verb is of somebody who opened the request's invitation; once that has ended, none of them works.
"""

from dataclasses import dataclass
from datetime import datetime

from cdop.extensions import db
from cdop.models import Agency, FormRequest, FormResponse, Invitation
from cdop.queries import attachments as attachment_queries
from cdop.queries.answers import Answered, answers_of
from cdop.questionnaires import registry
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerSet
from cdop.questionnaires.completeness import completeness, is_for
from cdop.questionnaires.merging import Seen
from cdop.questionnaires.spec import FormSpec
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.facts import RequestSubject
from cdop.rules.vocabulary import Action, AuditVerb, RequestStatus
from cdop.services import answers, attachments, invitations, submissions, unit
from cdop.services.access import require
from cdop.services.answers import Saved
from cdop.services.errors import Blocked, Invalid
from cdop.services.unit import writes

ENDED = "This form was sent, or is no longer needed, or the panel sent a new link. Nothing more can be saved on it"
ANSWERED = "Questions on this form are answered already: clear them first, or check the form and send it"
ATTACHED = "A document is attached to this form: take it off first, or send the form with it"
LONGEST_REASON = 2000
# What the form asks about its sender: known already, and no sign that records were found.
PREFILLED = ("completed_by_name", "completed_by_role", "completed_by_agency")


@dataclass(frozen=True, slots=True)
class _Form:
    """One agency's form with all that is needed to write on it."""

    request: FormRequest
    response: FormResponse
    agency: Agency
    spec: FormSpec


@writes(AuditVerb.FORM_B_OPENED)
def opened(actor: Actor, name: str, role: str, *, now: datetime) -> None:
    """Note that the form was opened, and answer for the first who opens it what is known: who, and which agency."""
    form = _mine(actor)
    form.request.opened_at = form.request.opened_at or now
    if form.request.status is RequestStatus.SENT:
        form.request.status = RequestStatus.OPENED
    if not answers_of(form.response.id, form.spec).answers:
        known = dict(zip(PREFILLED, (name, role, form.agency.name), strict=True))
        typed = {(key, NOT_IN_A_GROUP): Answer(value) for key, value in known.items()}
        answers.save_section(actor, form.response, form.spec, typed, seen={}, now=now)


@writes(AuditVerb.FORM_B_SAVED)
def save(actor: Actor, section_key: str, typed: AnswerSet, *, seen: Seen, now: datetime) -> Saved:
    """Keep the answers of one section. Raises Blocked where the form is no longer open, Invalid."""
    form = _mine(actor)
    section = form.spec.section(section_key)
    places = {question.key for _group, question in section.questions() if is_for(question.agencies, form.agency.kind)}
    if foreign := {key for key, _row in typed} - places:
        raise Invalid(dict.fromkeys(foreign, "This question is not on this page"))
    saved = answers.save_section(actor, form.response, form.spec, typed, seen=seen, now=now)
    if saved.changed:
        form.request.status = RequestStatus.IN_PROGRESS
    return saved


@writes(AuditVerb.FORM_B_RETURNED)
def submit(actor: Actor, *, reason: str, submission_id: str | None = None, now: datetime) -> str:
    """Send the form and return the request's public id. The link is dead from then on.

    `reason` says why answers that are expected are missing. Raises Invalid where it is needed and not given, Blocked
    with everything that stands in the way.
    """

    def act() -> str:
        form = _mine(actor)
        stored = answers_of(form.response.id, form.spec).answers
        count = completeness(form.spec, stored, form.agency.kind)
        answers.submit(actor, form.response, form.spec, now=now, agency_type=form.agency.kind)
        if count.missing_expected and not reason.strip():
            raise Invalid({"reason": "Say in a few words why some questions are not answered"})
        return _returned(form, RequestStatus.RETURNED, reason.strip() or None, now)

    return submissions.once(actor, submission_id, act, now=now, said=("returned", actor.invitation_id, reason))


@writes(AuditVerb.FORM_B_RETURNED)
def hold_nothing(actor: Actor, *, submission_id: str | None = None, now: datetime) -> str:
    """Say that the agency holds no record of the child or the family; return the request's public id.

    Raises Blocked where somebody has answered questions on the form.
    """

    def act() -> str:
        form = _mine(actor)
        if has_answers(answers_of(form.response.id, form.spec)):
            raise Blocked([ANSWERED])
        if attachment_queries.count_of(form.request.id):
            raise Blocked([ATTACHED])
        return _returned(form, RequestStatus.NOTHING_HELD, None, now)

    return submissions.once(actor, submission_id, act, now=now, said=("nothing held", actor.invitation_id))


def has_answers(answered: Answered) -> bool:
    """Say whether a form has more answers than what the system itself filled in."""
    return any(key not in PREFILLED for key, _row in answered.answers)


def _returned(form: _Form, status: RequestStatus, reason: str | None, now: datetime) -> str:
    form.request.status, form.request.status_reason, form.request.returned_at = status, reason, now
    unit.reason(reason)
    attachments.give_all(form.request, now=now)
    invitations.end_all(form.request, invitations.RETURNED, now=now)
    return form.request.public_id


def _mine(actor: Actor) -> _Form:
    """The form that the actor's invitation opens, locked. Raises Blocked where it opens none any more."""
    invitation = db.session.get(Invitation, actor.invitation_id or 0, with_for_update=True)
    if invitation is None or invitation.ended_at is not None:
        raise Blocked([ENDED])
    request = db.session.get_one(FormRequest, invitation.request_id, with_for_update=True)
    require(actor, Action.FORM_B_ANSWER, RequestSubject(request.id, request.case_id, request.panel_id, invitation.id))
    if request.status not in form_b.OPEN:
        raise Blocked([ENDED])
    response = db.session.get_one(FormResponse, request.response_id)
    spec = registry.get(response.form_key, response.form_version)
    return _Form(request, response, db.session.get_one(Agency, request.agency_id), spec)
