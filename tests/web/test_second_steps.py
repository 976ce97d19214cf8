"""The second step of signing in, as its person sets it up and is asked for it; pyotp plays the app."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from cdop import clock
from cdop.extensions import db
from cdop.models import AuditEntry, SecondStep
from cdop.rules.second_steps import RECOVERY_CODES, TRIES
from cdop.rules.vocabulary import AuditVerb
from cdop.services import second_steps
from tests.client import Browserless
from tests.personas import PASSWORD, address

STEP = "/account/second-step"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Callable[[timedelta], datetime]:
    """Sets the clock of the pages so much later than the test's now, and returns what it says."""

    def later(than: timedelta) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: now + than)
        return now + than

    return later


def app_of(page: str) -> pyotp.TOTP:
    """The app of somebody who typed the key that a page shows."""
    found = re.search(r"The key: <code[^>]*>([A-Z2-7]{32})</code>", page)
    assert found is not None, page
    return pyotp.TOTP(found[1])


def set_up(chair: Browserless, moment: datetime) -> tuple[pyotp.TOTP, list[str]]:
    assert chair.submit(STEP, f"{STEP}/begin").status_code == 302
    app = app_of(chair.get(STEP).text)
    shown = chair.submit(STEP, code=app.at(moment)).text
    codes = re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4})</code>", shown)
    assert len(set(codes)) == RECOVERY_CODES
    return app, codes


def password_of(browser: Browserless, address_of_page: str = "/sign-in") -> str:
    """What is shown after the right password."""
    answer = browser.submit(address_of_page, email=address("chair"), password=PASSWORD)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.fixture
def chair(client: Browserless) -> Browserless:
    return client.sign_in("chair")


def test_password_alone_opens_nothing_and_each_code_opens_once(
    chair: Browserless, at: Callable[[timedelta], datetime]
) -> None:
    moment = at(timedelta())
    app, _ = set_up(chair, moment)
    other = Browserless(chair.app, chair.cast)
    assert "Enter the six digits" in password_of(other, "/sign-in?next=/meetings/")
    assert other.http.get("/").location.startswith("/sign-in")
    assert "This code is not right" in other.submit("/sign-in/code", code=app.at(moment)).text  # used when set up
    moment = at(timedelta(minutes=1))
    code = app.at(moment)
    wrong = "000000" if code != "000000" else "111111"
    assert "This code is not right" in other.submit("/sign-in/code", code=wrong).text
    passed = other.submit("/sign-in/code", "/sign-in/code?next=/meetings/", code=f"{code[:3]} {code[3:]}")
    assert passed.location == "/meetings/"
    assert "Home" in other.get("/").text
    third = Browserless(chair.app, chair.cast)
    password_of(third)
    assert "was used before" in third.submit("/sign-in/code", code=code).text
    assert refused() == 3  # no code that was right is on record as refused


def refused() -> int:
    db.session.rollback()
    return db.session.query(AuditEntry).filter_by(verb=AuditVerb.SIGN_IN_REFUSED).count()


def test_code_that_was_written_down_lets_in_once(chair: Browserless, at: Callable[[timedelta], datetime]) -> None:
    _, codes = set_up(chair, at(timedelta()))
    for typed, status in ((codes[3].upper().replace("-", " "), 302), (codes[3], 422), (codes[0], 302)):
        browser = Browserless(chair.app, chair.cast)
        password_of(browser)
        assert browser.submit("/sign-in/code", code=typed).status_code == status


def test_codes_are_tried_a_few_times_and_not_long_after_the_password(
    chair: Browserless, at: Callable[[timedelta], datetime]
) -> None:
    app, _ = set_up(chair, at(timedelta()))
    moment = at(timedelta(minutes=1))
    other = Browserless(chair.app, chair.cast)
    password_of(other)
    said = [other.submit("/sign-in/code", code=app.at(moment - timedelta(hours=1))).text for _ in range(TRIES + 1)]
    assert ["too many tries" in text for text in said] == [False] * TRIES + [True]
    assert "too many tries" in other.submit("/sign-in/code", code=app.at(moment)).text
    moment = at(timedelta(minutes=20))
    late = other.http.get("/sign-in/code")
    assert late.location == "/sign-in"
    password_of(other)
    assert other.submit("/sign-in/code", code=app.at(moment)).status_code == 302


def test_panel_that_expects_it_has_everybody_set_it_up_and_keep_it(
    client: Browserless, at: Callable[[timedelta], datetime]
) -> None:
    moment = at(timedelta())
    chair = client.cast.person("chair")
    desk = Browserless(client.app, client.cast).sign_in("administrator")
    today = {f"since-{part}": str(getattr(moment.date(), part)) for part in ("day", "month", "year")}
    assert desk.submit("/people/", "/people/second-step", **today).status_code == 302
    app = app_of(password_of(client))
    assert client.http.get("/").location.startswith("/sign-in")
    written = client.submit("/sign-in/code", code=app.at(moment), kept="Typed before the session ended")
    assert "Codes to write down" in written.text
    assert "Typed before the session ended" in written.text
    assert "expects this of everybody" in client.get(STEP).text
    moment = at(timedelta(minutes=1))
    assert client.http.post(f"{STEP}/end", data={"code": app.at(moment)}).status_code == 400  # no button, no token
    db.session.rollback()
    assert second_steps.is_confirmed(chair.user_id or 0)


def test_key_that_was_shown_and_not_confirmed_counts_no_more_after_the_next_sign_in(
    chair: Browserless, at: Callable[[timedelta], datetime]
) -> None:
    moment = at(timedelta())
    chair.submit(STEP, f"{STEP}/begin")
    shown_before = app_of(chair.get(STEP).text)
    other = Browserless(chair.app, chair.cast).sign_in_on_page("chair")
    assert "The key:" not in other.get(STEP).text
    other.submit(STEP, f"{STEP}/begin")
    shown_now = app_of(other.get(STEP).text)
    assert "This code is not right" in other.submit(STEP, code=shown_before.at(moment)).text
    assert "Codes to write down" in other.submit(STEP, code=shown_now.at(moment)).text


def test_telephone_that_is_lost_is_taken_away_by_an_administrator(
    chair: Browserless, at: Callable[[timedelta], datetime]
) -> None:
    set_up(chair, at(timedelta()))
    desk = Browserless(chair.app, chair.cast).sign_in("administrator")
    page = re.search(r"/people/[\w-]{22}(?=\">Chair<)", desk.get("/people/").text)
    assert page is not None
    assert desk.submit(page[0], f"{page[0]}/second-step").status_code == 302
    assert chair.http.get("/").location.startswith("/sign-in")
    assert chair.submit("/sign-in", email=address("chair"), password=PASSWORD).status_code == 302


def test_person_takes_it_away_by_a_code(chair: Browserless, at: Callable[[timedelta], datetime]) -> None:
    app, _ = set_up(chair, at(timedelta()))
    moment = at(timedelta(minutes=1))
    assert "This code is not right" in chair.submit(STEP, f"{STEP}/end", code="12").text
    assert chair.submit(STEP, f"{STEP}/end", code=app.at(moment)).status_code == 302
    db.session.rollback()
    assert db.session.scalars(select(SecondStep)).all() == []
    told = " ".join(str(entry.changes) for entry in db.session.scalars(select(AuditEntry)))
    assert app.secret not in told
    assert refused() == 1


def test_key_that_was_not_confirmed_in_time_opens_nothing_later(
    chair: Browserless, at: Callable[[timedelta], datetime]
) -> None:
    keys = []
    for minutes in (0, 5, 11):
        at(timedelta(minutes=minutes))
        assert chair.submit(STEP, f"{STEP}/begin").status_code == 302
        keys.append(app_of(chair.get(STEP).text).secret)
    assert keys[0] == keys[1] != keys[2]
