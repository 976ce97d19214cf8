"""Every page, asked for by everybody: the answer agrees with the signed table of permissions.

The table is read here, not the policy that the application runs by. A page without an example fails.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import product
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from cdop.blueprints.access import Mark
from cdop.queries import outbox
from cdop.queries import releases as release_queries
from cdop.rules.actors import Actor
from cdop.rules.disclosure import Profile
from cdop.rules.releases import Selection
from cdop.rules.vocabulary import Action, Role
from cdop.services import cases, releases, report_drafts, reports
from tests.agencies import add_agency
from tests.agencies import ask as ask_agency
from tests.alerts import raise_alert
from tests.awaited import await_death
from tests.client import Browserless, form_fields, hidden_fields
from tests.databases import ON_BOTH
from tests.death_lists import ROWS, keep_list
from tests.factories import SHROPSHIRE, add_case
from tests.live_cases import live_case
from tests.personas import PEOPLE, Cast, address
from tests.signed_cases import signed_case
from tests.web.examples import ABOUT_ONE, EXAMPLES, OF_CASE
from tests.web.report_examples import YEAR
from tests.web.things import Things

TABLE = Path(__file__).parents[1] / "rules" / "permissions.csv"
# Between them they open every page.
WHO_SEE_ALL_PAGES = ("coordinator", "chair", "agency lead", "administrator", "analyst")
ANYTHING, OTHER, NO_PART = "anything in the panel", "another panel", "told to take no part in the case"


def permissions() -> dict[tuple[str, str], dict[str, str]]:
    """The signed table: of each action and situation, the row of roles."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {(row["action"], row["situation"]): row for row in csv.DictReader(table)}


SIGNED = permissions()


def is_signed(action: str, situation: str, roles: tuple[Role, ...]) -> bool:
    """Whether the table says yes to any of the roles."""
    return any(SIGNED[action, situation][role] == "yes" for role in roles)


def requests_of(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Each page with each method it takes; signing out comes last."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint == "auth.sign_out"):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def mark_of(app: Flask, endpoint: str) -> Mark:
    mark: Mark = app.view_functions[endpoint].mark  # type: ignore[attr-defined]
    return mark


def refusals_of(app: Flask, *, of_everybody: bool) -> set[tuple[str, str, str]]:
    """Who asks for which page without being allowed to.

    The gate knows who asks and the page's action, no more: each page refuses somebody, and each person is refused once
    for each action. `of_everybody`: every page refuses each of them.
    """
    pages: dict[Action, list[tuple[str, str]]] = {}
    for rule, method in requests_of(app):
        if action := mark_of(app, rule.endpoint).action:
            pages.setdefault(action, []).append((rule.endpoint, method))
    asked = set[tuple[str, str, str]]()
    for action, of_action in pages.items():
        refused = [name for name, roles in PEOPLE.items() if not is_signed(action, ANYTHING, roles)]
        if of_everybody:
            asked |= {(name, *page) for name, page in product(refused, of_action)}
        elif refused:
            turns = range(max(len(of_action), len(refused)))
            asked |= {(refused[turn % len(refused)], *of_action[turn % len(of_action)]) for turn in turns}
    return asked


def ask(browser: Browserless, endpoint: str, method: str, things: Things, *, is_open: bool = True) -> int:
    """Ask for a page as a browser would, and return the status of the answer; one that is not open shows no form."""
    example = EXAMPLES[endpoint]
    path = browser.app.url_map.bind("localhost").build(endpoint, example.names(things))
    if method == "GET":
        return browser.http.get(path, buffered=True).status_code
    page = browser.http.get(path).text if example.is_page_form and is_open else ""
    fields = form_fields(page) if "csrf_token" in page else any_form(browser)
    return browser.http.post(path, data=fields | example.form, buffered=True).status_code


def any_form(browser: Browserless) -> dict[str, str]:
    """What every form of this browser sends: its token, and a mark of its own."""
    return {"csrf_token": token_of(browser), "submission_id": token_urlsafe(18)}


@cache
def token_of(browser: Browserless) -> str:
    """The token of a page with a form, if only the one to sign out by."""
    page = browser.http.get("/accessibility").text
    return hidden_fields(page if "csrf_token" in page else browser.http.get("/sign-in").text)["csrf_token"]


@pytest.fixture
def ours(cast: Cast) -> Things:
    return things_of(cast, cast.panel_id)


def things_of(cast: Cast, panel_id: int) -> Things:
    coordinator = cast.person("coordinator", panel_id=panel_id)
    return cast.begin(("has one thing of each kind", panel_id), partial(add_things, cast, coordinator, panel_id))


def add_things(cast: Cast, coordinator: Actor, panel_id: int) -> Things:
    area = {} if panel_id == cast.panel_id else {"area_code": SHROPSHIRE}
    case = add_case(coordinator, now=cast.now, **area)
    built = reports.build(coordinator, panel_id, YEAR.period, submission_id=None, now=cast.now)
    agency = add_agency(coordinator, now=cast.now)
    request = ask_agency(coordinator, case, now=cast.now).public_id
    message = outbox.message_list(coordinator).rows[0].public_id
    signed, live = signed_case(coordinator, now=cast.now), live_case(coordinator, now=cast.now, **area)
    awaited = await_death(coordinator, now=cast.now)
    kept = keep_list(coordinator, ROWS[:1], now=cast.now)
    draft = report_drafts.start(coordinator, panel_id, YEAR.period, now=cast.now)
    report_drafts.write(coordinator, draft, "foreword", text="In 2013 we met.", version=1, now=cast.now)
    return Things(
        case,
        built.public_id,
        agency,
        request,
        signed,
        message,
        live,
        awaited,
        raise_alert(panel_id, now=cast.now),
        kept,
        draft,
        release_of(coordinator, panel_id, now=cast.now),
    )


def release_of(actor: Any, panel_id: int, *, now: Any) -> str:
    """The name of a release of protected figures."""
    releases.figures_of(actor, panel_id, Selection(YEAR.period, Profile.REPORT), purpose="Public edition", now=now)
    return release_queries.register(actor, 1).releases[0].public_id


def test_every_page_has_an_example(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(EXAMPLES)


def test_no_two_pages_have_one_address(app: Flask) -> None:
    addresses = Counter((rule.rule, method) for rule, method in requests_of(app))
    assert [address for address, times in addresses.items() if times > 1] == []


@ON_BOTH
def test_every_page_answers_everybody_as_signed(
    app: Flask, cast: Cast, ours: Things, pytestconfig: pytest.Config
) -> None:
    """Whoever may not is refused before any case is read: that is asked on one database, and every page on both."""
    cast.person("panel member")
    got, expected, opened = {}, {}, set[tuple[str, str]]()
    is_sqlite = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    refusals = refusals_of(app, of_everybody=pytestconfig.getoption("on_both")) if is_sqlite else set()
    for name in PEOPLE if is_sqlite else WHO_SEE_ALL_PAGES:
        roles = PEOPLE[name]
        browser = Browserless(app, cast).sign_in(name)
        for rule, method in requests_of(app):
            example, action = EXAMPLES[rule.endpoint], mark_of(app, rule.endpoint).action
            is_open = action is None or is_signed(action, ANYTHING, roles)
            key = name, rule.endpoint, method
            is_asked = is_sqlite or (rule.endpoint, method) not in opened if is_open else key in refusals
            if not is_asked:
                continue
            opened |= {(rule.endpoint, method)} if is_open else set()
            # Who may change a case gets one that nobody has changed.
            is_own = is_open and method == "POST" and example.names in OF_CASE
            case = add_case(cast.person("coordinator"), now=cast.now) if is_own else ours.case
            got[key] = ask(browser, rule.endpoint, method, replace(ours, case=case), is_open=is_open)
            expected[key] = (example.opened if method == "GET" else example.sent) if is_open else 403
            if action is Action.FORM_B_ANSWER and is_signed(Action.OWN_REQUEST_LIST, ANYTHING, roles):
                # Their agency's form is open nowhere in this browser: they are led to where they open it.
                expected[key] = 302 if method == "GET" else 401
    assert got == expected


def test_every_page_sends_whoever_has_not_signed_in_away(app: Flask, cast: Cast, ours: Things) -> None:
    got, expected = {}, {}
    for rule, method in requests_of(app):
        example, action = EXAMPLES[rule.endpoint], mark_of(app, rule.endpoint).action
        key = rule.endpoint, method
        got[key] = ask(Browserless(app, cast), rule.endpoint, method, ours)
        refused = 302 if method == "GET" else 401
        expected[key] = refused if action is not None else example.opened if method == "GET" else example.sent
    assert got == expected


def test_thing_of_another_panel_is_not_found(app: Flask, cast: Cast) -> None:
    theirs = things_of(cast, cast.other_panel_id)
    got = {}
    for name, roles in PEOPLE.items():
        if name == "coordinator":
            continue  # in this test they belong to both panels
        browser = Browserless(app, cast).sign_in(name)
        for rule, method in requests_of(app):
            if rule.endpoint in ABOUT_ONE:
                action = mark_of(app, rule.endpoint).action
                assert action is not None
                assert not is_signed(action, OTHER, roles)
                if is_signed(action, ANYTHING, roles):  # others the gate refuses, whatever they ask for
                    got[name, rule.endpoint, method] = ask(browser, rule.endpoint, method, theirs, is_open=False)
    assert got == dict.fromkeys(got, 404)


@pytest.mark.parametrize("name", ["coordinator", "chair", "designated doctor"])
def test_case_is_gone_everywhere_the_moment_its_member_takes_no_part(
    name: str, app: Flask, cast: Cast, ours: Things
) -> None:
    browser = Browserless(app, cast).sign_in(name)
    another = add_case(cast.person("coordinator"), now=cast.now)
    assert browser.http.get(ours.case.path).status_code == 200
    officer = cast.person("chair" if name == "coordinator" else "coordinator")
    cases.exclude(officer, ours.case.public_id, email=address(name), reason="Treated the child", now=cast.now)
    got, expected = {}, {}
    for rule, method in requests_of(app):
        if EXAMPLES[rule.endpoint].names in OF_CASE:
            action = mark_of(app, rule.endpoint).action
            assert action is not None
            assert not is_signed(action, NO_PART, PEOPLE[name])
            got[rule.endpoint, method] = ask(browser, rule.endpoint, method, ours)
            expected[rule.endpoint, method] = 404 if is_signed(action, ANYTHING, PEOPLE[name]) else 403
    assert got == expected
    searched = browser.search("cases", ours.case.reference).text
    for page in (searched, *(browser.get(path).text for path in ("/", "/cases/", "/cases/?status=notified"))):
        assert (ours.case.public_id in page, f">{ours.case.reference}<" in page) == (False, False)
    assert another.public_id in browser.get("/cases/").text


def test_page_that_is_not_there_says_the_same_as_one_that_is_hidden(app: Flask, cast: Cast, ours: Things) -> None:
    theirs = things_of(cast, cast.other_panel_id)
    browser = Browserless(app, cast).sign_in("chair")
    hidden, absent = (browser.get(path, status=404) for path in (theirs.case.path, "/cases/AAAAAAAAAAAAAAAAAAAAAA"))
    assert without_nonce(hidden.text) == without_nonce(absent.text)


def without_nonce(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "nonce=" not in line and "csrf_token" not in line)
