"""Reminders that a coordinator sends: to several agencies in one action, once a day at most, through the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, FormRequest, Invitation
from cdop.queries.cases import visible_to
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import RequestSubject
from cdop.rules.lifecycle import ENDED
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import outbox, submissions
from cdop.services.access import require
from cdop.services.errors import Invalid
from cdop.services.unit import writes

TEMPLATE = "form_b_reminder"


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many agencies are reminded, and how many of those chosen are not: see `form_b.can_be_reminded`."""

    sent: int
    left_out: int


@writes(AuditVerb.FORM_B_REMINDED)
def remind(actor: Actor, request_ids: Sequence[str], *, submission_id: str | None = None, now: datetime) -> Reminded:
    """Remind agencies, by the public ids of their requests, of the forms that they have not sent.

    What came back meanwhile, was reminded today, or has no link that opens it, is left out. Raises Invalid where
    nothing is chosen.
    """
    chosen = sorted(set(request_ids))
    if not chosen:
        raise Invalid({"requests": "Tick the agencies that are to be reminded"})
    require(actor, Action.FORM_B_REQUEST)

    def act() -> str:
        return str(sum(_remind(actor, *pair, now=now) for pair in _with_links(actor, chosen, now)))

    sent = int(submissions.once(actor, submission_id, act, now=now, said=("remind", tuple(chosen))))
    return Reminded(sent, len(chosen) - sent)


def _with_links(actor: Actor, chosen: Sequence[str], now: datetime) -> list[tuple[FormRequest, Invitation]]:
    """The requests that this actor may know of and that a link opens, locked in the order of their ids."""
    live = (Invitation.ended_at.is_(None)) & (Invitation.expires_at > now)
    query = select(FormRequest, Invitation).join(Case, Case.id == FormRequest.case_id)
    joined = query.join(Invitation, (Invitation.request_id == FormRequest.id) & live)
    awaited = (*visible_to(actor), Case.status.not_in(ENDED), FormRequest.public_id.in_(chosen))
    rows = db.session.execute(joined.where(*awaited).order_by(FormRequest.id).with_for_update(of=FormRequest))
    return [(request, invitation) for request, invitation in rows]


def _remind(actor: Actor, request: FormRequest, invitation: Invitation, *, now: datetime) -> bool:
    """Queue a reminder, and say whether one is due."""
    require(actor, Action.FORM_B_REQUEST, RequestSubject(request.id, request.case_id, request.panel_id))
    today, asked_on = (at.astimezone(LONDON).date() for at in (now, invitation.created_at))
    if not form_b.can_be_reminded(request.status, asked_on=asked_on, reminded_on=request.reminded_on, today=today):
        return False
    outbox.queue(
        request.panel_id,
        key=f"{TEMPLATE}:{invitation.public_id}:{today}",
        template=TEMPLATE,
        to=invitation.email,
        context={"invitation": invitation.public_id},
        case_id=request.case_id,
        now=now,
    )
    request.reminded_on = today
    return True
