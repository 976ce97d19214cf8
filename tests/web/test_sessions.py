"""Sessions are rows on the server: whatever ends one ends every copy of its cookie."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from cdop.clock import now as clock_now
from cdop.extensions import db
from cdop.models import AuditEntry, Panel, UserSession
from cdop.rules import actors
from cdop.rules.local_authorities import parse
from cdop.rules.vocabulary import AuditVerb, Role
from cdop.services import panels, people
from tests.client import Browserless, hidden_fields
from tests.factories import add_case
from tests.personas import OTHER_PANEL, PANEL, PASSWORD, Cast, address

COOKIE = "cdop"


def cookie_of(client: Browserless) -> str:
    cookie = client.http.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def browser_with(app: Flask, cast: Cast, cookie: str) -> Browserless:
    """Another browser into which somebody put a copied cookie."""
    thief = Browserless(app, cast)
    thief.http.set_cookie(COOKIE, cookie)
    return thief


def is_signed_in(browser: Browserless) -> bool:
    response = browser.http.get("/")
    if response.status_code == 302:
        assert response.location == "/sign-in?next=/?"
    return response.status_code == 200


def live_sessions() -> int:
    rows = db.session.scalars(select(UserSession).where(UserSession.ended_at.is_(None))).all()
    db.session.rollback()
    return len(rows)


def sign_out(client: Browserless) -> None:
    assert client.submit("/", "/sign-out").status_code == 302


def disable(client: Browserless) -> None:
    people.disable_user(
        client.cast.command_line,
        email=address("coordinator"),
        panel_id=client.cast.panel_id,
        now=client.cast.now,
    )


@pytest.mark.parametrize("end", [sign_out, disable], ids=["sign-out", "account disabled"])
def test_copied_cookie_is_dead_once_the_session_ended(end: Callable[[Browserless], None], client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    thief = browser_with(client.app, client.cast, cookie_of(client))
    assert is_signed_in(thief)
    end(client)
    assert (is_signed_in(thief), is_signed_in(client), live_sessions()) == (False, False, 0)


def test_copied_cookie_is_dead_on_every_page_of_a_leaver(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    case = add_case(client.cast.person("coordinator"), now=client.cast.now)
    disable(client)
    paths = ("/", "/panel", "/cases/", case.path, f"{case.path}/correct", f"{case.path}/summary.pdf")
    assert [client.http.get(path).status_code for path in paths] == [302] * len(paths)


def test_post_of_a_leaver_saves_nothing_and_gives_back_the_text(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    case = add_case(client.cast.person("coordinator"), now=client.cast.now)
    hidden = hidden_fields(client.http.get(case.path).text)
    disable(client)
    text = "A long note, typed at five o'clock on a Friday"
    response = client.http.post(f"{case.path}/notes", data=hidden | {"text": text})
    assert response.status_code == 401
    assert "A long note, typed at five o&#39;clock on a Friday" in response.text
    assert AuditVerb.CASE_NOTE_ADDED not in verbs()


def verbs() -> list[str]:
    found = list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))
    db.session.rollback()
    return found


def test_session_left_idle_ends_and_one_in_use_does_not(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    start = clock_now()
    with time_machine.travel(start, tick=False) as traveller:
        for _ in range(3):
            traveller.shift(timedelta(minutes=19))
            assert is_signed_in(client)
        traveller.shift(timedelta(minutes=20))
        assert not is_signed_in(client)


def test_session_in_constant_use_ends_after_the_working_day(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    with time_machine.travel(clock_now(), tick=False) as traveller:
        for _ in range(39):
            traveller.shift(timedelta(minutes=15))
            assert is_signed_in(client)
        traveller.shift(timedelta(minutes=15))
        assert not is_signed_in(client)


def test_sign_in_makes_a_new_token_and_ends_the_old_session(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    first = cookie_of(client)
    client.sign_in_on_page("coordinator")
    assert cookie_of(client) != first
    assert not is_signed_in(browser_with(client.app, client.cast, first))
    assert live_sessions() == 1


def test_cookie_given_before_sign_in_is_not_the_one_after(client: Browserless) -> None:
    client.get("/sign-in")
    before = cookie_of(client)
    client.sign_in_on_page("coordinator")
    assert not is_signed_in(browser_with(client.app, client.cast, before))


def test_database_holds_no_token(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    token = client.app.session_interface.get_signing_serializer(client.app).loads(cookie_of(client))["_user_id"]
    stored = db.session.scalars(select(UserSession.token_digest)).one()
    assert len(token) >= 43
    assert token not in stored


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Browserless) -> None:
    client.cast.person("coordinator")
    response = client.submit("/sign-in", email=address("coordinator"), password=PASSWORD)
    morsel = SimpleCookie(response.headers["Set-Cookie"])[COOKIE]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["expires"]) == (
        True,
        "Lax",
        "/",
        "",
    )


def test_known_and_unknown_address_get_the_same_page(client: Browserless) -> None:
    client.cast.person("coordinator")
    typed = {"email": address("coordinator")}, {"email": "no.such.person@example.com"}
    pages = []
    for who in typed:
        response = client.submit("/sign-in", **who, password="three wrong words")
        pages.append((response.status_code, settled(response.text, who["email"])))
    assert pages[0] == pages[1]
    assert pages[0][0] == 422


def test_disabled_account_gets_the_page_of_an_unknown_address(client: Browserless) -> None:
    client.cast.person("coordinator")
    disable(client)
    known = client.submit("/sign-in", email=address("coordinator"), password=PASSWORD)
    unknown = client.submit("/sign-in", email="no.such.person@example.com", password=PASSWORD)
    assert settled(known.text, address("coordinator")) == settled(unknown.text, "no.such.person@example.com")


def settled(page: str, email: str) -> str:
    """The page without what differs from one request to the next."""
    page = page.replace(email, "[email]")
    for value in hidden_fields(page).values():
        page = page.replace(value, "[hidden]")
    return "\n".join(line for line in page.splitlines() if "nonce=" not in line)


def test_guessing_is_slowed_for_an_address_known_or_not(client: Browserless) -> None:
    client.cast.person("coordinator")
    for email in (address("coordinator"), "no.such.person@example.com"):
        for _ in range(10):
            assert client.submit("/sign-in", email=email, password="a wrong password").status_code == 422
        slowed = client.submit("/sign-in", email=email, password=PASSWORD)
        assert (slowed.status_code, "too many tries" in slowed.text) == (422, True)


def test_guessing_is_slowed_for_a_caller_who_tries_many_addresses(client: Browserless) -> None:
    client.cast.person("coordinator")
    for number in range(50):
        client.submit("/sign-in", email=f"person{number}@example.com", password="a wrong password")
    slowed = client.submit("/sign-in", email=address("coordinator"), password=PASSWORD)
    assert (slowed.status_code, "too many tries" in slowed.text) == (422, True)


def test_slowed_guesser_may_try_again_after_a_quarter_of_an_hour(client: Browserless) -> None:
    client.cast.person("coordinator")
    for _ in range(10):
        client.submit("/sign-in", email=address("coordinator"), password="a wrong password")
    with time_machine.travel(clock_now() + timedelta(minutes=16)):
        answer = client.submit("/sign-in", email=address("coordinator"), password=PASSWORD)
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "///evil.example",
        "cases",
        "http:/evil.example",
        "/\r\n//evil.example",
    ],
)
def test_sign_in_never_leads_to_another_site(target: str, client: Browserless) -> None:
    client.cast.person("coordinator")
    page = "/sign-in?" + urlencode({"next": target})
    response = client.submit(page, email=address("coordinator"), password=PASSWORD)
    assert response.status_code == 302
    assert response.location.startswith("/")
    assert not response.location.startswith(("//", "/\\", "/\t"))


def test_sign_in_leads_to_the_page_that_was_asked_for(client: Browserless) -> None:
    client.cast.person("coordinator")
    asked = client.http.get("/cases/?status=notified&page=2")
    response = client.submit(asked.location, email=address("coordinator"), password=PASSWORD)
    assert response.location == "/cases/?status=notified&page=2"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80", "localhost@evil", ""])
def test_foreign_host_is_refused_and_never_repeated(host: str, client: Browserless) -> None:
    response = client.http.get("/sign-in", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text


def test_form_without_its_token_saves_nothing_and_gives_back_the_text(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    case = add_case(client.cast.person("coordinator"), now=client.cast.now)
    response = client.http.post(f"{case.path}/notes", data={"text": "Words that took an hour to write"})
    assert response.status_code == 400
    again = client.http.post(f"{case.path}/notes", data=hidden_fields(response.text))
    assert "Words that took an hour to write" in again.text
    assert AuditVerb.CASE_NOTE_ADDED not in verbs()


def test_form_from_another_site_is_refused_and_shows_nothing_of_it(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    case = add_case(client.cast.person("coordinator"), now=client.cast.now)
    response = client.http.post(
        f"{case.path}/notes",
        data={"text": "Words of somebody else"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert (response.status_code, "Words of somebody else" in response.text) == (400, False)


def test_token_of_another_session_is_refused(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    case = add_case(client.cast.person("coordinator"), now=client.cast.now)
    other = Browserless(client.app, client.cast).sign_in_on_page("chair")
    theirs = hidden_fields(other.http.get(case.path).text)
    response = client.http.post(f"{case.path}/notes", data=theirs | {"text": "A note"})
    assert (response.status_code, AuditVerb.CASE_NOTE_ADDED in verbs()) == (400, False)


def test_sign_out_has_the_browser_forget_and_cannot_be_forced_from_elsewhere(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    assert client.http.post("/sign-out").status_code == 400
    assert client.http.get("/sign-out").status_code == 405
    assert is_signed_in(client)
    response = client.submit("/", "/sign-out")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert verbs()[-1] == AuditVerb.SIGNED_OUT


def test_page_of_a_case_is_kept_by_no_cache(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    case = add_case(client.cast.person("coordinator"), now=client.cast.now)
    for path in (case.path, f"{case.path}/summary.pdf", "/cases/"):
        assert client.http.get(path).headers["Cache-Control"] == "no-store"


def test_roles_add_up(client: Browserless) -> None:
    client.cast.person("analyst and member", roles=(Role.ANALYST, Role.CHAIR))
    client.sign_in("analyst and member", roles=(Role.ANALYST, Role.CHAIR))
    case = add_case(client.cast.person("coordinator"), now=client.cast.now)
    assert [client.http.get(path).status_code for path in ("/cases/", case.path)] == [200, 200]


def test_person_of_two_panels_works_in_the_one_they_choose(client: Browserless) -> None:
    cast = client.cast
    ours = add_case(cast.person("coordinator"), now=cast.now)
    cast.person("coordinator", panel_id=cast.other_panel_id)
    client.sign_in_on_page("coordinator")
    assert "Change panel" in client.get("/").text
    page = client.get("/panel").text
    choices = dict(zip((PANEL, OTHER_PANEL), sorted_by_label(page), strict=True))
    client.get(ours.path)
    assert client.submit("/panel", panel=choices[OTHER_PANEL]).status_code == 302
    assert OTHER_PANEL in client.get("/").text
    client.get(ours.path, status=404)
    assert client.submit("/panel", panel=choices[PANEL]).status_code == 302
    client.get(ours.path)


def sorted_by_label(page: str) -> list[str]:
    """The values of the radios, those of PANEL first."""
    pairs = re.findall(r'value="([\w-]{20,})"[^>]*>\s*<label[^>]*>\s*([^<]+?)\s*</label>', page)
    found = {label: value for value, label in pairs}
    return [found[PANEL], found[OTHER_PANEL]]


def test_panel_of_somebody_else_cannot_be_chosen(client: Browserless) -> None:
    cast = client.cast
    cast.person("coordinator", panel_id=cast.other_panel_id)
    third = panels.add_panel(actors.command_line(), name="A third panel", areas=[parse("Wigan")], now=cast.now)
    client.sign_in_on_page("coordinator")
    theirs = db.session.scalars(select(Panel.public_id).where(Panel.id == third)).one()
    db.session.rollback()
    assert client.submit("/panel", panel=theirs).status_code == 422
    assert "A third panel" not in client.get("/").text


def test_person_of_one_panel_has_none_to_choose(client: Browserless) -> None:
    client.sign_in_on_page("coordinator")
    theirs = db.session.scalars(select(Panel.public_id).where(Panel.id == client.cast.other_panel_id)).one()
    db.session.rollback()
    hidden = hidden_fields(client.get("/").text)
    for answer in (client.http.get("/panel"), client.http.post("/panel", data=hidden | {"panel": theirs})):
        assert (answer.status_code, answer.location) == (302, "/")
    assert OTHER_PANEL not in client.get("/").text


def test_role_that_has_not_begun_opens_nothing(client: Browserless) -> None:
    client.cast.person("coordinator")
    assert client.cast.now.date() == date(2026, 11, 20)
    with time_machine.travel(datetime(2026, 11, 19, 23, 30, tzinfo=UTC)):
        early = client.submit("/sign-in", email=address("coordinator"), password=PASSWORD)
    assert early.status_code == 422


def test_form_to_sign_in_of_a_tab_opened_before_says_that_one_is_signed_in(client: Browserless) -> None:
    before = hidden_fields(client.get("/sign-in").text)
    client.sign_in_on_page("chair")
    answer = client.http.post("/sign-in", data=before | {"email": address("coordinator"), "password": PASSWORD})
    assert (answer.status_code, "You are signed in already" in answer.text) == (409, True)
    client.get("/cases/")
