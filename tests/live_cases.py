"""Notifications, and cases taken in here with a hold and a letter, made by the same verbs as in life."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification
from cdop.questionnaires.answer import Answer, AnswerKey
from cdop.questionnaires.notification_checks import GAPS
from cdop.rules.actors import Actor, public
from cdop.rules.intake_checks import RULES
from cdop.rules.triage import FirstCheck
from cdop.rules.vocabulary import HoldKind, NotificationSource, Residency
from cdop.services import holds, intake, letters, notification_files, triage
from cdop.services.attachments import Upload
from tests.beginnings import first_step
from tests.factories import CHESHIRE_EAST, MadeCase, add_case

DAY = date(2026, 11, 19)
_numbers = count(1)
WHY = dict.fromkeys([GAPS, *(rule.key for rule in RULES)], "It is so in the invented records")
"""A reason for whatever the rules of intake may ask about."""


@dataclass(frozen=True, slots=True)
class LiveCase:
    """How a test names a case with a hold and a drafted letter, and a notification that waits."""

    case: MadeCase
    hold: str
    letter: str
    notification: str

    @property
    def letter_path(self) -> str:
        """The address of the letter's page."""
        return f"{self.case.path}/letters/{self.letter}"


def told(**changes: Any) -> dict[AnswerKey, Answer]:
    """What an invented notifier writes."""
    values: dict[str, Any] = {
        "notifier_name": "Invented Doctor",
        "notifier_email": "doctor@example.com",
        "given_names": "Ada",
        "family_name": "Invented",
        "born_on": date(2026, 3, 1),
        "died_on": DAY,
        "died_at_time": time(6, 30),
        "sex": "female",
        "nhs_number_held": "not available",
        "place_of_death": "HOSP-ED",
        "place_of_death_name": "Invented Hospital",
        "place_of_event": "HOME",
    } | changes
    return {(key, ""): value if isinstance(value, Answer) else Answer(value) for key, value in values.items()}


@first_step
def send_notification(
    panel_id: int, *, now: datetime, awaited_reference: str = "", letter: Upload | None = None, **changes: Any
) -> str:
    """Send a notification as anybody would, perhaps by a message's link or with a letter; return its public id."""
    somebody, code, mark = public(panel_id), intake.new_code(), f"notified-by-tests-{next(_numbers):06}"
    led = {"source": NotificationSource.PUBLIC_FORM, "awaited_reference": awaited_reference}
    intake.begin(somebody, panel_id=panel_id, code=code, **led, now=now)
    intake.save_page(somebody, code, told(**changes), seen={}, now=now)
    intake.give_reasons(somebody, code, WHY, now=now)
    if letter is not None:
        notification_files.attach(somebody, code, letter, caller="", submission_id=f"{mark}-letter", now=now)
    reference = intake.send(somebody, code, submission_id=mark, now=now)
    db.session.rollback()
    public_id = db.session.scalars(select(Notification.public_id).where(Notification.reference == reference)).one()
    db.session.rollback()
    return public_id


@first_step
def live_case(actor: Actor, *, now: datetime, **facts: Any) -> LiveCase:
    """A case taken in here of a child who died 21 days ago, with a hold, a drafted letter and a notification apart."""
    died_at = now - timedelta(days=21)
    days = dict.fromkeys(("born_on", "died_on", "notified_on"), died_at.date())
    case = add_case(actor, now=now, **days | {"notified_at": died_at} | facts)
    mark = f"hold-by-tests-{next(_numbers):08}"
    told_on = {"started_on": died_at.date(), "next_check_on": now.date()}
    hold = holds.start_hold(actor, case.public_id, HoldKind.INQUEST, **told_on, submission_id=mark, now=now)
    letter = letters.draft_now(actor, case.public_id, now=now)
    return LiveCase(case, hold, letter, send_notification(case.panel_id, now=now))


@first_step
def opened_case(coordinator: Actor, *, now: datetime) -> str:
    """A case that was opened from its notification, and nothing more, by its public id."""
    assert coordinator.panel_id is not None
    notification = send_notification(coordinator.panel_id, now=now)
    check = FirstCheck(Residency.RESIDENT, CHESHIRE_EAST)
    facts = {"given_names": "Ada", "family_name": "Invented", "nhs_number": None, "postcode": None}
    facts |= {"born_on": date(2026, 3, 1), "died_on": DAY}
    return triage.open_case(coordinator, notification, check, facts, submission_id="opened-by-tests-001", now=now)
