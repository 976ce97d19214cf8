"""An alert is raised as a notification comes in, told by a reference, and closed with what was done."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AlertCall, Notification, OutboundMessage, SameDayAlert
from cdop.rules.actors import command_line
from cdop.rules.triage_words import AlertKind
from cdop.services import alerts, mail, panels, triage
from cdop.services.alerts import CLOSED, Call
from cdop.services.errors import Invalid
from tests.alerts import raise_alert
from tests.client import Browserless, form_fields
from tests.factories import add_case
from tests.live_cases import DAY, send_notification
from tests.personas import address

LEAD = "suicide.lead@example.com"
CALL = {
    "from_name": "Invented Coordinator",
    "to_name": "Invented Doctor",
    "called_on-day": "20",
    "called_on-month": "11",
    "called_on-year": "2026",
    "called_at": "9:40am",
    "agreed": "The school is told by the doctor",
}


CALLED = Call(
    datetime(2026, 11, 20, 9, 40, tzinfo=UTC), "Invented Coordinator", "Invented Doctor", "The school is told"
)


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    """The coordinator's browser; the panel has a designated doctor and a suicide prevention lead."""
    client.cast.person("designated doctor")
    panel_id = client.cast.panel_id
    panels.change_panel(command_line(panel_id), panel_id, {"suicide_lead_email": LEAD}, now=client.cast.now)
    return client.sign_in("coordinator")


def told_today() -> list[str]:
    """The addresses that an alert was sent to."""
    db.session.rollback()
    query = select(OutboundMessage.to_address).where(OutboundMessage.template == "same_day_alert")
    found = sorted(db.session.scalars(query.order_by(OutboundMessage.id)))
    db.session.rollback()
    return found


def alerts_raised() -> list[tuple[Any, ...]]:
    rows = db.session.execute(select(SameDayAlert.kind, SameDayAlert.similar_to).order_by(SameDayAlert.id)).all()
    db.session.rollback()
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("told", "people"),
    [
        ({"suspected_types": ("suicide or self-harm",)}, ["coordinator", "designated doctor", LEAD]),
        ({"suspected_types": ("drowning",)}, ["coordinator", "designated doctor"]),
        ({"alert_wanted": "yes", "alert_reason": "A toy came apart"}, ["coordinator", "designated doctor"]),
        ({"suspected_types": ("neonatal",)}, []),
    ],
)
def test_those_who_ring_each_other_are_told_with_a_reference_and_nothing_else(
    desk: Browserless, now: datetime, told: dict[str, Any], people: list[str]
) -> None:
    send_notification(desk.cast.panel_id, now=now, **told)
    assert told_today() == sorted(each if "@" in each else address(each) for each in people)
    contexts = select(OutboundMessage.context).where(OutboundMessage.template == "same_day_alert")
    reference = db.session.scalars(select(Notification.reference)).one()
    assert all(context == {"reference": reference} for context in db.session.scalars(contexts))
    db.session.rollback()


def test_second_death_of_a_type_raises_an_alert_and_a_second_notifier_of_the_same_child_does_not(
    desk: Browserless, now: datetime
) -> None:
    types = {"suspected_types": ("sudden unexpected death",)}
    first = send_notification(desk.cast.panel_id, now=now, **types)
    send_notification(desk.cast.panel_id, now=now, **types)
    assert alerts_raised() == []
    another = {"given_names": "Somebody", "family_name": "Else", "born_on": date(2020, 2, 3), "sex": "male"}
    send_notification(desk.cast.panel_id, now=now, **types, **another)
    references = list(db.session.scalars(select(Notification.reference).order_by(Notification.id)))[:2]
    assert alerts_raised() == [(AlertKind.SIMILAR, references)]
    (public_id,) = db.session.scalars(select(SameDayAlert.public_id))
    db.session.rollback()
    assert f"/notifications/{first}" in desk.get(f"/alerts/{public_id}").text


def test_one_child_has_one_alert_of_a_kind_however_many_notify_and_link(desk: Browserless, now: datetime) -> None:
    panel_id, coordinator = desk.cast.panel_id, desk.cast.person("coordinator")
    number = {"nhs_number_held": "held", "nhs_number": "9990000018", "suspected_types": ("drowning",)}
    first, second = (send_notification(panel_id, now=now, **number) for _ in range(2))
    third = send_notification(panel_id, now=now, suspected_types=("drowning",), family_name="Inventid")
    one, two, three = alerts_of(first, second, third)
    assert open_alerts(desk) == [one, three]
    alerts.record_call(coordinator, two, CALLED, submission_id="one-call-of-the-tests", now=now)
    case = add_case(coordinator, now=now, nhs_number="9990000018", given_names="Ada", died_on=DAY, notified_on=DAY)
    for notification in (first, second, third):
        triage.link_to_case(coordinator, notification, case.public_id, now=now)
    assert open_alerts(desk) == [one]
    listed = re.findall(r'href="/alerts/([\w-]{20,})"', desk.get(case.path).text)
    assert listed == [one], "the case tells of it too"
    page = desk.get(f"/alerts/{one}").text
    assert ("The school is told" in page, f"/notifications/{second}" in page, f"/notifications/{third}" in page) == (
        (True,) * 3
    )
    assert f"/alerts/{one}" in desk.get(f"/alerts/{three}").text
    assert f"/alerts/{three}" in desk.get(f"/notifications/{third}").text
    triage.tell_apart(coordinator, third, case.public_id, "Another child of the family", now=now)
    assert open_alerts(desk) == [one, three]


def test_who_rings_is_told_once_of_a_child(desk: Browserless, now: datetime) -> None:
    told = {"nhs_number_held": "held", "nhs_number": "9990000018"}
    for types in (("drowning",), ("drowning",), ("suicide or self-harm", "drowning")):
        send_notification(desk.cast.panel_id, now=now, **told, suspected_types=types)
    query = select(OutboundMessage).where(OutboundMessage.template == "same_day_alert").order_by(OutboundMessage.id)
    is_sent: dict[str, bool] = {}
    for message in db.session.scalars(query):
        is_sent[message.context["reference"]] = mail.is_needed(message, now=now)
    db.session.rollback()
    assert list(is_sent.values()) == [True, False, True]


def alerts_of(*notifications: str) -> list[str]:
    query = select(Notification.public_id, SameDayAlert.public_id).join(
        SameDayAlert, SameDayAlert.notification_id == Notification.id
    )
    found = dict(tuple(row) for row in db.session.execute(query))
    db.session.rollback()
    return [found[each] for each in notifications]


def open_alerts(desk: Browserless) -> list[str]:
    """The alerts on the list, which are those on my day and those that the designated doctor reads at home."""
    listed = re.findall(r'href="/alerts/([\w-]{20,})"', desk.get("/alerts/").text)
    assert re.findall(r'href="/alerts/([\w-]{20,})"', desk.get("/").text) == listed
    doctor = Browserless(desk.app, desk.cast).sign_in("designated doctor")
    assert re.findall(r'href="/alerts/([\w-]{20,})"', doctor.get("/").text) == listed
    return listed


def test_death_in_another_panel_is_not_near(desk: Browserless, now: datetime) -> None:
    other = desk.cast.other_panel_id
    types = {"suspected_types": ("sudden unexpected death",)}
    send_notification(other, now=now, **types)
    another = {"given_names": "Somebody", "family_name": "Else", "born_on": date(2020, 2, 3)}
    send_notification(desk.cast.panel_id, now=now, **types, **another)
    assert alerts_raised() == []


def test_calls_are_recorded_and_the_alert_stays_on_my_day_until_it_is_closed(desk: Browserless, now: datetime) -> None:
    alert = raise_alert(desk.cast.panel_id, now=now)
    path = f"/alerts/{alert}"
    assert "no call recorded" in desk.get("/").text
    assert form_fields(desk.get(path).text)["from_name"] == desk.cast.person("coordinator").name
    wrong = desk.submit(path, f"{path}/calls", **CALL | {"called_on-day": "21"})
    assert (wrong.status_code, "The call cannot be in the future" in wrong.text) == (422, True)
    assert "The school is told by the doctor" in wrong.text
    assert desk.submit(path, f"{path}/calls", **CALL).status_code == 302
    page = desk.get(path).text
    assert "Invented Coordinator rang Invented Doctor" in page
    assert "1 call recorded" in desk.get("/").text
    assert desk.submit(path, f"{path}/close", outcome=" ").status_code == 422
    old = form_fields(desk.get(path).text)
    assert desk.http.post(f"{path}/close", data=old | {"outcome": "The council fenced the pond"}).status_code == 302
    again = desk.http.post(f"{path}/close", data=old | {"outcome": "Something else"})
    assert (again.status_code, CLOSED in again.text) == (422, True)
    assert "The council fenced the pond" in desk.get(path).text
    assert "call recorded" not in desk.get("/").text
    assert desk.get("/alerts/").text.count(f"/alerts/{alert}") == 0
    assert desk.get("/alerts/?show=all").text.count(f"/alerts/{alert}") == 1


def test_call_sent_twice_is_kept_once_and_one_before_the_alert_is_refused(desk: Browserless, now: datetime) -> None:
    alert, coordinator = raise_alert(desk.cast.panel_id, now=now), desk.cast.person("coordinator")
    call = Call(now, "Invented Coordinator", "Invented Doctor", "The school is told")
    for _ in range(2):
        alerts.record_call(coordinator, alert, call, submission_id="one-call-of-the-tests", now=now)
    db.session.rollback()
    assert [row.agreed for row in db.session.scalars(select(AlertCall))] == ["The school is told"]
    db.session.rollback()
    before = replace(call, called_at=now - timedelta(days=1))
    with pytest.raises(Invalid, match="before the day on which the death was notified"):
        alerts.record_call(coordinator, alert, before, submission_id="another-call-of-tests", now=now)


def test_alert_of_another_panel_is_not_there(client: Browserless, now: datetime) -> None:
    alert = raise_alert(client.cast.other_panel_id, now=now)
    desk = client.sign_in("coordinator")
    assert desk.http.get(f"/alerts/{alert}").status_code == 404
    assert db.session.scalars(select(AlertCall)).all() == []
    db.session.rollback()
