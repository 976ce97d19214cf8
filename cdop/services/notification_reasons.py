"""Why a notifier's answers are as they are, where a rule of intake asks. Not verbs: each is a part of one."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification, NotificationReason
from cdop.questionnaires.notification_checks import Judgement
from cdop.rules.intake_checks import Finding
from cdop.services.errors import Blocked, Invalid

LONGEST = 1000
SAY_WHY = "{} (say why)"
ASKED = "Put it right, or say why it is so: {}"


def keep(notification: Notification, reasons: Mapping[str, str]) -> None:
    """Keep the reasons that are given, by the rule's key; a blank one takes back what was given before."""
    rows = _rows(notification)
    for rule, reason in reasons.items():
        row, reason = rows.get(rule), reason.strip()[:LONGEST]
        if row is not None and not reason:
            db.session.delete(row)
        elif row is not None:
            row.reason = reason
        elif reason:
            row = NotificationReason(panel_id=notification.panel_id, notification_id=notification.id, rule=rule)
            row.message, row.reason = "", reason
            db.session.add(row)
    db.session.flush()


def settle(notification: Notification, judgement: Judgement) -> None:
    """Write what each reason answers, and drop those that nothing asks for any more. Raises Blocked with the others."""
    rows, asked = _rows(notification), judgement.to_explain()
    if missing := [SAY_WHY.format(words) for rule, words in asked.items() if rule not in rows]:
        raise Blocked(missing)
    for rule, row in rows.items():
        if rule in asked:
            row.message = asked[rule]
        else:
            db.session.delete(row)


def explain(notification: Notification, doubts: Iterable[Finding], reason: str) -> None:
    """Keep why what was told is as it is, as the coordinator found it. Raises Invalid where there is no reason."""
    asked = {each.rule: each.message for each in doubts}
    if asked and not reason.strip():
        raise Invalid({"explained": ASKED.format("; ".join(asked.values()))})
    keep(notification, dict.fromkeys(asked, reason))
    for rule, row in _rows(notification).items():
        row.message = asked.get(rule, row.message)


def _rows(notification: Notification) -> dict[str, NotificationReason]:
    query = select(NotificationReason).where(NotificationReason.notification_id == notification.id)
    return {row.rule: row for row in db.session.scalars(query)}
