"""What an agency tells in another way than on its form: logged, filed as its return, entered on its behalf."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, Case, FormRequest, RequestContact
from cdop.queries.answers import answers_of
from cdop.questionnaires import merging
from cdop.questionnaires.answer import AnswerSet
from cdop.questionnaires.completeness import is_for
from cdop.questionnaires.merging import Seen
from cdop.rules import file_types, form_b, saved_mail
from cdop.rules.actors import Actor
from cdop.rules.attachments import shown_name
from cdop.rules.dates import LONDON
from cdop.rules.saved_mail import NotMail, SavedMail
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import (
    Action,
    ActorKind,
    AttachmentKind,
    AuditVerb,
    ContactWay,
    RequestStatus,
    ResponseStatus,
)
from cdop.services import answers, attachments, drafts, invitations, requested_forms, submissions
from cdop.services.access import request_to_change
from cdop.services.answers import Saved
from cdop.services.attachments import Upload
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.form_b_returns import has_answers, of_sender
from cdop.services.unit import writes

LONGEST_NAME, LONGEST_ROLE, LONGEST_TEXT, LONGEST_AUTHOR = 70, 45, 5000, 120
NOT_AWAITED = "The panel does not wait for a form from this agency"
ONE_MAIL = "Choose one e-mail only: one return came with it"
NOT_ENTERED = "Answers can be entered for an agency only once its return is filed, and until the return is accepted"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who at an agency told something, how, when and what."""

    way: ContactWay
    held_on: date
    name: str
    role: str
    text: str


@writes(AuditVerb.CONTACT_LOGGED)
def log(actor: Actor, request_id: str, told: Contact, *, submission_id: str | None = None, now: datetime) -> str:
    """Log a contact about a request (by its public id), and return the request's public id. Raises Invalid."""
    request = request_to_change(actor, request_id, Action.FORM_B_REQUEST)

    def act() -> str:
        _add(actor, request, told, now, is_return=False)
        return request_id

    return submissions.once(actor, submission_id, act, now=now, said=("contact", request_id, told))


@writes(AuditVerb.FORM_B_FILED)
def file_return(
    actor: Actor,
    request_id: str,
    told: Contact,
    *,
    uploads: Sequence[Upload] = (),
    holds_nothing: bool = False,
    submission_id: str | None = None,
    now: datetime,
) -> tuple[str, ...]:
    """File what an agency returned in another way: its documents are kept, its link ends, no reminder follows.

    Its answers can be entered from then on; what the agency wrote on its own form and did not send is kept apart.
    Returns of each document that is not taken why, with its name. Raises Invalid, also where none of them is taken,
    and Blocked where nobody waits for the return.
    """
    request = request_to_change(actor, request_id, Action.FORM_B_REQUEST)
    taken, refused = _sorted_out(uploads)

    def act() -> str:
        if request.status not in form_b.OPEN:
            raise Blocked([NOT_AWAITED])
        if refused and not taken:
            raise Invalid({"files": "; ".join(refused)})
        if _is_drafted(request):
            drafts.keep_apart(actor, request, now=now)
        source = _add(actor, request, told, now, is_return=True)
        _answer_of_sender(_on_behalf(actor, source), request, source, now)
        for upload in taken:
            _keep(actor, request_id, upload, now)
        request.status = RequestStatus.NOTHING_HELD if holds_nothing else RequestStatus.RETURNED
        request.status_reason, request.returned_at, request.purge_on = None, now, None
        request.sent_by = request.released_by = request.release_note = None
        invitations.end_all(request, invitations.RETURNED, now=now)
        return request_id

    said = (
        "file",
        request_id,
        told,
        tuple((each.name, sha256(each.content).hexdigest()) for each in uploads),
        holds_nothing,
    )
    submissions.once(actor, submission_id, act, now=now, said=said)
    return refused


def file_dropped(
    actor: Actor,
    request_id: str,
    told: Contact,
    *,
    uploads: Sequence[Upload],
    submission_id: str | None = None,
    now: datetime,
) -> tuple[str, ...]:
    """File a return from the e-mail that brought it, or from its documents, and return what `file_return` does.

    Where an e-mail is among `uploads`, its sender told it on the day it was sent, else it is as `told` says. Raises
    Invalid also for an e-mail that cannot be read, for two, and for one that names other requests and not this one.
    """
    mails = [each for each in uploads if saved_mail.is_named_as_mail(each.name)]
    if len(mails) > 1:
        raise Invalid({"files": ONE_MAIL})
    if mails:
        mail = _read(mails[0], request_id)
        day = mail.sent_on or now.astimezone(LONDON).date()
        told = replace(told, held_on=day, name=mail.sender, text=mail.words)
        uploads = [
            *(Upload(each.name, each.content) for each in mail.documents),
            *(each for each in uploads if each not in mails),
        ]
    told = replace(told, name=told.name[:LONGEST_NAME], text=told.text[:LONGEST_TEXT])
    try:
        return file_return(actor, request_id, told, uploads=uploads, submission_id=submission_id, now=now)
    except Invalid as invalid:
        if not mails:
            raise
        raise Invalid({"files": "; ".join(invalid.faults.values())}) from None


def _read(upload: Upload, request_id: str) -> SavedMail:
    """What the e-mail says that came with a return of this request. Raises Invalid."""
    try:
        mail = saved_mail.read(upload.content)
    except NotMail as fault:
        raise Invalid({"files": str(fault)}) from None
    if mail.references and form_b.reference(request_id) not in mail.references:
        raise Invalid({"files": f"The e-mail is about {', '.join(sorted(mail.references))}, not about this request"})
    return mail


@writes(AuditVerb.FORM_B_ENTERED)
def enter(
    actor: Actor, request_id: str, form_key: str, section_key: str, typed: AnswerSet, *, seen: Seen, now: datetime
) -> Saved:
    """Keep answers of one section that are entered for an agency: each says who told it and who entered it.

    Raises NotFound, Invalid, and Blocked where the return was not filed or is accepted already.
    """
    request = request_to_change(actor, request_id, Action.FORM_B_REQUEST)
    part = requested_forms.parts_of(request).get(form_key)
    if part is None or section_key not in {each.key for each in part.spec.sections}:
        raise NotFound
    source = _source(request)
    if (
        source is None
        or request.status is not RequestStatus.RETURNED
        or part.response.status is not (ResponseStatus.STARTED)
    ):
        raise Blocked([NOT_ENTERED])
    kind = db.session.get_one(Agency, request.agency_id).kind
    questions = part.spec.section(section_key).questions()
    places = {question.key for _group, question in questions if is_for(question.agencies, kind)}
    if foreign := {key for key, _row in typed} - places:
        raise Invalid(dict.fromkeys(foreign, "This question is not on this page"))
    return answers.save_section(_on_behalf(actor, source), part.response, part.spec, typed, seen=seen, now=now)


def _add(actor: Actor, request: FormRequest, told: Contact, now: datetime, *, is_return: bool) -> RequestContact:
    name, role, text = tidy(told.name, lines=False), tidy(told.role, lines=False), tidy(told.text, lines=True)
    faults = {
        "name": text_fault(name, "The name", LONGEST_NAME) if name else "Say with whom",
        "role": text_fault(role, "The role", LONGEST_ROLE),
        "text": text_fault(text, "What was said", LONGEST_TEXT, lines=True),
        "held_on": _day_fault(request, told.held_on, now),
    }
    if not text and not is_return:
        faults["text"] = "Write what was said"
    if found := {field: fault for field, fault in faults.items() if fault}:
        raise Invalid(found)
    contact = RequestContact(panel_id=request.panel_id, case_id=request.case_id, request_id=request.id)
    contact.way, contact.held_on, contact.is_return = told.way, told.held_on, is_return
    contact.with_name, contact.with_role, contact.text = name, role, text
    contact.at, contact.by_id, contact.by_name = now, actor.user_id, actor.name
    db.session.add(contact)
    return contact


def _answer_of_sender(actor: Actor, request: FormRequest, source: RequestContact, now: datetime) -> None:
    """Answer who filled in each form without answers: whoever told them, not whoever opened it and told nothing."""
    agency = db.session.get_one(Agency, request.agency_id).name
    for part in requested_forms.parts_of(request).values():
        held = answers_of(part.response.id, part.spec)
        if not has_answers([held]):
            typed = of_sender(part.spec, source.with_name, source.with_role, agency)
            seen = merging.seen(part.spec, held.answers)
            answers.save_section(actor, part.response, part.spec, typed, seen=seen, now=now)


def _sorted_out(uploads: Sequence[Upload]) -> tuple[list[Upload], tuple[str, ...]]:
    """The documents that are taken, each once, and of each of the others why not, with its name."""
    reasons = [(each, file_types.refusal(each.name, each.content)) for each in uploads]
    taken = {each.content: each for each, reason in reasons if not reason}
    return [*taken.values()], tuple(f"{shown_name(each.name)}: {reason}" for each, reason in reasons if reason)


def _keep(actor: Actor, request_id: str, upload: Upload, now: datetime) -> None:
    """Keep a document. Raises Invalid, which says of which document it is."""
    try:
        attachments.attach(actor, request_id, upload, kind=AttachmentKind.OTHER, now=now)
    except Invalid as invalid:
        raise Invalid({"files": f"{shown_name(upload.name)}: {'; '.join(invalid.faults.values())}"}) from None


def _day_fault(request: FormRequest, day: date, now: datetime) -> str:
    if day > now.astimezone(LONDON).date():
        return "The day must be today or in the past"
    is_too_early = day < db.session.get_one(Case, request.case_id).died_on
    return "The day must not be before the child’s death" if is_too_early else ""


def _is_drafted(request: FormRequest) -> bool:
    """Say whether the agency has written on its form what it has not sent."""
    if request.status is RequestStatus.SENT_BACK:  # what is on it was sent before, and nothing was changed since
        return False
    parts = requested_forms.parts_of(request).values()
    held = [answers_of(part.response.id, part.spec) for part in parts]
    is_theirs = any(author.kind is ActorKind.INVITATION for each in held for author in each.authors.values())
    return is_theirs and has_answers(held)


def _source(request: FormRequest) -> RequestContact | None:
    """The contact with which the agency's answers came."""
    with_answers = (RequestContact.request_id == request.id) & RequestContact.is_return
    return db.session.scalars(select(RequestContact).where(with_answers).order_by(RequestContact.id.desc())).first()


def _on_behalf(actor: Actor, source: RequestContact) -> Actor:
    """The coordinator, under a name that says whose words they enter."""
    who = f"{source.with_name} ({source.with_role})" if source.with_role else source.with_name
    name = f"{who} by {source.way}, entered by {actor.name}"
    return replace(actor, name=name[:LONGEST_AUTHOR])
