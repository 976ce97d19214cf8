"""An agency asks for more time or names a colleague; the coordinator agrees, and only then anything changes."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, FormRequest, RequestChange
from cdop.queries.cases import visible_to
from cdop.rules import form_b as rules
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import RequestSubject
from cdop.rules.typed_text import name_fault, text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb, ChangeKind, ChangeStatus
from cdop.services import form_b, invitations, open_requests, outbox
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.unit import writes

LONGEST_REASON, LONGEST_NAME = 1000, 120
LONGEST_TIME = timedelta(days=183)
SETTLED = "This was settled already"
WHY = {
    ChangeKind.MORE_TIME: "Say why more time is needed",
    ChangeKind.ANOTHER_PERSON: "Say why they should answer instead",
}


@writes(AuditVerb.CHANGE_ASKED)
def ask_for_time(actor: Actor, *, until_on: date, reason: str, now: datetime) -> None:
    """Ask for time until a day. Raises Invalid for a day that is no later than the one agreed, Blocked."""
    request = open_requests.opened(actor)
    today = now.astimezone(LONDON).date()
    if until_on <= max(today, request.due_on or today) or until_on - today > LONGEST_TIME:
        raise Invalid({"until_on": "Choose a day after the one that was asked for, within six months"})
    _ask(actor, request, ChangeKind.MORE_TIME, reason, now, until_on=until_on)


@writes(AuditVerb.CHANGE_ASKED)
def suggest_colleague(actor: Actor, *, name: str, email: str, reason: str, now: datetime) -> None:
    """Name the colleague who should answer instead; the coordinator sends them a link. Raises Invalid, Blocked."""
    request = open_requests.opened(actor)
    known = tidy(name, lines=False)
    if fault := name_fault(known, "The name", LONGEST_NAME) if known else "Enter their name":
        raise Invalid({"name": fault})
    address = form_b.usable_address(email)
    _ask(actor, request, ChangeKind.ANOTHER_PERSON, reason, now, name=known, email=address)


@writes(AuditVerb.CHANGE_SETTLED)
def agree(actor: Actor, change_id: str, *, now: datetime) -> str:
    """Do what an agency asked for, and return its request's public id: a later day, or a link to the colleague.

    The link that was sent before is dead then. Agreed to again, nothing more is done. Raises NotFound, Forbidden,
    Blocked, and Invalid where the day has passed meanwhile.
    """
    change, request = _to_settle(actor, change_id, ChangeStatus.AGREED)
    if change.status is ChangeStatus.AGREED:
        return request.public_id
    if change.change_kind is ChangeKind.MORE_TIME and change.until_on is not None:
        form_b.extend(actor, request.public_id, due_on=change.until_on, now=now)
    else:
        form_b.reissue(actor, request.public_id, email=change.email or "", now=now)
    _settle(actor, change, request, ChangeStatus.AGREED, now)
    return request.public_id


@writes(AuditVerb.CHANGE_SETTLED)
def decline(actor: Actor, change_id: str, *, now: datetime) -> str:
    """Leave everything as it is, and return the request's public id. Raises NotFound, Forbidden, Blocked."""
    change, request = _to_settle(actor, change_id, ChangeStatus.DECLINED)
    if change.status is ChangeStatus.DECLINED:
        return request.public_id
    _settle(actor, change, request, ChangeStatus.DECLINED, now)
    return request.public_id


def _ask(
    actor: Actor,
    request: FormRequest,
    kind: ChangeKind,
    reason: str,
    now: datetime,
    *,
    until_on: date | None = None,
    name: str | None = None,
    email: str | None = None,
) -> None:
    """Keep the wish and tell the coordinators. One that waits for them already is changed: nobody asks twice."""
    words = tidy(reason, lines=True)
    if fault := text_fault(words, "The reason", LONGEST_REASON, lines=True) if words else WHY[kind]:
        raise Invalid({"reason": fault})
    waiting = (RequestChange.request_id == request.id) & (RequestChange.status == ChangeStatus.ASKED)
    change = db.session.scalar(select(RequestChange).where(waiting, RequestChange.change_kind == kind))
    if change is None:
        change = RequestChange(
            panel_id=request.panel_id, case_id=request.case_id, request_id=request.id, change_kind=kind
        )
        change.status = ChangeStatus.ASKED
        db.session.add(change)
    change.reason, change.until_on, change.name, change.email = words, until_on, name, email
    change.at, change.by_kind, change.by_id, change.by_name = now, actor.kind, actor.invitation_id, actor.name
    db.session.flush()
    outbox.tell_coordinators(
        request.panel_id,
        key=f"change_asked:{change.public_id}:{now.isoformat()}",
        template="change_asked",
        context={"reference": rules.reference(request.public_id), "request": request.public_id},
        case_id=request.case_id,
        now=now,
    )


def _to_settle(actor: Actor, change_id: str, wanted_status: ChangeStatus) -> tuple[RequestChange, FormRequest]:
    """The wish, which waits or was settled in this way before, and its request. Raises Blocked for another way."""
    joined = select(RequestChange).join(Case, Case.id == RequestChange.case_id).where(*visible_to(actor))
    wanted = joined.where(RequestChange.public_id == change_id).with_for_update(of=RequestChange)
    change = db.session.scalar(wanted)
    if change is None:
        raise NotFound
    require(actor, Action.FORM_B_REQUEST, RequestSubject(change.request_id, change.case_id, change.panel_id))
    if change.status not in (ChangeStatus.ASKED, wanted_status):
        raise Blocked([SETTLED])
    return change, db.session.get_one(FormRequest, change.request_id)


def _settle(actor: Actor, change: RequestChange, request: FormRequest, status: ChangeStatus, now: datetime) -> None:
    """Keep the answer, and tell it to whoever asked, unless the form is a colleague's now."""
    change.status, change.settled_at, change.settled_by_id = status, now, actor.user_id
    if change.change_kind is ChangeKind.MORE_TIME or status is ChangeStatus.DECLINED:
        invitations.tell_more("change_answered", request, now=now)
