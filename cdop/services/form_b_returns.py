"""What an agency does with its reporting form (Form B) and those beside it: answers, says it holds nothing, sends all.

Every verb is of somebody who opened the request's invitation; once that has ended, none of them works.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cdop.extensions import db
from cdop.models import Agency, FormRequest
from cdop.queries import attachments as attachment_queries
from cdop.queries.answers import Answered, answers_of
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerKey, AnswerSet
from cdop.questionnaires.completeness import Completeness, asked_answers, completeness, is_for, together
from cdop.questionnaires.merging import Seen
from cdop.questionnaires.short_path import SHORT
from cdop.questionnaires.words import NonAnswer
from cdop.rules.actors import Actor
from cdop.rules.handling import Marks
from cdop.rules.vocabulary import AuditVerb, RequestStatus
from cdop.services import answers, attachments, invitations, open_requests, requested_forms, submissions, unit
from cdop.services.answers import Saved
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.requested_forms import Part
from cdop.services.unit import writes

ANSWERED = "Questions are answered already: clear them first, or check the answers and send them"
ATTACHED = "A document is attached to this form: take it off first, or send the form with it"
LONGEST_REASON = 2000
# What the form asks about its sender: known already, and no sign that records were found.
PREFILLED = ("completed_by_name", "completed_by_role", "completed_by_agency")


@dataclass(frozen=True, slots=True)
class _Forms:
    """One agency's forms by their keys, with all that is needed to write on them."""

    request: FormRequest
    agency: Agency
    parts: dict[str, Part]


@writes(AuditVerb.FORM_B_OPENED)
def opened(actor: Actor, name: str, role: str, *, now: datetime) -> None:
    """Note that the forms were opened, and answer for the first who opens them what is known: who, and which agency."""
    mine = _mine(actor)
    mine.request.opened_at = mine.request.opened_at or now
    if mine.request.status is RequestStatus.SENT:
        mine.request.status = RequestStatus.OPENED
    known = dict(zip(PREFILLED, (name, role, mine.agency.name), strict=True))
    for part in mine.parts.values():
        if not answers_of(part.response.id, part.spec).answers:
            asked = known.keys() & part.spec.by_key()
            typed = {(key, NOT_IN_A_GROUP): Answer(known[key]) for key in asked}
            answers.save_section(actor, part.response, part.spec, typed, seen={}, now=now)


@writes(AuditVerb.FORM_B_SAVED)
def save(
    actor: Actor,
    form_key: str,
    section_key: str,
    typed: AnswerSet,
    *,
    seen: Seen,
    while_typing: bool = False,
    now: datetime,
) -> Saved:
    """Keep the answers of one section of a form, or of the short path, which has questions of all sections.

    `while_typing` is of a page that somebody is still writing on. Raises Blocked where it is no longer open,
    Invalid, NotFound.
    """
    mine = _mine(actor)
    part = mine.parts.get(form_key)
    if part is None or section_key not in {SHORT, *(each.key for each in part.spec.sections)}:
        raise NotFound
    sections = part.spec.sections if section_key == SHORT else (part.spec.section(section_key),)
    asked = (question for section in sections for _group, question in section.questions())
    places = {question.key for question in asked if is_for(question.agencies, mine.agency.kind)}
    if foreign := {key for key, _row in typed} - places:
        raise Invalid(dict.fromkeys(foreign, "This question is not on this page"))
    saved = answers.save_section(actor, part.response, part.spec, typed, seen=seen, while_typing=while_typing, now=now)
    if saved.changed:
        if mine.request.status is RequestStatus.DECLINED:
            mine.request.status_reason = None
        mine.request.status = RequestStatus.IN_PROGRESS
    return saved


@writes(AuditVerb.ANSWER_MARKED)
def mark_answer(actor: Actor, form_key: str, name: AnswerKey, marks: Marks, *, now: datetime) -> None:
    """Say from whom an answer is to be kept. Raises Blocked where the form is no longer open, NotFound."""
    part = _mine(actor).parts.get(form_key)
    if part is None or not answers.mark(part.response, name, marks):
        raise NotFound


@writes(AuditVerb.FORM_B_RETURNED)
def submit(actor: Actor, *, reason: str, submission_id: str | None = None, now: datetime) -> str:
    """Send all forms of the request and return its public id. The link is dead from then on.

    `reason` says why answers that are expected are missing. Raises Invalid where it is needed and not given, Blocked
    with everything that stands in the way.
    """

    def act() -> str:
        mine = _mine(actor)
        count, not_known = _counted(mine)
        _send_each(actor, mine, now)
        if count.missing_expected and not reason.strip():
            raise Invalid({"reason": "Say in a few words why some questions are not answered"})
        mine.request.questions_asked, mine.request.questions_answered = count.asked, count.answered
        mine.request.questions_not_known = not_known
        return _returned(mine, RequestStatus.RETURNED, reason.strip() or None, now)

    return submissions.once(actor, submission_id, act, now=now, said=("returned", actor.invitation_id, reason))


@writes(AuditVerb.FORM_B_RETURNED)
def hold_nothing(actor: Actor, *, submission_id: str | None = None, now: datetime) -> str:
    """Say that the agency holds no record of the child or the family; return the request's public id.

    Raises Blocked where somebody has answered questions on a form.
    """

    def act() -> str:
        mine = _mine(actor)
        if has_answers(answers_of(part.response.id, part.spec) for part in mine.parts.values()):
            raise Blocked([ANSWERED])
        if attachment_queries.count_of(mine.request.id):
            raise Blocked([ATTACHED])
        return _returned(mine, RequestStatus.NOTHING_HELD, None, now)

    return submissions.once(actor, submission_id, act, now=now, said=("nothing held", actor.invitation_id))


def has_answers(forms: Iterable[Answered]) -> bool:
    """Say whether forms have more answers than what the system itself filled in."""
    return any(key not in PREFILLED for answered in forms for key, _row in answered.answers)


def _counted(mine: _Forms) -> tuple[Completeness, int]:
    """All forms counted as one, and how many answers say "not known"."""
    parts = [(part.spec, answers_of(part.response.id, part.spec).answers) for part in mine.parts.values()]
    count = together(completeness(spec, stored, mine.agency.kind) for spec, stored in parts)
    shown = (given for spec, stored in parts for given in asked_answers(spec, stored, mine.agency.kind).values())
    return count, sum(given.non_answer is NonAnswer.NOT_KNOWN for given in shown)


def _send_each(actor: Actor, mine: _Forms, now: datetime) -> None:
    """Send every form. Raises Blocked with what stands in the way on any of them."""
    reasons: list[str] = []
    for part in mine.parts.values():
        try:
            answers.submit(actor, part.response, part.spec, now=now, agency_type=mine.agency.kind)
        except Blocked as blocked:
            reasons += blocked.reasons
    if reasons:
        raise Blocked(reasons)


def _returned(mine: _Forms, status: RequestStatus, reason: str | None, now: datetime) -> str:
    mine.request.status, mine.request.status_reason, mine.request.returned_at = status, reason, now
    unit.reason(reason)
    attachments.give_all(mine.request, now=now)
    invitations.end_all(mine.request, invitations.RETURNED, now=now)
    return mine.request.public_id


def _mine(actor: Actor) -> _Forms:
    """The forms that the actor has open, locked. Raises Blocked where it is none any more."""
    request = open_requests.opened(actor)
    return _Forms(request, db.session.get_one(Agency, request.agency_id), requested_forms.parts_of(request))
