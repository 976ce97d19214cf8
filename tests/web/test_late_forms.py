"""A form sent after its session ended: nothing is saved, and what was typed goes through signing in with the person."""

import html
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from cdop.clock import now as clock_now
from cdop.extensions import db
from cdop.models import Case, CaseNote
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import Sex
from cdop.services import forgetting, late_forms, panel_seats
from cdop.services.panel_seats import Seat
from tests.client import Browserless, assert_good_html, form_fields
from tests.factories import MadeCase, add_case
from tests.meetings import mark
from tests.personas import PASSWORD, address

TYPED = "A long note, typed at five o'clock\nwith a <b>second</b> line & more"
SHOWN = "A long note, typed at five o&#39;clock\nwith a &lt;b&gt;second&lt;/b&gt; line &amp; more</textarea>"
LATE = timedelta(minutes=21)
HELD_AGAINST = ("version", "seen")


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    return client.sign_in("coordinator")


@pytest.fixture
def case(desk: Browserless) -> MadeCase:
    return add_case(desk.cast.person("coordinator"), now=desk.cast.now)


def forget_cookies(desk: Browserless) -> None:
    desk.http.delete_cookie("cdop")


def again(desk: Browserless, late: str, *, who: str = "coordinator") -> Any:
    """Sign in on the page of a late form."""
    action = html.unescape(late.split('method="post"')[-1].split('action="')[1].split('"')[0])
    return desk.http.post(action, data=form_fields(late) | {"email": address(who), "password": PASSWORD})


def test_late_note_of_nobody_known_goes_along_and_comes_back_after_signing_in(
    desk: Browserless, case: MadeCase
) -> None:
    """A page that does not say in which session it was shown."""
    fields = form_fields(desk.get(case.path).text) | {"text": TYPED, "csrf_token": "of nobody"}
    with time_machine.travel(clock_now() + LATE):
        desk.http.delete_cookie("cdop")
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
        right = again(desk, late.text)
        assert_good_html(right.text)
        assert (right.status_code, SHOWN in right.text, "Sign out" in right.text) == (200, True, True)
        assert f'href="{case.path}">open the page again</a>' in right.text
        desk.get(case.path)
    assert db.session.scalars(select(CaseNote.id)).all() == []


def _correction(_desk: Browserless, case: MadeCase) -> tuple[str, dict[str, str], list[str]]:
    typed = {"family_name": "Oakes", "area_code": "", "sex": Sex.MALE.value}
    return f"{case.path}/correct", typed | {"died_on-day": "7", "died_on-month": "x", "died_on-year": "2026"}, []


def _seat(desk: Browserless, _case: MadeCase) -> tuple[str, dict[str, str], list[str]]:
    actor, now, person = desk.cast.person("coordinator"), clock_now(), Seat("Una", "una@example.com", Part.CHAIR)
    seat = panel_seats.add(actor, person, submission_id=mark(), now=now)
    panel_seats.change(actor, seat, person, is_active=False, version=1, now=now)
    return f"/meetings/seats/{seat}", {"person": "Winifred", "part": Part.EXPERT.value}, ["is_ended"]


def _analysis(_desk: Browserless, case: MadeCase) -> tuple[str, dict[str, str], list[str]]:
    return f"{case.path}/analysis/modifiability", {"modifiable": "yes", "modifiable_note": "Gates"}, []


@pytest.mark.parametrize("of", [_correction, _seat, _analysis])
def test_late_form_is_filled_again_with_all_that_was_typed_for_who_typed_it(
    of: Callable[[Browserless, MadeCase], Any], desk: Browserless, case: MadeCase
) -> None:
    """One word, a date in parts, a radio, a choice and a tick taken away: in the form, not saved, for nobody else."""
    page, typed, unticked = of(desk, case)
    fields = form_fields(desk.get(page).text)
    assert {name: fields.get(name) for name in typed} != typed
    assert set(unticked) <= set(fields)
    for name in unticked:
        del fields[name]
    with time_machine.travel(clock_now() + LATE):
        late = desk.http.post(page, data=fields | typed)
        assert_good_html(late.text)
        assert (late.status_code, "is kept for you" in late.text) == (401, True)
        assert not set(typed.values()) & set(form_fields(late.text).values()) - {""}
        told = again(desk, late.text)
        kept = desk.http.get(told.location)
        assert_good_html(kept.text)
        filled = desk.http.post(page, data=form_fields(kept.text))
        assert_good_html(filled.text)
        shown = form_fields(filled.text)
        assert {name: shown.get(name) for name in typed} == typed
        assert [name for name in unticked if name in shown] == []
        assert {name: shown.get(name) for name in ("version", "seen")} == {
            n: fields.get(n) for n in ("version", "seen")
        }
        untouched = form_fields(desk.get(page).text)
        assert {name: untouched.get(name) for name in typed} != typed, "nothing is saved before it is sent again"
        chair = Browserless(desk.app, desk.cast).sign_in("chair")
        assert chair.http.get(told.location).status_code == 404
        assert again(chair, late.text, who="chair").location != told.location


def test_form_says_whose_it_was_where_the_browser_lost_its_cookie(desk: Browserless, case: MadeCase) -> None:
    """A browser that was closed meanwhile: what was typed is not shown again before its writer signed in."""
    page = f"{case.path}/correct"
    forget_cookies(desk)
    desk.sign_in_on_page("coordinator")
    fields = form_fields(desk.get(page).text) | {"family_name": "Oakes", "died_on-month": "x"}
    forget_cookies(desk)
    late = desk.http.post(page, data=fields)
    assert_good_html(late.text)
    assert (late.status_code, "is kept for you" in late.text, "Oakes" in late.text) == (401, True, False)
    chair = Browserless(desk.app, desk.cast).sign_in("chair")
    told = again(desk, late.text)
    assert chair.http.get(told.location).status_code == 404
    shown = form_fields(desk.http.post(page, data=form_fields(desk.get(told.location).text)).text)
    assert (shown["family_name"], shown["died_on-month"], shown["version"]) == ("Oakes", "x", fields["version"])


def test_form_of_a_session_before_this_one_comes_back_too_and_for_twelve_hours(
    desk: Browserless, case: MadeCase
) -> None:
    page = f"{case.path}/correct"
    fields = form_fields(desk.get(page).text) | {"family_name": "Oakes", "password": "never kept"}
    desk.sign_in("coordinator")
    late = desk.http.post(page, data=fields)
    assert (late.status_code, "Oakes" in late.text) == (400, False)
    sent = form_fields(late.text)
    assert 'value="Oakes"' in desk.http.post(page, data=sent).text
    kept = late_forms.typed_before(desk.cast.person("coordinator"), sent["late_form"], now=clock_now())
    assert not {"password", "csrf_token"} & dict(kept.fields).keys()
    assert forgetting.forget(now=clock_now() + late_forms.KEPT_FOR - LATE)["late forms"] == 0
    assert forgetting.forget(now=clock_now() + late_forms.KEPT_FOR + LATE)["late forms"] == 1


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
