"""The first check on its pages: what was said beside what is known, and from there to a case, or to none."""

import re
from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from cdop.extensions import db
from cdop.models import AuditEntry, Case, Notification
from cdop.rules.vocabulary import AuditVerb, CaseStatus, HoldKind, JointAgencyResponse, NotificationStatus
from cdop.services import cases, holds
from tests.client import Browserless, form_fields
from tests.factories import CHESHIRE_EAST, SHROPSHIRE, add_case
from tests.live_cases import DAY, send_notification
from tests.personas import address

FOUND = {
    "residency": "resident",
    "area_code": CHESHIRE_EAST,
    "joint_agency_response": "held",
    "jar_criteria": "sudden",
    "jar_triggered_at-day": "19",
    "jar_triggered_at-month": "11",
    "jar_triggered_at-year": "2026",
    "jar_triggered_at_time": "2:30pm",
    "key_worker_name": "Invented Key-Worker",
}

ACKNOWLEDGED = tuple(f"forwarded_acknowledged_on-{part}" for part in ("day", "month", "year"))


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    """The coordinator's browser."""
    return client.sign_in("coordinator")


@pytest.fixture
def notification(desk: Browserless, now: datetime) -> str:
    return send_notification(desk.cast.panel_id, now=now)


def open_case(desk: Browserless, notification: str, **typed: str) -> TestResponse:
    """Fill in the first check as a browser would, and send it."""
    page = f"/notifications/{notification}/new-case"
    return desk.http.post(page, data=form_fields(desk.get(page).text) | FOUND | typed)


def changed(desk: Browserless, path: str, **typed: str) -> TestResponse:
    """Type something over what a page shows, and send it."""
    return desk.http.post(path, data=form_fields(desk.get(path).text) | typed)


def only_case() -> Case:
    found = db.session.scalars(select(Case)).one()
    db.session.rollback()
    return found


def test_back_to_a_check_that_is_made_leads_to_what_came_of_it(desk: Browserless, notification: str) -> None:
    path = f"/notifications/{notification}"
    typed = form_fields(desk.get(f"{path}/new-case").text) | FOUND
    assert open_case(desk, notification).status_code == 302
    for send in (desk.http.get, partial(desk.http.post, data=typed)):
        answer = send(f"{path}/new-case")
        assert (answer.status_code, answer.location) == (302, path)
        page = desk.get(path).text
        assert ("was checked already" in page, only_case().reference in page) == (True, True)


def test_what_is_odd_at_the_first_check_is_put_right_or_explained(desk: Browserless, notification: str) -> None:
    nearly = {"born_on-day": "1", "born_on-month": "12", "born_on-year": "2008"}
    asked = open_case(desk, notification, **nearly)
    told = "18th birthday was less than a month away"
    assert (asked.status_code, told in asked.text, 'href="#explained"' in asked.text) == (422, True, True)
    assert db.session.scalars(select(Case)).all() == []
    db.session.rollback()
    assert open_case(desk, notification, **nearly, explained="The passport says so").status_code == 302
    page = desk.get(f"/notifications/{notification}").text
    assert (told in page, "The passport says so" in page) == (True, True)


def test_what_the_first_check_says_is_proposed_as_a_hold_until_a_person_records_one(
    desk: Browserless, notification: str, now: datetime
) -> None:
    open_case(desk, notification, coroner="taken", police="yes")
    case = only_case()
    page = desk.get(f"/cases/{case.public_id}").text
    for words in ("Inquest</a> (Coroner: the coroner investigates)", "Criminal investigation</a> (Police"):
        assert words in page
    coordinator, mark = desk.cast.person("coordinator"), "a-hold-of-the-tests-1"
    holds.start_hold(coordinator, case.public_id, HoldKind.INQUEST, started_on=now.date(), submission_id=mark, now=now)
    page = desk.get(f"/cases/{case.public_id}").text
    assert ("Inquest</a> (Coroner" in page, "Criminal investigation</a> (Police" in page) == (False, True)


def test_notification_shows_what_was_said_and_the_reading_is_on_record(desk: Browserless, notification: str) -> None:
    page = desk.get(f"/notifications/{notification}").text
    assert "Ada Invented" in page
    assert "Invented Doctor" in page
    assert "No case that you may see looks like this one" in page
    assert AuditVerb.NOTIFICATION_READ in set(db.session.scalars(select(AuditEntry.verb)))
    db.session.rollback()


def test_first_check_opens_the_case_and_leads_to_whom_to_ask(desk: Browserless, notification: str) -> None:
    response = open_case(desk, notification)
    case = only_case()
    assert (response.status_code, response.location) == (302, f"/cases/{case.public_id}/requests")
    assert (case.given_names, case.died_on, case.status) == ("Ada", DAY, CaseStatus.GATHERING)
    assert case.joint_agency_response is JointAgencyResponse.HELD
    assert case.jar_triggered_at == datetime(2026, 11, 19, 14, 30, tzinfo=UTC)
    assert case.key_worker_name == "Invented Key-Worker"
    page = desk.get(f"/notifications/{notification}").text
    assert f"case {case.reference}" in page
    assert "Open a new case" not in page


def test_first_check_sent_twice_opens_one_case(desk: Browserless, notification: str) -> None:
    page = f"/notifications/{notification}/new-case"
    fields = form_fields(desk.get(page).text) | FOUND
    first = desk.http.post(page, data=fields)
    second = desk.http.post(page, data=fields)
    assert first.status_code == 302
    assert second.status_code in (302, 409)
    assert only_case().given_names == "Ada"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"residency": ""}, "residency", "Say where the child normally lived"),
        ({"area_code": SHROPSHIRE}, "area_code", "or say that the child lived elsewhere"),
        ({"residency": "elsewhere"}, "area_code", "own areas: choose that of the home"),
        ({"jar_triggered_at_time": ""}, "jar_triggered_at_time", "Enter the time"),
        ({"jar_triggered_at_time": "25:00"}, "jar_triggered_at_time", "There is no such time"),
        ({"jar_triggered_at-year": "2027"}, "jar_triggered_at-day", "cannot have begun in the future"),
        ({"joint_agency_response": "met but not held"}, "jar_not_held_reason", "Say why no joint agency response"),
        ({"born_on-year": "1990"}, "died_on-day", "18 or over"),
        ({"nhs_number": "999 000 0019"}, "nhs_number", "NHS number"),
    ],
)
def test_fault_is_told_beside_its_field_and_nothing_typed_is_lost(
    desk: Browserless, notification: str, typed: dict[str, str], field: str, words: str
) -> None:
    response = open_case(desk, notification, **typed, key_worker_role="A nurse of the Invented team")
    assert response.status_code == 422
    assert f'href="#{field}"' in response.text
    assert words in response.text
    assert "A nurse of the Invented team" in response.text
    assert db.session.scalars(select(Case)).all() == []
    db.session.rollback()


def test_child_from_elsewhere_is_passed_on_to_the_home_panel(desk: Browserless, notification: str) -> None:
    passed = {"forwarded_to": "Shropshire panel"} | dict(
        zip(("forwarded_on-day", "forwarded_on-month", "forwarded_on-year"), ("20", "11", "2026"), strict=True)
    )
    response = open_case(desk, notification, residency="elsewhere", area_code=SHROPSHIRE, **passed)
    case = only_case()
    assert response.location == f"/cases/{case.public_id}"
    assert (case.status, case.forwarded_on) == (CaseStatus.NOTIFIED, DAY.replace(day=20))
    register = desk.get("/cases/led-elsewhere").text
    assert "Shropshire panel" in register
    assert "20 November 2026" in register
    assert f"{case.reference}</a>: Shropshire panel has not acknowledged the case yet" in desk.get("/").text
    path = f"/cases/{case.public_id}/first-check"
    told = dict(zip(ACKNOWLEDGED, ("20", "11", "2026"), strict=True))
    assert changed(desk, path, **told).status_code == 302
    assert case.reference not in desk.get("/cases/led-elsewhere?show=unacknowledged").text
    assert "has not acknowledged" not in desk.get("/").text


def test_case_alike_is_shown_with_the_evidence_and_linked_by_a_person(
    desk: Browserless, notification: str, now: datetime
) -> None:
    coordinator = desk.cast.person("coordinator")
    known = add_case(coordinator, now=now, given_names="Ada", family_name="Invented", died_on=DAY, notified_on=DAY)
    add_case(
        coordinator, now=now, given_names="Somebody", family_name="Else", born_on=DAY, died_on=DAY, notified_on=DAY
    )
    path = f"/notifications/{notification}"
    page = desk.get(path).text
    assert "the same date of birth; the same date of death; the same family name; the same first names" in page
    assert "Somebody" not in page
    assert desk.submit(path, f"{path}/link", case=known.reference).location == known.path
    row = db.session.execute(select(Notification.status, Notification.checked_by)).one()
    db.session.rollback()
    assert tuple(row) == (NotificationStatus.LINKED, "Coordinator")


def test_link_to_a_reference_that_there_is_not_says_so_and_changes_nothing(
    desk: Browserless, notification: str
) -> None:
    path = f"/notifications/{notification}"
    response = desk.submit(path, f"{path}/link", case="2026/999")
    assert response.status_code == 422
    assert "There is no case with this reference" in response.text
    assert db.session.scalars(select(Notification.status)).all() == [NotificationStatus.RECEIVED]
    db.session.rollback()


def test_case_in_which_the_reader_takes_no_part_is_not_among_those_alike_nor_linked_to(
    desk: Browserless, notification: str, now: datetime
) -> None:
    coordinator = desk.cast.person("coordinator")
    known = add_case(coordinator, now=now, given_names="Ada", family_name="Invented", died_on=DAY, notified_on=DAY)
    cases.exclude(desk.cast.person("chair"), known.public_id, email=address("coordinator"), reason="Family", now=now)
    path = f"/notifications/{notification}"
    assert known.reference not in desk.get(path).text
    assert desk.submit(path, f"{path}/link", case=known.reference).status_code == 422


def test_death_not_for_review_keeps_the_rule_and_who_said_so(desk: Browserless, notification: str) -> None:
    path = f"/notifications/{notification}/not-for-review"
    assert desk.submit(path).status_code == 422
    assert desk.submit(path, why="stillbirth", note="Seen by a midwife").status_code == 302
    page = desk.get(f"/notifications/{notification}").text
    assert "a health professional was present. Seen by a midwife (Coordinator" in page
    assert desk.http.get(path).location == f"/notifications/{notification}"


def test_disagreement_is_kept_beside_the_decision_and_may_take_the_notification_up_again(
    desk: Browserless, notification: str
) -> None:
    path = f"/notifications/{notification}"
    desk.submit(f"{path}/not-for-review", why="termination")
    assert "Say who disagreed" in desk.submit(f"{path}/reconsider").text
    told = {"who": "Invented Midwife", "said": "The baby breathed. The chair agreed to look again"}
    assert desk.submit(f"{path}/reconsider", **told, outcome="stays").status_code == 302
    assert "Somebody disagrees with this" in desk.get(path).text
    assert desk.submit(f"{path}/reconsider", **told, outcome="again").status_code == 302
    page = desk.get(path).text
    assert "Open a new case" in page
    assert page.count("Invented Midwife disagreed. The baby breathed. The chair agreed to look again (Coordinator") == 2
    assert "Termination of pregnancy within the law, even if a live birth followed (Coordinator" in page
    assert desk.http.get(f"{path}/new-case").status_code == 200


def test_answers_are_proposed_with_reasons_confirmed_at_once_and_each_is_kept_when_it_changes(
    desk: Browserless, now: datetime
) -> None:
    told = {
        "suspected_types": ("suspected homicide",),
        "known_to_social_care": "yes",
        "care_statuses": ("looked after",),
    }
    notification = send_notification(desk.cast.panel_id, now=now, **told)
    page = desk.get(f"/notifications/{notification}/new-case").text
    assert "Proposed: yes, because the notifier said that the child was looked after" in page
    assert "Proposed: yes, because homicide, abuse or neglect is suspected" in page
    assert "Proposed: unexpected, because in doubt it is treated so" in page
    assert open_case(desk, notification).status_code == 302
    case = only_case()
    todo = desk.get("/my-day/first-check-open").text
    assert "Looked after, or a care leaver. Not entered yet: day on which the authority told" in todo
    assert "Abuse or neglect suspected. Not entered yet: day on which the authority notified" in todo
    path = f"/cases/{case.public_id}/first-check"
    assert changed(desk, path, expectedness="expected", why="The hospice explained").status_code == 302
    history = " ".join(desk.get(f"{path}/history").text.split())
    expected, unexpected = history.index(">Expected"), history.index(">Unexpected")
    assert expected < history.index("The hospice explained") < unexpected < history.index("Until")
    assert history.count("The hospice explained") == 1
    assert only_case().expectedness == "expected"


def test_day_that_cannot_be_is_told_beside_it_and_nothing_is_kept(desk: Browserless, notification: str) -> None:
    days = {"children_at_risk": "yes"} | {
        f"children_at_risk_{name}-{part}": value
        for name, day in (("on", ("20", "11", "2026")), ("acknowledged_on", ("19", "11", "2026")))
        for part, value in zip(("day", "month", "year"), day, strict=True)
    }
    response = open_case(desk, notification, **days)
    assert response.status_code == 422
    assert "It cannot be acknowledged before it was made" in response.text
    assert db.session.scalars(select(Case)).all() == []
    db.session.rollback()


def test_change_of_the_first_check_shows_what_stands_and_refuses_an_old_page(
    desk: Browserless, notification: str
) -> None:
    open_case(desk, notification)
    path = f"/cases/{only_case().public_id}/first-check"
    fields = form_fields(desk.get(path).text)
    assert fields["jar_triggered_at_time"] == "2:30pm"
    assert desk.http.post(path, data=fields | {"key_worker_name": "Another Worker"}).status_code == 302
    assert only_case().key_worker_name == "Another Worker"
    stale = desk.http.post(path, data=fields | {"key_worker_name": "A third one"})
    assert stale.status_code == 409
    assert "Name of the family&#39;s key worker, as recorded now: Another Worker" in stale.text
    assert stale.text.count(", as recorded now: ") == 2, "beside the one that differs, and above all"
    assert desk.http.post(path, data=form_fields(stale.text)).status_code == 302
    assert only_case().key_worker_name == "A third one"


def test_list_shows_those_that_wait_and_all(desk: Browserless, notification: str, now: datetime) -> None:
    send_notification(desk.cast.panel_id, now=now, given_names="Second")
    open_case(desk, notification)
    assert "1 notification<" in desk.get("/notifications/").text
    every = desk.get("/notifications/?show=all").text
    assert "2 notifications<" in every
    assert f"Case {only_case().reference}" in every


def test_opening_a_case_tells_which_other_notifications_it_took_with_it(
    desk: Browserless, notification: str, now: datetime
) -> None:
    number = {"nhs_number_held": "held", "nhs_number": "9990000018"}
    first = send_notification(desk.cast.panel_id, now=now, **number)
    second = send_notification(desk.cast.panel_id, now=now, family_name="Invernted", **number)
    open_case(desk, first)
    page = desk.get("/").text
    told = re.findall(r"Notification (N-[A-Z0-9-]+) gives the same NHS number", page)
    assert told == [reference_of(second)]
    open_case(desk, notification, nhs_number="")
    page = desk.get("/").text
    assert "The case was opened." in page
    assert "gives the same NHS number" not in page


def reference_of(public_id: str) -> str:
    found = db.session.scalars(select(Notification.reference).where(Notification.public_id == public_id)).one()
    db.session.rollback()
    return found


@pytest.mark.parametrize(
    ("day", "words"),
    [("21", "The date of death must be today or in the past"), ("20", "on or before 19 November 2026")],
)
def test_day_of_death_that_cannot_be_is_told_once_beside_its_boxes(
    day: str, words: str, desk: Browserless, now: datetime
) -> None:
    yesterday = send_notification(desk.cast.panel_id, now=now - timedelta(days=1))
    response = open_case(desk, yesterday, **{"died_on-day": day})
    assert response.status_code == 422
    assert words in response.text
    assert response.text.count("<li>") == response.text.count('href="#died_on-day"') == 1
    assert "date of notification" not in response.text


def test_wrongly_linked_notification_is_unlinked_and_not_proposed_for_that_case_again(
    desk: Browserless, notification: str, now: datetime
) -> None:
    earlier = send_notification(desk.cast.panel_id, now=now - timedelta(hours=2))
    open_case(desk, notification)
    case, path = only_case(), f"/notifications/{earlier}"
    desk.submit(path, f"{path}/link", case=case.reference)
    assert only_case().notified_at == now - timedelta(hours=2)
    unexplained = desk.submit(path, f"{path}/another-child", case=case.reference)
    assert (unexplained.status_code, "Say how you know" in unexplained.text) == (422, True)
    assert desk.submit(path, f"{path}/another-child", case=case.reference, reason="A twin").location == path
    assert only_case().notified_at == now
    page = desk.get(path).text
    assert "Open a new case" in page
    assert f"Link to {case.reference}" not in page
    assert "A notification was said to be of another child" in desk.get(f"/cases/{case.public_id}").text
    assert AuditVerb.CHILDREN_TOLD_APART in set(db.session.scalars(select(AuditEntry.verb)))
    db.session.rollback()
    assert desk.submit(path, f"{path}/link", case=case.reference).status_code == 302


def test_only_notification_of_a_case_is_not_taken_from_it(desk: Browserless, notification: str) -> None:
    open_case(desk, notification)
    path = f"/notifications/{notification}"
    answer = desk.submit(path, f"{path}/another-child", case=only_case().reference, reason="A twin")
    assert (answer.status_code, "has no other: correct the facts" in answer.text) == (422, True)
    assert "A twin" in answer.text
    assert db.session.scalars(select(Notification.status)).all() == [NotificationStatus.ACCEPTED]
    db.session.rollback()


def test_delay_is_told_from_the_death_and_once_known_and_a_late_one_needs_a_reason(
    desk: Browserless, now: datetime
) -> None:
    late = send_notification(desk.cast.panel_id, now=now + timedelta(days=1), died_at_time=time(12))
    path = f"/notifications/{late}"
    page = desk.get(path).text
    assert "2 days after the death" in page
    assert "why it came late" in page
    known = {"aware_on-month": "11", "aware_on-year": "2026"}
    refused = desk.submit(f"{path}/delay", **known, **{"aware_on-day": "20"})
    assert (refused.status_code, "Say why it was notified later" in refused.text) == (422, True)
    for day in ("18", "22"):
        assert desk.submit(f"{path}/delay", **known, **{"aware_on-day": day}, reason="Why").status_code == 422
    told = desk.submit(f"{path}/delay", **known, **{"aware_on-day": "20"}, reason="The ward did not know whom to tell")
    assert told.location == path
    page = desk.get(path).text
    assert "2 days after the death; 1 day after its becoming known to the notifier" in page
    assert "The ward did not know whom to tell" in page
