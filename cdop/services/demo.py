"""The demonstration's cases: imported like any panel's register, then walked through their stages."""

from datetime import datetime, timedelta

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, Membership, User
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import ActorKind, AuditVerb, CaseStatus, Residency, Role
from cdop.services import lifecycle, meetings_register, register
from cdop.services.unit import writes

STEPS = ("start gathering information", "hold the review meeting", "make ready for panel", "put on an agenda")
# How long after the death an invented case usually takes each step.
DAYS = (3, 80, 120, 150)


def load_cases(actor: Actor, panel_id: int, cases: bytes, meetings: bytes, *, now: datetime) -> None:
    """Import an invented register and give its open cases a history."""
    meetings_register.import_meetings(actor, meetings, now=now)
    register.import_register(actor, cases, now=now)
    _walk(_coordinator(panel_id), panel_id, now=now)


def _coordinator(panel_id: int) -> Actor:
    """The invented coordinator, in whose name the steps are taken."""
    query = select(User.id, User.name).join(Membership, Membership.user_id == User.id)
    held = (Membership.panel_id == panel_id) & (Membership.role == Role.COORDINATOR)
    person = db.session.execute(query.where(held)).one()
    roles = frozenset({Role.COORDINATOR})
    return Actor(ActorKind.PERSON, user_id=person.id, panel_id=panel_id, roles=roles, name=person.name)


@writes(AuditVerb.DEMO_LOADED)
def _walk(actor: Actor, panel_id: int, *, now: datetime) -> None:
    """Take each open case as far as a case of its age usually is."""
    query = select(Case).where(
        Case.panel_id == panel_id, Case.status == CaseStatus.NOTIFIED, Case.residency == Residency.RESIDENT
    )
    for case in db.session.scalars(query.order_by(Case.id)).all():
        started = datetime(case.died_on.year, case.died_on.month, case.died_on.day, 10, tzinfo=now.tzinfo)
        for step, days in zip(STEPS[: 2 + case.id % 3], DAYS, strict=False):
            at = started + timedelta(days=days + case.id % 9)
            if at < now:
                lifecycle.advance(actor, case, step, now=at)
