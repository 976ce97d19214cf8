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
from cdop.questionnaires.answer import BLANK, NOT_IN_A_GROUP, Answer, AnswerKey, AnswerSet
from cdop.questionnaires.completeness import asked_answers, is_for
from cdop.questionnaires.merging import Seen
from cdop.questionnaires.short_path import SHORT
from cdop.questionnaires.spec import FormSpec
from cdop.rules import form_b
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
RELEASED_FIRST = "Somebody senior at your agency releases the form before the panel has it: send it to them"
NO_RELEASE = "Your agency does not release its forms first: send it to the panel"
CHANGED = "The form was changed or sent after you opened this page. Read it again first"
NOT_SENIOR = "Somebody else than its sender releases the form: with an account, somebody who leads the agency’s answers"
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
    for part in mine.parts.values():
        if not answers_of(part.response.id, part.spec).answers:
            typed = of_sender(part.spec, name, role, mine.agency.name)
            answers.save_section(actor, part.response, part.spec, typed, seen={}, now=now)


@writes(AuditVerb.FORM_B_SAVED, is_short=True)
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
    mine = open_requests.opened_form(actor, form_key)
    if section_key not in {SHORT, *(each.key for each in mine.spec.sections)}:
        raise NotFound
    sections = mine.spec.sections if section_key == SHORT else (mine.spec.section(section_key),)
    asked = (question for section in sections for _group, question in section.questions())
    places = {question.key for question in asked if is_for(question.agencies, mine.agency_kind)}
    if foreign := {key for key, _row in typed} - places:
        raise Invalid(dict.fromkeys(foreign, "This question is not on this page"))
    saved = answers.save_on_started(
        actor, mine.response, mine.spec, typed, seen=seen, while_typing=while_typing, now=now
    )
    if saved.changed:
        open_requests.note_answer(mine)
    return saved


@writes(AuditVerb.ANSWER_MARKED)
def mark_answer(actor: Actor, form_key: str, name: AnswerKey, marks: Marks, *, now: datetime) -> None:
    """Say from whom an answer is to be kept. Raises Blocked where the form is no longer open, NotFound."""
    mine = open_requests.opened_form(actor, form_key)
    if not answers.mark(mine.response, name, marks):
        raise NotFound
    open_requests.note_change(db.session.get_one(FormRequest, mine.request_id))


@writes(AuditVerb.FORM_B_RETURNED)
def submit(actor: Actor, *, reason: str, submission_id: str | None = None, now: datetime) -> str:
    """Send all forms of the request and return its public id. The link is dead from then on.

    `reason` says why answers that are expected are missing. Raises Invalid where it is needed and not given, Blocked
    with everything that stands in the way, also where the agency releases its forms itself first.
    """

    def act() -> str:
        mine = _mine(actor)
        if mine.agency.has_release_step:
            raise Blocked([RELEASED_FIRST])
        _send_all(actor, mine, reason, now)
        return _returned(mine, RequestStatus.RETURNED, reason.strip() or None, now)

    return submissions.once(actor, submission_id, act, now=now, said=("returned", actor.invitation_id, reason))


@writes(AuditVerb.FORM_B_SENT_FOR_RELEASE)
def send_for_release(actor: Actor, *, reason: str, submission_id: str | None = None, now: datetime) -> str:
    """Ask somebody senior at the agency to release all forms; return the request's public id. Raises as `submit` does.

    The panel has nothing of it yet, the link still opens it, and whoever changes something takes it back.
    """

    def act() -> str:
        mine = _mine(actor)
        if not mine.agency.has_release_step:
            raise Blocked([NO_RELEASE])
        _send_all(actor, mine, reason, now)
        requested_forms.reopen(mine.request)
        mine.request.status, mine.request.release_note = RequestStatus.WAITING_FOR_RELEASE, reason.strip() or None
        invitations.tell_who_releases(mine.request, mine.agency, now=now)
        return mine.request.public_id

    return submissions.once(actor, submission_id, act, now=now, said=("for release", actor.invitation_id, reason))


@writes(AuditVerb.FORM_B_RELEASED)
def release(actor: Actor, *, version: int, submission_id: str | None = None, now: datetime) -> str:
    """Return all forms to the panel as somebody senior who read them; return the request's public id.

    `version` is the request's as it was read. Raises Blocked where it changed since, or is not theirs to release.
    """

    def act() -> str:
        mine = _to_release(actor, version)
        _send_each(actor, mine, now)
        reason, mine.request.release_note = mine.request.release_note, None
        mine.request.released_by = actor.name
        return _returned(mine, RequestStatus.RETURNED, reason, now)

    return submissions.once(actor, submission_id, act, now=now, said=("released", actor.invitation_id, version))


@writes(AuditVerb.FORM_B_GIVEN_BACK)
def give_back(actor: Actor, *, reason: str, version: int, now: datetime) -> None:
    """Say, as somebody senior, what is to be changed before the forms can go. Raises Invalid, Blocked as `release`."""
    mine, said = _to_release(actor, version), reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise Invalid({"reason": f"Say what is to be changed, in at most {LONGEST_REASON} characters"})
    mine.request.status, mine.request.release_note = RequestStatus.IN_PROGRESS, said


@writes(AuditVerb.FORM_B_RETURNED)
def hold_nothing(actor: Actor, *, submission_id: str | None = None, now: datetime) -> str:
    """Say that the agency holds no record of the child or the family; return the request's public id.

    Raises Blocked where somebody has answered questions on a form.
    """

    def act() -> str:
        mine = _mine(actor)
        held = {key: answers_of(part.response.id, part.spec).answers for key, part in mine.parts.items()}
        if any(has_shown_answers(part.spec, held[key], mine.agency.kind) for key, part in mine.parts.items()):
            raise Blocked([ANSWERED])
        if attachment_queries.count_of(mine.request.id):
            raise Blocked([ATTACHED])
        for part in mine.parts.values():
            answers.clear_hidden(actor, part.response, part.spec, now=now, agency_type=mine.agency.kind)
        mine.request.sent_by, mine.request.released_by = actor.name, None
        return _returned(mine, RequestStatus.NOTHING_HELD, None, now)

    return submissions.once(actor, submission_id, act, now=now, said=("nothing held", actor.invitation_id))


def of_sender(spec: FormSpec, name: str, role: str, agency: str) -> AnswerSet:
    """Return the answers to what a form asks about its sender."""
    known = dict(zip(PREFILLED, (name, role, agency), strict=True))
    return {(key, NOT_IN_A_GROUP): Answer(known[key]) if known[key] else BLANK for key in known.keys() & spec.by_key()}


def has_answers(forms: Iterable[Answered]) -> bool:
    """Say whether forms have more answers than what the system itself filled in."""
    return any(key not in PREFILLED for answered in forms for key, _row in answered.answers)


def has_shown_answers(spec: FormSpec, stored: AnswerSet, agency_kind: str) -> bool:
    """Say whether a form has answers to questions that are asked, beside what the system itself filled in.

    Answers that other answers hide are cleared by whoever says that nothing is held, as where a form is sent.
    """
    shown = asked_answers(spec, stored, agency_kind)
    return any(key not in PREFILLED and not given.is_blank for (key, _row), given in shown.items())


def _send_all(actor: Actor, mine: _Forms, reason: str, now: datetime) -> None:
    """Send every form and count it. Raises Blocked, and Invalid where `reason` is needed and not given."""
    count = requested_forms.count(mine.request, mine.agency.kind)
    _send_each(actor, mine, now)
    if count.missing_expected and not reason.strip():
        raise Invalid({"reason": "Say in a few words why some questions are not answered"})
    mine.request.sent_by, mine.request.released_by = actor.name, None


def _to_release(actor: Actor, version: int) -> _Forms:
    """The forms that wait for the actor's release, as they were read, locked. Raises Blocked where they do not."""
    mine = _mine(actor)
    if mine.request.status is not RequestStatus.WAITING_FOR_RELEASE or mine.request.version != version:
        raise Blocked([CHANGED])
    if not form_b.may_release(actor.name, mine.request.sent_by):
        raise Blocked([NOT_SENIOR])
    return mine


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
    mine.request.purge_on = None
    unit.reason(reason)
    attachments.give_all(mine.request, now=now)
    invitations.end_all(mine.request, invitations.RETURNED, now=now)
    return mine.request.public_id


def _mine(actor: Actor) -> _Forms:
    """The forms that the actor has open, locked. Raises Blocked where it is none any more."""
    request = open_requests.opened(actor)
    return _Forms(request, db.session.get_one(Agency, request.agency_id), requested_forms.parts_of(request))
