"""Notifications at once, and equal NHS numbers among those that wait; a call is taken up by another browser."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from cdop.extensions import db
from cdop.models import Case, Notification
from cdop.rules.actors import public
from cdop.rules.triage import FirstCheck
from cdop.rules.vocabulary import NotificationSource, NotificationStatus, Residency
from cdop.services import intake, triage
from cdop.services.errors import Forbidden, NotFound
from cdop.services.intake import TooManyNotifications
from tests.databases import ON_BOTH
from tests.factories import CHESHIRE_EAST
from tests.live_cases import send_notification
from tests.personas import Cast

pytestmark = ON_BOTH

RESIDENT = FirstCheck(Residency.RESIDENT, CHESHIRE_EAST)
NUMBER = {"nhs_number_held": "held", "nhs_number": "9990000018"}
AT_ONCE = 10


def begin(cast: Cast, now: datetime, *, caller: str = "") -> str:
    code, source = intake.new_code(), NotificationSource.PUBLIC_FORM
    intake.begin(public(cast.panel_id), panel_id=cast.panel_id, code=code, source=source, caller=caller, now=now)
    return code


def test_ten_at_the_same_instant_are_all_kept_and_end_as_one_case(app: Flask, cast: Cast, now: datetime) -> None:
    panel_id, coordinator, together = cast.panel_id, cast.person("coordinator"), Barrier(AT_ONCE)
    sent: list[str] = []

    def notify() -> None:
        with app.app_context():
            together.wait(timeout=30)
            sent.append(send_notification(panel_id, now=now, **NUMBER))

    threads = [Thread(target=notify) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(set(sent)) == AT_ONCE
    triage.open_case(coordinator, sent[0], RESIDENT, {}, submission_id="ten-become-one-case", now=now)
    db.session.rollback()
    case_id = db.session.scalars(select(Case.id)).one()
    statuses = list(db.session.execute(select(Notification.case_id, Notification.status)))
    db.session.rollback()
    assert {row.case_id for row in statuses} == {case_id}
    assert sorted(row.status for row in statuses) == sorted(
        [NotificationStatus.ACCEPTED, *[NotificationStatus.LINKED] * (AT_ONCE - 1)]
    )


def test_opening_a_case_links_those_that_wait_with_its_number_and_the_first_one_counts(
    cast: Cast, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    send_notification(cast.panel_id, now=now - timedelta(hours=3), **NUMBER)
    other = send_notification(cast.panel_id, now=now - timedelta(hours=2))
    late = send_notification(cast.panel_id, now=now, **NUMBER)
    triage.open_case(coordinator, late, RESIDENT, {}, submission_id="the-late-one-is-checked", now=now)
    db.session.rollback()
    assert db.session.scalars(select(Case.notified_at)).one() == now - timedelta(hours=3)
    waiting = list(
        db.session.scalars(select(Notification.public_id).where(Notification.status == NotificationStatus.RECEIVED))
    )
    db.session.rollback()
    assert waiting == [other]


def test_a_call_is_taken_up_by_a_coordinator_and_its_earlier_code_is_dead(cast: Cast, now: datetime) -> None:
    coordinator, first, second = cast.person("coordinator"), intake.new_code(), intake.new_code()
    source = NotificationSource.TELEPHONE
    intake.begin(coordinator, panel_id=cast.panel_id, code=first, source=source, now=now)
    db.session.rollback()
    public_id = db.session.scalars(select(Notification.public_id)).one()
    intake.take_up(coordinator, public_id, second, now=now)
    with pytest.raises(NotFound):
        intake.save_page(coordinator, first, {}, seen={}, now=now)
    assert intake.save_page(coordinator, second, {}, seen={}, now=now).changed == ()
    with pytest.raises(Forbidden):
        intake.take_up(cast.person("chair"), public_id, second, now=now)


def test_what_somebody_without_an_account_writes_is_taken_up_by_nobody(cast: Cast, now: datetime) -> None:
    begin(cast, now)
    public_id = db.session.scalars(select(Notification.public_id)).one()
    with pytest.raises(NotFound):
        intake.take_up(cast.person("coordinator"), public_id, intake.new_code(), now=now)


def test_limit_is_of_one_caller_and_of_an_hour(cast: Cast, now: datetime) -> None:
    for _ in range(intake.BEGUN_BY_CALLER):
        begin(cast, now, caller="192.0.2.1")
    with pytest.raises(TooManyNotifications):
        begin(cast, now, caller="192.0.2.1")
    assert begin(cast, now, caller="192.0.2.2")
    assert begin(cast, now + timedelta(hours=1), caller="192.0.2.1")


def test_those_sent_at_the_instant_the_case_is_opened_are_all_of_it(app: Flask, cast: Cast, now: datetime) -> None:
    panel_id, coordinator, together = cast.panel_id, cast.person("coordinator"), Barrier(AT_ONCE)
    first = send_notification(panel_id, now=now, **NUMBER)

    def notify() -> None:
        with app.app_context():
            together.wait(timeout=30)
            send_notification(panel_id, now=now, **NUMBER)

    threads = [Thread(target=notify) for _ in range(AT_ONCE - 1)]
    for thread in threads:
        thread.start()
    together.wait(timeout=30)
    triage.open_case(coordinator, first, RESIDENT, {}, submission_id="opened-while-others-send", now=now)
    for thread in threads:
        thread.join(timeout=60)
    db.session.rollback()
    case_id = db.session.scalars(select(Case.id)).one()
    assert list(db.session.scalars(select(Notification.case_id))) == [case_id] * AT_ONCE
    db.session.rollback()


def test_sending_is_the_same_work_whether_the_child_is_known_or_not(cast: Cast, now: datetime) -> None:
    def sent_with(number: str) -> list[str]:
        statements: list[str] = []

        def note(*arguments: Any) -> None:
            statements.append(arguments[2].split(" WHERE ")[0])

        event.listen(db.engine, "before_cursor_execute", note)
        send_notification(cast.panel_id, now=now, nhs_number_held="held", nhs_number=number)
        event.remove(db.engine, "before_cursor_execute", note)
        return statements

    known = send_notification(cast.panel_id, now=now, **NUMBER)
    triage.open_case(cast.person("coordinator"), known, RESIDENT, {}, submission_id="the-child-is-known", now=now)
    unknown, linked = (len(sent_with(number)) for number in ("9990000026", "9990000018"))
    assert db.session.scalars(select(Notification.status).order_by(Notification.id.desc())).first() is (
        NotificationStatus.LINKED
    )
    db.session.rollback()
    assert linked == unknown


def test_number_of_a_twin_links_nothing_on_its_own(cast: Cast, now: datetime) -> None:
    known = send_notification(cast.panel_id, now=now, **NUMBER)
    triage.open_case(cast.person("coordinator"), known, RESIDENT, {}, submission_id="the-first-twin", now=now)
    twin = send_notification(cast.panel_id, now=now, given_names="Winifred", **NUMBER)
    status = db.session.scalars(select(Notification.status).where(Notification.public_id == twin)).one()
    db.session.rollback()
    assert status is NotificationStatus.RECEIVED
