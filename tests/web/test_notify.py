"""The public notification form: anybody may send it, and nobody learns from it what was known."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification, OutboundMessage
from cdop.queries import notifications
from cdop.rules import actors
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import NotificationSource, NotificationStatus
from cdop.services import intake
from tests.client import Browserless, form_fields
from tests.factories import add_case
from tests.notifying import GAPS, TOLD, another, begin, fill, neutral, send, write
from tests.personas import Cast

SECRETS = ("Canarianna", "Zantedeschia", "9990000018", "999 000 0018")


@pytest.fixture
def visitor(app: Flask, cast: Cast) -> Browserless:
    """A browser that nobody has signed in with, where there is one panel."""
    cast.person("coordinator")
    return Browserless(app, cast)


def kept(*columns: object) -> list[object]:
    found = list(db.session.execute(select(*columns).order_by(Notification.id)))
    db.session.rollback()
    return [tuple(row) for row in found]


def test_pages_lead_one_to_the_next_and_save_what_was_typed(visitor: Browserless) -> None:
    begin(visitor)
    assert fill(visitor, "notifier", **TOLD["notifier"]) == "/notify/sections/child"
    page = visitor.get("/notify/sections/notifier").text
    assert "Invented Doctor" in page
    assert "Page 1 of 8" in page
    assert fill(visitor, "joint_agency_response") == "/notify/more"
    assert fill(visitor, "support") == "/notify/check"
    assert fill(visitor, "professionals", press="add:professionals").startswith("/notify/sections/professionals?add=")


def test_receipt_has_a_reference_and_nothing_of_the_child(visitor: Browserless) -> None:
    page = send(visitor)
    reference = re.search(r"N-[A-Z0-9]{4}-[A-Z0-9]{4}", page)
    assert reference is not None
    assert [secret for secret in SECRETS if secret in page] == []
    assert kept(Notification.reference, Notification.status, Notification.source) == [
        (reference[0], NotificationStatus.RECEIVED, NotificationSource.PUBLIC_FORM)
    ]


def test_every_answer_is_the_same_whatever_was_known(visitor: Browserless, now: datetime) -> None:
    """A new death, the same one again, a child who is known, an equal NHS number: one receipt."""
    unknown = send(visitor)
    again = send(another(visitor))
    coordinator = visitor.cast.person("coordinator")
    add_case(coordinator, now=now, given_names="Canarianna", family_name="Zantedeschia", nhs_number="9990000018")
    known = send(another(visitor))
    other = send(another(visitor), given_names="Somebody", nhs_number="999 000 0026")
    assert len({neutral(page) for page in (unknown, again, known, other)}) == 1
    assert [row[0] for row in kept(Notification.status)].count(NotificationStatus.LINKED) == 1


def test_no_address_and_no_cookie_names_the_child(visitor: Browserless) -> None:
    begin(visitor)
    addresses = [fill(visitor, section, **typed) for section, typed in TOLD.items()]
    cookies = "".join(cookie.value for cookie in visitor.http._cookies.values())
    assert [secret for secret in SECRETS if secret in cookies + "".join(addresses)] == []


def test_nothing_required_is_left_out_unseen_and_what_was_typed_stays(visitor: Browserless) -> None:
    begin(visitor)
    fill(visitor, "child", given_names="Canarianna")
    page = visitor.get("/notify/check").text
    assert "Needed before you send" in page
    assert "Send the notification" not in page.split("<h2")[-1].split("</h2>")[1]
    response = visitor.submit("/notify", "/notify/check")
    assert response.status_code == 422
    assert "Your name" in response.text
    assert "Canarianna" in visitor.get("/notify/sections/child").text


def test_a_date_that_cannot_be_read_is_told_beside_its_box_and_the_rest_is_kept(visitor: Browserless) -> None:
    begin(visitor)
    path = "/notify/sections/dates"
    typed = TOLD["dates"] | {"born_on-month": "13"}
    response = visitor.http.post(path, data=form_fields(visitor.get(path).text) | typed)
    assert response.status_code == 422
    assert 'href="#born_on-month"' in response.text
    assert 'value="6:30am"' in response.text
    assert 'value="06:30"' in visitor.get(path).text


@pytest.mark.parametrize("key", ["born_on", "died_on"])
def test_a_date_still_to_come_is_told_beside_its_boxes_and_is_not_kept(key: str, visitor: Browserless) -> None:
    begin(visitor)
    path = "/notify/sections/dates"
    typed = TOLD["dates"] | {f"{key}-day": "1", f"{key}-month": "1", f"{key}-year": "2027"}
    response = visitor.http.post(path, data=form_fields(visitor.get(path).text) | typed)
    assert response.status_code == 422
    assert f'id="{key}-error"' in response.text
    assert 'value="2027"' in response.text
    assert "The date must be today or in the past" in response.text
    page = visitor.get(path).text
    assert ('value="2027"' in page, "06:30" in page) == (False, True)


def test_any_page_is_saved_and_left_for_the_whole_form(visitor: Browserless) -> None:
    begin(visitor)
    assert fill(visitor, "notifier", press="later", **TOLD["notifier"]) == "/notify/check"
    assert "Invented Doctor" in visitor.get("/notify/check").text
    pages = [visitor.get(f"/notify/sections/{key}").text for key in ("notifier", "professionals", "circumstances")]
    assert ["Save and check your answers" in page for page in pages] == [True, True, True]
    changed = "notifier?back=check"
    assert "Save and check your answers" not in visitor.get(f"/notify/sections/{changed}").text
    assert fill(visitor, changed, notifier_name="Another Doctor") == "/notify/check"
    assert fill(visitor, "professionals", press="add:professionals").startswith("/notify/sections/professionals?add=")


def test_what_is_needed_before_sending_is_listed_first_each_with_a_link_to_its_place(visitor: Browserless) -> None:
    write(visitor)
    fill(visitor, "child", family_name="")
    path = "/notify/sections/dates"
    backwards = TOLD["dates"] | {"born_on-month": "11", "born_on-day": "20"}
    response = visitor.http.post(path, data=form_fields(visitor.get(path).text) | backwards)
    assert response.status_code == 422
    assert 'id="died_on-error"' in response.text
    assert "The date of death is before the date of birth" in response.text
    page = visitor.get("/notify/check").text
    first = page.partition('id="obstacles"')[2].partition("<h2")[0]
    links = re.findall(r'href="/notify/sections/([a-z]+)\?back=check#([a-z_]+)"', first)
    assert links == [("child", "family_name"), ("dates", "born_on"), ("dates", "died_on")]
    assert "Family name (not answered yet)" in first
    assert [f'id="{place}"' in visitor.get(f"/notify/sections/{key}").text for key, place in links] == [True] * 3
    assert 'href="#obstacles"' in page
    assert "Send the notification</button>" not in page


def test_start_names_exactly_what_is_marked_as_needed(visitor: Browserless) -> None:
    start = visitor.get("/notify").text
    assert "Eight answers are needed" in start
    assert "minutes" not in start
    begin(visitor)
    needed = ("notifier", "child", "dates", "circumstances")
    found = [visitor.get(f"/notify/sections/{key}").text for key in needed]
    marked = [re.findall(r'id="([a-z_]+)-hint" class="govuk-hint">Needed', page) for page in found]
    assert marked == [
        ["notifier_name"],
        ["given_names", "family_name", "nhs_number_held", "nhs_number"],
        ["died_on", "place_of_death"],
        ["place_of_event", "alert_reason"],
    ]


def test_a_page_that_does_not_apply_is_passed_over_and_what_the_dates_tell_is_not_asked(visitor: Browserless) -> None:
    begin(visitor)
    assert fill(visitor, "home") == "/notify/sections/baby"
    assert "younger than one year" in visitor.get("/notify/sections/baby").text
    fill(visitor, "dates", **TOLD["dates"])
    page = visitor.get("/notify/sections/baby").text
    assert ("younger than one year" in page, "Weeks of pregnancy" in page, "Time of birth" in page) == (
        False,
        True,
        False,
    )
    fill(visitor, "dates", **TOLD["dates"] | {"born_on-year": "2016"})
    assert fill(visitor, "home") == "/notify/sections/circumstances"
    expected = {"expectedness": "expected", "circumstances": "An illness of years"}
    assert fill(visitor, "circumstances", **expected) == "/notify/sections/kind"
    assert fill(visitor, "kind", suspected_types="life-limiting") == "/notify/more"
    assert fill(visitor, "kind", suspected_types="drowning") == "/notify/sections/joint_agency_response"


def test_eighteenth_birthday_is_told_kindly_beside_the_dates_and_the_day_before_is_taken(visitor: Browserless) -> None:
    begin(visitor)
    path, born = "/notify/sections/dates", {"born_on-day": "19", "born_on-month": "11", "born_on-year": "2008"}
    response = visitor.http.post(path, data=form_fields(visitor.get(path).text) | TOLD["dates"] | born)
    assert response.status_code == 422
    assert "18 or older" in response.text.partition('id="died_on-error"')[2]
    fill(visitor, "dates", **TOLD["dates"] | born | {"born_on-day": "20"})


def test_why_the_date_of_death_is_not_known_is_asked_where_it_is_not(visitor: Browserless) -> None:
    begin(visitor)
    path = "/notify/sections/dates"
    assert "died_on_note" not in visitor.get(path).text
    assert fill(visitor, "dates", **{"died_on-reason": "not known"}).startswith(path)
    page = visitor.get(path).text
    assert "Say in a few words why the date of death is not known" in page
    assert 'id="died_on_note"' in page
    fill(visitor, "dates", died_on_note="Found some days after")


def test_age_not_known_is_taken_as_a_child(visitor: Browserless) -> None:
    write(visitor)
    blank = {f"born_on-{part}": "" for part in ("day", "month", "year")}
    fill(visitor, "dates", **TOLD["dates"] | blank | {"born_on-reason": "not known"})
    response = visitor.submit("/notify/check", **GAPS)
    assert (response.status_code, response.location) == (302, "/notify/received")


def test_sent_twice_is_one_notification_with_one_reference(visitor: Browserless) -> None:
    write(visitor)
    fields = form_fields(visitor.get("/notify/check").text) | GAPS
    cookies = {key: cookie.value for key, cookie in visitor.http._cookies.items()}
    first = visitor.http.post("/notify/check", data=fields)
    page = visitor.get("/notify/received").text
    for key, value in cookies.items():
        visitor.http.set_cookie(key[2], value)
    second = visitor.http.post("/notify/check", data=fields)
    assert (first.location, second.location) == ("/notify/received", "/notify/received")
    assert neutral(page) == neutral(visitor.get("/notify/received").text)
    assert len(kept(Notification.id)) == 1


def test_back_in_the_browser_after_sending_keeps_what_was_typed_on_the_page(visitor: Browserless) -> None:
    send(visitor)
    fields = {"circumstances": "A long account of what is known", "press": "save"}
    token = form_fields(visitor.http.get("/notify").text)["csrf_token"]
    response = visitor.http.post("/notify/sections/circumstances", data=fields | {"csrf_token": token})
    assert response.status_code == 409
    assert "A long account of what is known" in response.text
    assert visitor.http.get("/notify/sections/circumstances").location == "/notify"


def test_another_browser_and_one_that_was_told_to_forget_open_nothing(visitor: Browserless) -> None:
    begin(visitor)
    fill(visitor, "child", **TOLD["child"])
    assert another(visitor).http.get("/notify/sections/child").location == "/notify"
    assert visitor.get("/notify/leave").text.count("It has not been sent") == 1
    assert "Canarianna" in visitor.get("/notify/sections/child").text
    assert visitor.submit("/notify/leave").status_code == 302
    assert "forgotten on this computer" in visitor.get("/notify").text
    assert visitor.http.get("/notify/leave").location == "/notify"
    assert visitor.http.get("/notify/sections/child").location == "/notify"


def test_a_program_that_fills_in_every_box_sends_nothing_and_a_person_can_put_it_right(visitor: Browserless) -> None:
    response = visitor.submit("/notify", website="http://example.com")
    assert response.status_code == 422
    assert "Leave this box empty" in response.text
    assert kept(Notification.id) == []
    begin(visitor, website="")


def test_a_flood_from_one_place_waits_and_other_places_go_on(visitor: Browserless, now: datetime) -> None:
    panel_id, source = visitor.cast.panel_id, NotificationSource.PUBLIC_FORM
    for _ in range(intake.BEGUN_BY_CALLER):
        told = {"panel_id": panel_id, "code": intake.new_code(), "source": source, "caller": "127.0.0.1"}
        intake.begin(actors.public(panel_id), **told, now=now)
    response = another(visitor).submit("/notify")
    assert response.status_code == 422
    assert "Too many notifications" in response.text
    elsewhere = another(visitor)
    elsewhere.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    begin(elsewhere)


def test_coordinators_are_told_by_reference_alone(visitor: Browserless) -> None:
    page = send(visitor)
    reference = re.search(r"N-[A-Z0-9]{4}-[A-Z0-9]{4}", page)
    assert reference is not None
    messages = list(db.session.scalars(select(OutboundMessage)))
    assert [(m.template, m.to_address, m.context) for m in messages] == [
        ("notification_received", "coordinator@example.com", {"reference": reference[0]})
    ]
    db.session.rollback()


def test_with_several_panels_the_area_decides_whose_it_is(visitor: Browserless) -> None:
    other = visitor.cast.other_panel_id
    page = visitor.get("/notify").text
    assert "In which local authority area" in page
    assert visitor.submit("/notify").status_code == 422
    begin(visitor, area="E06000051")
    assert kept(Notification.panel_id) == [(other,)]


def test_with_one_panel_no_area_is_asked(visitor: Browserless) -> None:
    assert "local authority area" not in visitor.get("/notify").text


def test_a_coordinator_writes_down_a_call_and_takes_it_up_again(visitor: Browserless) -> None:
    desk = another(visitor).sign_in("coordinator")
    begin(desk, "call")
    assert fill(desk, "call", **TOLD["child"], notifier_telephone="01632 960 123") == "/notify/check"
    assert kept(Notification.source) == [(NotificationSource.TELEPHONE,)]
    later = another(visitor).sign_in("coordinator")
    page = later.get("/notifications/").text
    assert "Canarianna Zantedeschia" in page
    path = re.search(r'action="(/notifications/[\w-]+/go-on)"', page)
    assert path is not None
    assert later.submit("/notifications/", path[1]).location == "/notify/check"
    assert "Canarianna" in later.get("/notify/sections/child").text
    assert desk.http.get("/notify/sections/child").location == "/notify"


def test_a_notification_begun_yesterday_is_closed_to_whoever_uses_the_browser_now(
    app: Flask, cast: Cast, now: datetime
) -> None:
    code = intake.new_code()
    source = NotificationSource.PUBLIC_FORM
    intake.begin(actors.public(cast.panel_id), panel_id=cast.panel_id, code=code, source=source, now=now)
    db.session.rollback()
    digest = secret_digest(code)
    assert notifications.draft(digest, now=now + timedelta(hours=23)) is not None
    assert notifications.draft(digest, now=now + timedelta(hours=25)) is None
