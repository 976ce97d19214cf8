"""A hundred notifications sent at one instant, each by two clicks: none is lost, none is there twice."""

from collections import Counter
from datetime import datetime
from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, Notification
from cdop.questionnaires.notification_checks import GAPS
from cdop.rules.actors import public
from cdop.rules.vocabulary import NotificationSource, NotificationStatus
from cdop.services import intake, triage
from tests.databases import ON_BOTH
from tests.live_cases import told
from tests.personas import Cast
from tests.services.test_triage import RESIDENT

pytestmark = ON_BOTH

SENT, CHILDREN, CLICKS = 100, 20, 2
NUMBERS = [f"999{n:06d}" for n in range(100, 400)]


def checked(nine: str) -> str | None:
    """The number with its check digit, None where it has none."""
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
    return None if check == 10 else nine + str(check % 11)


def test_a_hundred_at_once_are_all_kept_and_end_as_twenty_cases(app: Flask, cast: Cast, now: datetime) -> None:
    numbers = [number for nine in NUMBERS if (number := checked(nine))][:CHILDREN]
    panel_id, coordinator = cast.panel_id, cast.person("coordinator")
    written = [write(panel_id, numbers[n % CHILDREN], n, now) for n in range(SENT)]
    together, references, faults = Barrier(SENT * CLICKS), [], []

    def send(code: str, mark: str) -> None:
        with app.app_context():
            together.wait(timeout=60)
            try:
                references.append(intake.send(public(panel_id), code, submission_id=mark, now=now))
            except Exception as fault:
                faults.append(fault)

    clicks = [(code, f"sent-by-soak-{number:08}") for number, code in enumerate(written)] * CLICKS
    threads = [Thread(target=send, args=click) for click in clicks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    assert faults == []
    assert set(Counter(references).values()) == {CLICKS}
    received = db.session.execute(select(Notification.status, Notification.reference)).all()
    assert {row.status for row in received} == {NotificationStatus.RECEIVED}
    assert sorted(row.reference for row in received) == sorted(set(references))
    assert len(received) == SENT
    open_all(coordinator, now)
    kept_with = Counter(db.session.scalars(select(Notification.case_id)))
    assert set(kept_with.values()) == {SENT // CHILDREN}
    assert len(db.session.scalars(select(Case.id)).all()) == CHILDREN


def write(panel_id: int, number: str, nth: int, now: datetime) -> str:
    """Write a notification but for its sending; return its code."""
    somebody, code = public(panel_id), f"the code of the browser {nth:08} of the soak"
    source = NotificationSource.PUBLIC_FORM
    intake.begin(somebody, panel_id=panel_id, code=code, source=source, now=now)
    answers = told(given_names=f"Ada{number[5:9]}", nhs_number_held="held", nhs_number=number)
    intake.save_page(somebody, code, answers, seen={}, now=now)
    intake.give_reasons(somebody, code, {GAPS: "I do not know them"}, now=now)
    db.session.rollback()
    return code


def open_all(coordinator: object, now: datetime) -> None:
    """Open a case from each notification that still waits, one after the other."""
    waiting = select(Notification.public_id).where(Notification.status == NotificationStatus.RECEIVED)
    while (public_id := db.session.scalar(waiting.limit(1))) is not None:
        db.session.rollback()
        triage.open_case(coordinator, public_id, RESIDENT, {}, submission_id=f"open-{public_id[:15]}", now=now)  # type: ignore[arg-type]
    db.session.rollback()
