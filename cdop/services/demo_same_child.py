"""The demonstration's child who is held twice and has a half-brother, and two whom nobody notified.

One of those is on a list, the other a coroner told of.

All are invented.
"""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, Case, Notification
from cdop.queries import death_lists as queries
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.words import NonAnswer
from cdop.rules.actors import Actor
from cdop.rules.awaited import AwaitedDeath
from cdop.rules.dates import LONDON
from cdop.rules.related_cases import Relation
from cdop.rules.vocabulary import AwaitedSource
from cdop.services import awaited, death_lists, lateness, related_cases, unit
from cdop.services.demo_stories import CHECKED, Book

HELD_TWICE, RELATED, MISSING = "Hazel", "Gale", "Juniper"
SENDER = "Invented Registrar of Chester"
HEADINGS = ("Surname", "Forename(s)", "Date of birth", "Date of death", "Place")


def load(coordinator: Actor, chair: Actor, *, now: datetime) -> None:
    """Add to the live cases one that is of a child already held, a registrar's list and a coroner's notice."""
    first = _held(coordinator, HELD_TWICE)
    _relate(coordinator, first, _held(coordinator, RELATED), now)
    book = Book(coordinator, chair, now=now)
    told: dict[str, Any] = {
        "family_name": "Invented Live",
        "born_on": first.born_on,
        "died_on": first.died_on,
        "postcode": first.postcode,
        "sex": first.sex.value if first.sex else None,
        "nhs_number_held": Answer(non_answer=NonAnswer.NOT_KNOWN),
        "nhs_number": Answer(),
        "notified_by": "ambulance",
    }
    case, notification = book.begin("Hazle", 8, **told)
    case.check(8, notification, CHECKED)
    version = int(db.session.scalar(select(Notification.version).where(Notification.public_id == notification)) or 0)
    unit.end_reads()
    lateness.record(coordinator, notification, aware_on=first.died_on, reason="", version=version, now=now)
    _bring_list(coordinator, first, now)
    _await_one(coordinator, now)


def _relate(coordinator: Actor, first: Case, other: Case, now: datetime) -> None:
    """The two are of one household."""
    related_cases.relate(
        coordinator,
        first.public_id,
        other.public_id,
        relation=Relation.HALF_SIBLING,
        is_one_event=False,
        reason="The health visitor said on the telephone that they lived in one household. This is invented.",
        submission_id=None,
        now=now,
    )


def _held(coordinator: Actor, name: str) -> Case:
    """The first case of the child of this name."""
    mine = (Case.panel_id == coordinator.panel_id) & (Case.given_names == name)
    case = db.session.scalars(select(Case).where(mine)).one()
    unit.end_reads()
    return case


def _await_one(coordinator: Actor, now: datetime) -> None:
    """The coroner told of a death that the hospital is asked to notify."""
    today = now.astimezone(LONDON).date()
    of_panel = (Agency.panel_id == coordinator.panel_id) & (Agency.kind == "hospital trust")
    hospital = db.session.scalars(select(Agency.public_id).where(of_panel)).one()
    unit.end_reads()
    death = AwaitedDeath(
        source=AwaitedSource.CORONER,
        told_on=today - timedelta(days=1),
        source_name="Invented coroner",
        event_on=today - timedelta(days=3),
        given_names="Linden",
        family_name="Invented-Live",
        born_on=today - timedelta(days=6100),
        died_on=today - timedelta(days=6),
        place="Invented adult ward",
    )
    awaited.await_notification(coordinator, death, agency_id=hospital, now=now)


def _bring_list(coordinator: Actor, first: Case, now: datetime) -> None:
    today = now.astimezone(LONDON).date()
    rows = [
        ("INVENTED-LIVE", HELD_TWICE, first.born_on, first.died_on, "Invented Hospital"),
        ("INVENTED-LIVE", MISSING, today - timedelta(days=6200), today - timedelta(days=9), "Invented adult ward"),
        ("Total", "2", "", "", ""),
    ]
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([HEADINGS, *rows])
    unit.end_reads()
    source = death_lists.add_source(coordinator, SENDER, "registrar", now=now)
    list_id = death_lists.bring(coordinator, source, stream.getvalue().encode(), now=now)
    head = queries.head(coordinator, list_id)
    if head is not None:
        seen = death_lists.preview(coordinator, head, now=now)
        unit.end_reads()
        death_lists.keep(coordinator, head, seen, now=now)
