"""Awaited notifications for tests, made by the same verb as in life."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cdop.extensions import db
from cdop.models import AwaitedNotification
from cdop.rules.actors import Actor
from cdop.rules.awaited import AwaitedDeath
from cdop.rules.vocabulary import AwaitedSource
from cdop.services import awaited
from tests.beginnings import first_step

DEATH = AwaitedDeath(
    source=AwaitedSource.CORONER,
    told_on=date(2026, 11, 19),
    source_name="Invented Coroner",
    event_on=date(2026, 11, 16),
    given_names="Robin",
    family_name="Invented-Awaited",
    nhs_number="9990000018",
    born_on=date(2009, 5, 2),
    died_on=date(2026, 11, 13),
)


@first_step
def await_death(actor: Actor, *, agency_id: str = "", now: datetime, **changes: Any) -> str:
    """Await the notification of an invented death; return its public id."""
    return awaited.await_notification(actor, replace(DEATH, **changes), agency_id=agency_id, now=now)


def stored(public_id: str) -> AwaitedNotification:
    """The row as it is now."""
    db.session.rollback()
    return db.session.query(AwaitedNotification).filter_by(public_id=public_id).one()
