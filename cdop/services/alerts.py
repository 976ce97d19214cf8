"""Same-day alerts are raised as a notification comes in, told to those who ring each other, and closed by a person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AlertCall, Notification, SameDayAlert
from cdop.queries.alerts import AlertPage, alert_page, deaths_near, told_of, visible_to, whom_to_tell
from cdop.questionnaires.answer import AnswerSet
from cdop.rules import alerts as rules
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import outbox, submissions, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.unit import writes

CLOSED = "This alert was closed already"


@dataclass(frozen=True, slots=True)
class Call:
    """A telephone call: who rang whom, the aware instant, and what was agreed."""

    called_at: datetime
    from_name: str
    to_name: str
    agreed: str


def raise_for(notification: Notification, answers: AnswerSet, *, now: datetime) -> None:
    """Raise what a notification that has just come is to be told of today, within the open unit.

    Everybody who is told gets one message with a reference, however many alerts there are. The same is written whether
    the child is known or not; a message that only tells again what was told of the child is not sent (`services.mail`).
    """
    told = told_of(notification.reference, answers)
    may_be_near = told.types & rules.ALIKE
    others = deaths_near(notification.panel_id, notification.id, answers, now=now) if may_be_near else ()
    found = rules.alerts(told, others)
    for each in found:
        row = SameDayAlert(panel_id=notification.panel_id, notification_id=notification.id, kind=each.kind)
        row.raised_at, row.similar_to = now, list(each.similar_to) or None
        db.session.add(row)
    if found:
        lead = rules.tells_suicide_lead(found, told.types)
        for email in whom_to_tell(notification.panel_id, {notification.case_id}, is_suicide_lead_told=lead, now=now):
            outbox.queue(
                notification.panel_id,
                key=f"same_day_alert:{notification.reference}:{email}",
                template="same_day_alert",
                to=email,
                context={"reference": notification.reference},
                now=now,
            )


def read_alert(actor: Actor, public_id: str, *, now: datetime) -> AlertPage:
    """Return an alert, once the reading is on record. Raises NotFound."""
    page = alert_page(actor, public_id, now=now)
    if page is None:
        raise NotFound
    _record_reading(actor, page.id, now=now)
    return page


@writes(AuditVerb.ALERT_CALL_RECORDED)
def record_call(actor: Actor, public_id: str, call: Call, *, submission_id: str, now: datetime) -> str:
    """Keep who rang whom about an alert, when, and what was agreed; return the alert's public id. Raises Invalid."""
    alert = _to_change(actor, public_id)

    def act() -> str:
        _refuse(_call_faults(alert, call, now))
        row = AlertCall(panel_id=alert.panel_id, alert_id=alert.id, called_at=call.called_at, created_at=now)
        row.from_name, row.to_name, row.agreed = call.from_name.strip(), call.to_name.strip(), call.agreed.strip()
        row.by_name, row.created_by_id = actor.name, actor.user_id
        db.session.add(row)
        return public_id

    return submissions.once(actor, submission_id, act, now=now, said=(public_id, call))


@writes(AuditVerb.ALERT_CLOSED)
def close(actor: Actor, public_id: str, outcome: str, *, version: int, now: datetime) -> None:
    """Close an alert with what was done. Raises Invalid without it, Stale, Blocked where it is closed."""
    alert = _to_change(actor, public_id)
    if alert.closed_at is not None:
        raise Blocked([CLOSED])
    if alert.version != version:
        raise Stale
    _refuse({} if outcome.strip() else {"outcome": "Say what was done, or why nothing had to be"})
    alert.closed_at, alert.closed_by, alert.outcome = now, actor.name, outcome.strip()


@writes(AuditVerb.ALERT_READ)
def _record_reading(actor: Actor, alert_id: int, *, now: datetime) -> None:
    unit.record("same_day_alert", alert_id)


def _to_change(actor: Actor, public_id: str) -> SameDayAlert:
    query = select(SameDayAlert).join(Notification, Notification.id == SameDayAlert.notification_id)
    mine = query.where(*visible_to(actor), SameDayAlert.public_id == public_id)
    alert = db.session.scalar(mine.with_for_update(of=SameDayAlert))
    if alert is None:
        raise NotFound
    require(actor, Action.ALERT_HANDLE, PanelSubject(alert.panel_id))
    return alert


def _call_faults(alert: SameDayAlert, call: Call, now: datetime) -> dict[str, str]:
    named = {"from_name": "Say who rang", "to_name": "Say whom they rang", "agreed": "Say what was agreed"}
    found = {name: words for name, words in named.items() if not getattr(call, name).strip()}
    if call.called_at > now:
        found["called_on"] = "The call cannot be in the future"
    elif call.called_at.date() < alert.raised_at.date():
        found["called_on"] = "The call cannot be before the day on which the death was notified"
    return found


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise Invalid(faults)
