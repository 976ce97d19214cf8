"""A form sent after its session ended: nothing is saved, and what was typed goes through signing in with the person."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from cdop.clock import now as clock_now
from cdop.extensions import db
from cdop.models import Case, CaseNote
from tests.client import Browserless, assert_good_html, form_fields
from tests.factories import MadeCase, add_case
from tests.personas import PASSWORD, address

TYPED = "A long note, typed at five o'clock\nwith a <b>second</b> line & more"
SHOWN = "A long note, typed at five o&#39;clock\nwith a &lt;b&gt;second&lt;/b&gt; line &amp; more</textarea>"
LATE = timedelta(minutes=21)


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    return client.sign_in("coordinator")


@pytest.fixture
def case(desk: Browserless) -> MadeCase:
    return add_case(desk.cast.person("coordinator"), now=desk.cast.now)


def forget_cookies(desk: Browserless) -> None:
    desk.http.delete_cookie("cdop")


@pytest.mark.parametrize("meanwhile", [lambda desk: None, forget_cookies], ids=["idle", "browser closed"])
def test_late_note_comes_back_after_signing_in(
    meanwhile: Callable[[Browserless], None], desk: Browserless, case: MadeCase
) -> None:
    fields = form_fields(desk.get(case.path).text) | {"text": TYPED}
    with time_machine.travel(clock_now() + LATE):
        meanwhile(desk)
        came_from = {"Referer": f"http://localhost{case.path}", "Sec-Fetch-Site": "same-origin"}
        late = desk.http.post(f"{case.path}/notes", data=fields, headers=came_from)
        assert_good_html(late.text)
        assert (late.status_code, SHOWN in late.text, "You are no longer signed in" in late.text) == (401, True, True)
        assert f'action="/sign-in?next={case.path}"' in late.text
        sign_in = f"/sign-in?next={case.path}"
        carried = form_fields(late.text) | {"email": address("coordinator")}
        wrong = desk.http.post(sign_in, data=carried | {"password": "a wrong password"})
        assert_good_html(wrong.text)
        assert (wrong.status_code, SHOWN in wrong.text) == (422, True)
        right = desk.http.post(sign_in, data=carried | {"password": PASSWORD})
        assert_good_html(right.text)
        assert (right.status_code, SHOWN in right.text, "Sign out" in right.text) == (200, True, True)
        assert f'href="{case.path}">open the page again</a>' in right.text
        desk.get(case.path)
    assert db.session.scalars(select(CaseNote.id)).all() == []


def test_late_file_is_not_kept_and_the_page_says_so(desk: Browserless) -> None:
    fields = form_fields(desk.get("/register/").text)
    with time_machine.travel(clock_now() + LATE):
        late = desk.http.post("/register/", data=fields | {"file": (io.BytesIO(b"case_ref\n1\n"), "register.csv")})
        assert (late.status_code, "Choose the file again once you are signed in" in late.text) == (401, True)
        assert_good_html(late.text)
        right = desk.http.post(
            "/sign-in?next=/register/",
            data=form_fields(late.text) | {"email": address("coordinator"), "password": PASSWORD},
        )
    assert (right.status_code, right.location) == (302, "/register/")
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0


def test_late_form_never_fills_the_sign_in_form(desk: Browserless, case: MadeCase) -> None:
    page = f"{case.path}/take-no-part"
    fields = form_fields(desk.get(page).text) | {"email": "somebody.else@example.com", "reason": "Knew the family"}
    with time_machine.travel(clock_now() + LATE):
        late = desk.http.post(page, data=fields)
    assert (late.status_code, form_fields(late.text)["email"]) == (401, "")


def test_page_says_how_long_a_session_lasts_and_staying_keeps_it(desk: Browserless) -> None:
    assert "signed out after 20 minutes" in desk.get("/").text
    with time_machine.travel(clock_now(), tick=False) as traveller:
        for _ in range(4):
            traveller.shift(timedelta(minutes=15))
            assert desk.http.get("/stay-signed-in").status_code == 204
        assert desk.http.get("/").status_code == 200
        traveller.shift(LATE)
        assert desk.http.get("/stay-signed-in").status_code == 302
