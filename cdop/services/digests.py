"""The weekly digest: whoever chose it has one message on Monday, and at once only what the law wants at once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import DigestChoice, Membership, OutboundMessage, User
from cdop.queries.inbox import choices
from cdop.rules import actors, messages
from cdop.rules.actors import Actor
from cdop.rules.correspondence import MessageStatus
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import mail, outbox, unit
from cdop.services.access import require
from cdop.services.errors import Invalid
from cdop.services.unit import writes

JOB = actors.job("digest")
NO_ACCOUNT = "whoever it is for has no account here any more"
NOT_NEEDED = "its reason ended before the digest was sent"


@writes(AuditVerb.DIGEST_CHOSEN)
def choose(actor: Actor, templates: Collection[str], *, now: datetime) -> None:
    """Have these kinds of message in the weekly digest, and all others at once; what waited for it leaves now.

    Raises Invalid for a kind that the law wants at once, or that nobody in the actor's roles gets.
    """
    require(actor, Action.ACCOUNT_VIEW)
    asked, had = frozenset(templates), choices(actor)
    if not asked <= messages.may_wait_for(actor.roles).keys():
        raise Invalid({"templates": "Choose from the messages on the list"})
    keys = {"user_id": actor.user_id, "panel_id": actor.panel_id}
    db.session.add_all(DigestChoice(**keys, template=name) for name in sorted(asked - had))
    for name in had - asked:
        db.session.delete(db.session.get_one(DigestChoice, keys | {"template": name}))
    if had - asked:
        _release(actor, had - asked, now=now)


def send(*, now: datetime) -> int:
    """Queue the digest of everybody for whom something was written before last Monday; return how many there are.

    Run again it queues nothing new; missed on a Monday, it is made up for.
    """
    until = messages.digest_ends(now)
    waiting = (OutboundMessage.status == MessageStatus.FOR_DIGEST) & (OutboundMessage.queued_at < until)
    people = select(OutboundMessage.panel_id, OutboundMessage.to_address).where(waiting).distinct()
    found = [(row.panel_id, row.to_address) for row in db.session.execute(people)]
    unit.end_reads()
    return sum(_send_to(JOB, panel_id, email, until=until, now=now) for panel_id, email in found)


@writes(AuditVerb.DIGEST_SENT)
def _send_to(actor: Actor, panel_id: int, email: str, *, until: datetime, now: datetime) -> bool:
    """Queue one digest in one unit with what is in it, and say whether anything is."""
    of_person = (OutboundMessage.panel_id == panel_id) & (OutboundMessage.to_address == email)
    waiting = (OutboundMessage.status == MessageStatus.FOR_DIGEST) & (OutboundMessage.queued_at < until)
    query = select(OutboundMessage).where(of_person, waiting).order_by(OutboundMessage.id)
    rows = db.session.scalars(query.with_for_update()).all()
    has_account = _has_account(panel_id, email, now)
    kept = [message for message in rows if has_account and mail.is_needed(message, now=now)]
    for message in rows:
        if message in kept:
            message.status = MessageStatus.IN_DIGEST
        else:
            outbox.close(message, NOT_NEEDED if has_account else NO_ACCOUNT)
        unit.record("outbound_message", message.id, case_id=message.case_id, status=[None, message.status.value])
    if not kept:
        return False
    year, number, _day = until.astimezone(LONDON).isocalendar()
    week = f"{year}-W{number:02}"
    context = {"reference": f"DIGEST-{week}", "messages": [message.public_id for message in kept]}
    key = f"{messages.DIGEST}:{panel_id}:{week}:{kept[0].public_id}"
    outbox.queue(panel_id, key=key, template=messages.DIGEST, to=email, context=context, now=now)
    return True


def _release(actor: Actor, templates: Collection[str], *, now: datetime) -> None:
    """Have what waits for the digest sent at once, in the open unit."""
    address = select(User.email).where(User.id == actor.user_id).scalar_subquery()
    mine = (OutboundMessage.panel_id == actor.panel_id) & (OutboundMessage.to_address == address)
    waiting = (OutboundMessage.status == MessageStatus.FOR_DIGEST) & OutboundMessage.template.in_(templates)
    for message in db.session.scalars(select(OutboundMessage).where(mine, waiting).with_for_update()):
        message.status, message.due_at = MessageStatus.DUE, now


def _has_account(panel_id: int, email: str, now: datetime) -> bool:
    today = now.astimezone(LONDON).date()
    is_member = (
        (Membership.panel_id == panel_id)
        & (Membership.from_on <= today)
        & (Membership.until_on.is_(None) | (Membership.until_on >= today))
    )
    person = select(User.id).join(Membership, Membership.user_id == User.id)
    found = person.where(User.email == email.lower(), User.disabled_at.is_(None), is_member)
    return db.session.scalar(found.limit(1)) is not None
