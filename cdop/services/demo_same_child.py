"""The demonstration's child who is held twice, and the list of deaths by which one is missing. All are invented."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, Notification
from cdop.queries import death_lists as queries
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.words import NonAnswer
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.services import death_lists, lateness, unit
from cdop.services.demo_stories import CHECKED, Book

HELD_TWICE, MISSING = "Hazel", "Juniper"
SENDER = "Invented Registrar of Chester"
HEADINGS = ("Surname", "Forename(s)", "Date of birth", "Date of death", "Place")


def load(coordinator: Actor, chair: Actor, *, now: datetime) -> None:
    """Add to the live cases one that is of a child already held, and a registrar's list."""
    first = _held(coordinator)
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


def _held(coordinator: Actor) -> Case:
    """The child's first case."""
    mine = (Case.panel_id == coordinator.panel_id) & (Case.given_names == HELD_TWICE)
    case = db.session.scalars(select(Case).where(mine)).one()
    unit.end_reads()
    return case


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
