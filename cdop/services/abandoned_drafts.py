"""Forms that agencies began and never sent are deleted once nobody goes on with them, and never without notice.

What an agency ever sent, or the panel filed for it, is no draft and stays. Nothing is deleted before the message that
tells its agency of the day has left in time; where it has not, there is another day and another message. While criminal
or coronial proceedings are open nothing is deleted: what an agency wrote down may have to be shown to a court.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select

from cdop.extensions import db
from cdop.models import (
    Attachment,
    CaseHold,
    FormAnswer,
    FormAnswerHistory,
    FormRequest,
    Invitation,
    OutboundMessage,
    Panel,
    RequestContact,
    RequestedForm,
)
from cdop.queries.case_page import deadline_settings
from cdop.rules import actors, drafts, form_b, proceedings
from cdop.rules.actors import Actor
from cdop.rules.correspondence import MessageStatus
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import AuditVerb, RequestStatus
from cdop.services import attachments, outbox, unit
from cdop.services.form_b_returns import PREFILLED
from cdop.services.unit import writes

JOB = actors.job("delete abandoned drafts")
TEMPLATE = "form_b_purge"
AT_ONCE = 20


def purge(*, now: datetime) -> Mapping[str, int]:
    """Delete the drafts whose day has come, tell agencies of those that were abandoned; return how many of each."""
    counts: Counter[str] = Counter()
    while some := _purge_some(JOB, now=now):
        counts += some
    today = now.astimezone(LONDON).date()
    panels = [(each, drafts.kept_for(deadline_settings(each), today)) for each in db.session.scalars(select(Panel.id))]
    for panel_id, kept_for in panels:
        while told := _announce_some(JOB, panel_id, kept_for, now=now):
            counts["told"] += told
    return counts


@writes(AuditVerb.DRAFT_PURGE_ANNOUNCED)
def _announce_some(actor: Actor, panel_id: int, kept_for: timedelta, *, now: datetime) -> int:
    """Set the day for some drafts of a panel, tell their agencies of it, and return for how many."""
    unchanged_since = now - max(kept_for - drafts.NOTICE, timedelta())
    abandoned = _abandoned(unchanged_since)
    query = select(FormRequest).where(FormRequest.panel_id == panel_id, abandoned).order_by(FormRequest.id)
    requests = db.session.scalars(query.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    for request in requests:
        _announce(request, now=now)
    return len(requests)


@writes(AuditVerb.DRAFT_PURGED)
def _purge_some(actor: Actor, *, now: datetime) -> Counter[str]:
    """Delete some drafts whose day has come; those of which nobody was told in time get another day."""
    due = FormRequest.purge_on <= now.astimezone(LONDON).date()
    query = select(FormRequest).where(due).order_by(FormRequest.id).limit(AT_ONCE)
    counts: Counter[str] = Counter()
    for request in db.session.scalars(query.with_for_update(skip_locked=True)).all():
        if _is_under_proceedings(request):
            request.purge_on = None
            counts["kept for proceedings"] += 1
        elif request.purge_on and drafts.is_noticed(_told_on(request, request.purge_on), request.purge_on):
            _delete_draft(request, now=now)
            counts["deleted"] += 1
        else:
            _announce(request, now=now)
            counts["told again"] += 1
    return counts


def _abandoned(unchanged_since: datetime) -> ColumnElement[bool]:
    """Whether a request has a draft that its agency never sent, and that was due and left alone since an instant."""
    response_ids = select(RequestedForm.response_id).where(RequestedForm.request_id == FormRequest.id)
    answers = exists().where(FormAnswer.response_id.in_(response_ids.correlate(FormRequest)))
    files = exists().where(Attachment.request_id == FormRequest.id, Attachment.given_at.is_(None))
    links = exists().where(Invitation.request_id == FormRequest.id)
    filed = exists().where(RequestContact.request_id == FormRequest.id, RequestContact.is_return)
    due_by = unchanged_since.astimezone(LONDON).date()
    is_over = or_(FormRequest.due_on <= due_by, FormRequest.status == RequestStatus.WAIVED)
    return (
        FormRequest.purge_on.is_(None)
        & FormRequest.status.not_in((*form_b.SETTLED, RequestStatus.TO_SEND))
        & is_over
        & or_(answers.where(FormAnswer.question_key.not_in(PREFILLED)), files)
        & ~filed
        & ~_proceedings()
        & ~links.where(Invitation.ended_because == form_b.ENDED_BY_RETURN)
        & ~answers.where(FormAnswer.at > unchanged_since)
        & ~files.where(Attachment.at > unchanged_since)
        & ~links.where(Invitation.created_at > unchanged_since)
    )


def _proceedings() -> ColumnElement[bool]:
    """Whether the case of a request waits for a criminal or a coronial outcome."""
    kinds = proceedings.CRIMINAL | proceedings.CORONIAL
    waits = (CaseHold.case_id == FormRequest.case_id) & CaseHold.kind.in_(kinds) & CaseHold.ended_on.is_(None)
    return exists().where(waits)


def _is_under_proceedings(request: FormRequest) -> bool:
    return bool(db.session.scalar(select(_proceedings()).where(FormRequest.id == request.id)))


def _announce(request: FormRequest, *, now: datetime) -> None:
    request.purge_on = now.astimezone(LONDON).date() + drafts.NOTICE
    newest = select(Invitation).where(Invitation.request_id == request.id).order_by(Invitation.id.desc()).limit(1)
    invitation = db.session.scalars(newest).one()
    outbox.queue(
        request.panel_id,
        key=f"{TEMPLATE}:{invitation.public_id}:{request.purge_on}",
        template=TEMPLATE,
        to=invitation.email,
        context={"invitation": invitation.public_id, "purge_on": request.purge_on.isoformat()},
        case_id=request.case_id,
        now=now,
    )


def _told_on(request: FormRequest, purge_on: date) -> date | None:
    """The day on which the message left that tells this day, None where none did."""
    links = select(Invitation.public_id).where(Invitation.request_id == request.id)
    starts = [f"{TEMPLATE}:{public_id}:{purge_on}" for public_id in db.session.scalars(links)]
    is_told = or_(*(OutboundMessage.key.startswith(start, autoescape=True) for start in starts))
    sent = select(OutboundMessage.sent_at).where(is_told, OutboundMessage.status == MessageStatus.SENT)
    first = db.session.scalar(sent.order_by(OutboundMessage.sent_at).limit(1))
    return None if first is None else first.astimezone(LONDON).date()


def _delete_draft(request: FormRequest, *, now: datetime) -> None:
    """Delete answers, what they replaced and documents; the request stays, and what was done with it is on record."""
    ids = select(RequestedForm.response_id).where(RequestedForm.request_id == request.id)
    answers = db.session.scalars(select(FormAnswer).where(FormAnswer.response_id.in_(ids))).all()
    earlier = db.session.scalars(select(FormAnswerHistory).where(FormAnswerHistory.response_id.in_(ids))).all()
    for row in (*answers, *earlier):
        db.session.delete(row)
    documents = attachments.forget_ungiven(request)
    if request.status in form_b.OPEN - {RequestStatus.DECLINED}:
        request.status = RequestStatus.OPENED
    request.sent_by = request.release_note = None
    request.purge_on, request.purged_at = None, now
    counted = {"answers": len(answers), "earlier_answers": len(earlier), "documents": documents}
    unit.record("form_request", request.id, case_id=request.case_id, **counted)
