"""The rules of intake on the public form: what stops it is told beside its question, a warning needs a reason."""

import pytest
from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification, NotificationReason
from tests.client import Browserless, form_fields
from tests.notifying import GAPS, TOLD, another, begin, fill, write
from tests.personas import Cast

LATE = "The death was more than 48 hours before this notification"


@pytest.fixture
def visitor(app: Flask, cast: Cast) -> Browserless:
    cast.person("coordinator")
    return Browserless(app, cast)


def post(browser: Browserless, section: str, **typed: str) -> str:
    """Type into a page that cannot stand, and return what it says."""
    path = f"/notify/sections/{section}"
    response = browser.http.post(path, data=form_fields(browser.get(path).text) | typed | {"press": "save"})
    assert response.status_code == 422
    return str(response.text)


def late(browser: Browserless) -> None:
    """A whole notification of a death five days before."""
    write(browser)
    fill(browser, "dates", **TOLD["dates"] | {"died_on-day": "15"})


def test_a_warning_needs_a_reason_which_the_coordinator_reads(visitor: Browserless) -> None:
    late(visitor)
    assert LATE in visitor.get("/notify/check").text
    typed = {"reason-notified-within-48-hours": " "}
    refused = visitor.submit("/notify/check", **GAPS | typed)
    assert refused.status_code == 422
    assert 'id="reason-notified-within-48-hours-error"' in refused.text
    assert "checked" in refused.text
    sent = visitor.submit("/notify/check", **GAPS | {"reason-notified-within-48-hours": "The family told us today"})
    assert sent.location == "/notify/received"
    public_id = db.session.scalars(select(Notification.public_id)).one()
    db.session.rollback()
    page = another(visitor).sign_in("coordinator").get(f"/notifications/{public_id}").text
    assert [words in page for words in (LATE, "The family told us today", "I do not know them")] == [True] * 3


def test_reasons_are_kept_while_an_answer_is_changed_and_go_with_what_they_were_about(visitor: Browserless) -> None:
    late(visitor)
    typed = {"reason-notified-within-48-hours": "We thought somebody had", "reason-gaps": "Another reason"}
    away = visitor.submit("/notify/check", **typed, **{"other-gaps": "The notes are locked away", "press": "dates"})
    assert (away.status_code, away.location) == (302, "/notify/sections/dates?back=check")
    page = visitor.get("/notify/check").text
    assert ("We thought somebody had" in page, "The notes are locked away" in page) == (True, True)
    fill(visitor, "dates", **TOLD["dates"])
    assert visitor.submit("/notify/check", **form_fields(visitor.get("/notify/check").text)).status_code == 302
    rows = db.session.scalars(select(NotificationReason)).all()
    assert [(row.rule, row.reason) for row in rows] == [("gaps", "The notes are locked away")]
    assert "The sex of the child is not given" in rows[0].message
    db.session.rollback()


def test_what_stops_is_told_beside_its_question(visitor: Browserless) -> None:
    begin(visitor)
    page = post(visitor, "dates", place_of_death="HOSP-ED")
    assert "Name the hospital" in page.partition('id="place_of_death_name-error"')[2]
    page = post(visitor, "dates", place_of_death="ABROAD")
    assert "Name the country" in page.partition('id="country_of_death-error"')[2]
    at_home = {"born_on-day": "18", "born_on-month": "11", "died_on-day": "19", "place_of_death": "HOME"}
    fill(visitor, "dates", **TOLD["dates"] | at_home)
    page = post(visitor, "baby", born_at_time="1:00am")
    assert "stillborn at home" in page.partition('id="suspected_stillbirth_at_home-error"')[2]
    fill(visitor, "baby", suspected_stillbirth_at_home="yes")


def test_what_is_missing_is_told_beside_its_question_to_whoever_comes_to_put_it_right(visitor: Browserless) -> None:
    begin(visitor)
    fill(visitor, "child", sex="female")
    assert "nhs_number_held-error" not in visitor.get("/notify/sections/child").text
    page = visitor.get("/notify/sections/child?back=check").text
    assert "Give the NHS number, or say why there is none" in page.partition('id="nhs_number_held-error"')[2]
    fill(visitor, "child?back=check", nhs_number_held="not resident")
    assert "nhs_number_held-error" not in visitor.get("/notify/sections/child?back=check").text


def test_a_call_is_written_down_on_one_page_and_counts_from_its_beginning(visitor: Browserless) -> None:
    desk = another(visitor).sign_in("coordinator")
    begin(desk, "call")
    typed = {name: words for page in TOLD.values() for name, words in page.items()}
    telephone = {"notifier_telephone": "01632 960 123", "circumstances": "Found in the morning"}
    assert fill(desk, "call", **typed | telephone) == "/notify/check"
    page = desk.get("/notify/check").text
    assert [words in page for words in ("01632 960 123", "Found in the morning", "Invented Hospital")] == [True] * 3
    assert desk.submit("/notify/check", **GAPS).location == "/notify/received"
    told = db.session.execute(select(Notification.received_at, Notification.created_at)).one()
    db.session.rollback()
    assert told.received_at == told.created_at
    begin(visitor)
    assert visitor.http.get("/notify/sections/call").status_code == 404
