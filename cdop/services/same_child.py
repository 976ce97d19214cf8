"""Which notifications are kept with which case: decided one at a time in a panel, so that none is missed.

Not verbs: each is a part of one, within its unit of work.
"""

from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, CaseFactHistory, FormResponse, Notification, NotificationMatchKey, Panel
from cdop.rules import same_child
from cdop.rules.actors import Actor
from cdop.rules.same_child import Child
from cdop.rules.vocabulary import NotificationStatus


def take_turn(panel_id: int) -> None:
    """Wait until nobody else in the panel decides which notifications are of which child, until the unit ends.

    Before the rows of notifications and cases are locked: of two who each waited for the other's, one would fail.
    """
    # A row that refers to the panel may be added meanwhile: of its key nobody needs to be kept.
    db.session.scalar(select(Panel.id).where(Panel.id == panel_id).with_for_update(key_share=True))


def keep_keys(notification: Notification, child: Child) -> None:
    """Note what a notification that was received is found by."""
    shared = {"panel_id": notification.panel_id, "notification_id": notification.id}
    db.session.add_all(NotificationMatchKey(key=key, **shared) for key in sorted(same_child.keys(child)))


def case_of_number(panel_id: int, child: Child) -> Case | None:
    """Return the case that takes an account of a child on its own: that with the same valid NHS number.

    None also where the first names are of two children: the number of a twin is easily written down for the other.
    """
    case = db.session.scalar(select(Case).where(Case.panel_id == panel_id, Case.nhs_number == (child.nhs_number or "")))
    return case if case is not None and belongs(child, case) else None


def belongs(child: Child, case: Case) -> bool:
    """Say whether an account of a child belongs to a case without anybody being asked."""
    held = same_child.of_case({name: getattr(case, name) for name in same_child.OF_CASE})
    return same_child.compare(child, held).links_on_its_own


def note(actor: Actor, case: Case, field: str, reference: str, *, now: datetime) -> None:
    """Note in the history of a case what was said of another account, by its reference; `field` says what it is."""
    past = CaseFactHistory(panel_id=case.panel_id, case_id=case.id, field=field, old=reference, at=now)
    past.by_name = actor.name
    db.session.add(past)


def link(notification: Notification, response: FormResponse, case: Case) -> None:
    """Keep a notification, and the answers in it, with a case."""
    notification.status, notification.case_id = NotificationStatus.LINKED, case.id
    response.case_id = case.id
