"""Every page, asked for by everybody: the answer agrees with the signed table of permissions.

The table is read here, not the policy that the application runs by. A page without an example fails.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from cdop.blueprints.access import Mark
from cdop.queries import outbox
from cdop.rules.periods import FinancialYear
from cdop.rules.vocabulary import Action, Role
from cdop.services import cases, reports
from tests.agencies import add_agency
from tests.agencies import ask as ask_agency
from tests.awaited import await_death
from tests.client import Browserless, form_fields, hidden_fields
from tests.death_lists import ROWS, keep_list
from tests.factories import SHROPSHIRE, MadeCase, add_case
from tests.live_cases import LiveCase, live_case
from tests.personas import PEOPLE, Cast, address
from tests.signed_cases import SignedCase, signed_case

TABLE = Path(__file__).parents[1] / "rules" / "permissions.csv"
ANYTHING, OTHER, NO_PART = "anything in the panel", "another panel", "told to take no part in the case"
YEAR = FinancialYear(2025)


@dataclass(frozen=True, slots=True)
class Things:
    """What the addresses of one panel's pages name."""

    case: MadeCase
    report: str
    agency: str = ""
    request: str = ""
    signed: SignedCase | None = None
    message: str = ""
    live: LiveCase | None = None
    awaited: str = ""
    list: tuple[str, str, str] = ("", "", "")


def _nothing(_things: Things) -> dict[str, Any]:
    return {}


def _case(things: Things) -> dict[str, Any]:
    return {"public_id": things.case.public_id}


def _step(things: Things) -> dict[str, Any]:
    return _case(things) | {"step": "make-ready-for-panel"}


def _question(things: Things) -> dict[str, Any]:
    return _case(things) | {"form_key": "form_b", "question_key": "birth_weight_g"}


def _report(things: Things) -> dict[str, Any]:
    return {"public_id": things.report}


def _agency(things: Things) -> dict[str, Any]:
    return {"public_id": things.agency}


def _response(things: Things) -> dict[str, Any]:
    return _case(things) | {"response_id": "A" * 22}


def _request(things: Things) -> dict[str, Any]:
    return {"public_id": things.request}


def _document(things: Things) -> dict[str, Any]:
    return _request(things) | {"file_id": "A" * 22}


def _nobody(_things: Things) -> dict[str, Any]:
    return {"public_id": "A" * 22}


def _no_file(_things: Things) -> dict[str, Any]:
    return {"file_id": "A" * 22}


def _request_section(things: Things) -> dict[str, Any]:
    return _request(things) | {"form_key": "form_b", "section_key": "reporting"}


def _meeting(things: Things) -> dict[str, Any]:
    assert things.signed is not None
    return {"public_id": things.signed.meeting}


def _agenda(things: Things) -> dict[str, Any]:
    return _meeting(things) | {"case_id": things.case.public_id}


def _analysis_section(things: Things) -> dict[str, Any]:
    return _case(things) | {"section_key": "learning"}


def _version(things: Things) -> dict[str, Any]:
    assert things.signed is not None
    return {"public_id": things.signed.case.public_id, "version_id": things.signed.version}


def _action(things: Things) -> dict[str, Any]:
    assert things.signed is not None
    return {"public_id": things.signed.action}


def _message(things: Things) -> dict[str, Any]:
    return {"public_id": things.message}


def _notification(things: Things) -> dict[str, Any]:
    assert things.live is not None
    return {"public_id": things.live.notification}


def _awaited(things: Things) -> dict[str, Any]:
    return {"public_id": things.awaited}


def _of_list(place: int) -> Callable[[Things], dict[str, Any]]:
    return lambda things: {"public_id": things.list[place]}


_sender, _list, _line = map(_of_list, range(3))


def _hold(things: Things) -> dict[str, Any]:
    assert things.live is not None
    return {"public_id": things.live.case.public_id, "hold_id": things.live.hold}


def _letter(things: Things) -> dict[str, Any]:
    assert things.live is not None
    return {"public_id": things.live.case.public_id, "letter_id": things.live.letter}


def _link(_things: Things) -> dict[str, Any]:
    return {"token": "A" * 43}


def _no_person(things: Things) -> dict[str, Any]:
    return _agency(things) | {"contact_id": "nobody"}


@dataclass(frozen=True, slots=True)
class Example:
    """How to ask for a page: what its address names, what its form says, what it answers where it is open."""

    names: Callable[[Things], dict[str, Any]] = _nothing
    form: dict[str, str] = field(default_factory=dict)
    opened: int = 200
    sent: int = 302
    # Whether the form is sent as the page shows it, with `form` typed over it.
    is_page_form: bool = False


EXAMPLES = {
    "static": Example(lambda _things: {"filename": "cdop.css"}),
    "auth.sign_in": Example(sent=422),
    "auth.sign_out": Example(),
    "auth.choose_panel": Example(opened=302),
    "auth.stay": Example(opened=204),
    "brand.stylesheet": Example(lambda _things: {"colour": "1d3c6e"}),
    "home.index": Example(),
    "home.accessibility": Example(),
    "home.health": Example(),
    "cases.index": Example(),
    "cases.show": Example(_case),
    "cases.add_note": Example(_case, {"text": "A note"}),
    "cases.correct": Example(_case, {"given_names": "Corrected"}, is_page_form=True),
    "cases.exclude": Example(_case, {"email": address("panel member"), "reason": "Knew the family"}),
    "cases.summary": Example(_case),
    # The case is not so far.
    "cases.take_step": Example(_step, sent=422),
    "responses.index": Example(_case),
    # The case has no such form, and none that was sent.
    "responses.show": Example(_response, opened=404),
    "responses.paper": Example(_response, opened=404),
    "responses.papers": Example(_case, opened=409),
    "responses.table": Example(_response, opened=404),
    "responses.answers": Example(_response, opened=404),
    "agencies.index": Example(),
    "agencies.add": Example(sent=422),
    "agencies.edit": Example(_agency, is_page_form=True),
    "request_board.index": Example(),
    "request_board.remind": Example(sent=422),
    "agencies.show": Example(_agency),
    "directory.add_contact": Example(_agency, {"name": "Invented Person"}),
    "directory.change_contact": Example(_no_person, opened=404, sent=404),
    "directory.remove_contact": Example(_no_person, sent=404),
    "directory.secure": Example(_nothing, {"endings": "nhs.net"}),
    "directory.file": Example(sent=422),
    "directory.export": Example(sent=200),
    "directory.scores": Example(),
    "routing.index": Example(),
    "routing.add": Example(sent=422),
    "routing.edit": Example(lambda _things: {"key": "gp"}, is_page_form=True),
    "routing.restore": Example(),
    "request_changes.agree": Example(_nobody, sent=404),
    "request_changes.decline": Example(_nobody, sent=404),
    "own_requests.index": Example(),
    "own_requests.open_form": Example(_nobody, sent=404),
    "requests.index": Example(_case),
    "requests.send": Example(_case, sent=422),
    "requests.decline": Example(_case, {"reason": "All who knew the child were asked"}),
    "comparison.index": Example(_case),
    "comparison.completeness": Example(_case),
    # No form came back.
    "comparison.agree": Example(_question, opened=404, sent=404),
    "requests.show": Example(_request),
    # The form has not come back.
    "requests.read": Example(_request, opened=409),
    "form_versions.show": Example(lambda things: _request(things) | {"number": 1}, opened=404),
    "requests.document": Example(_document, opened=404),
    "requests.reissue": Example(_request, sent=422),
    "requests.extend": Example(_request, sent=422),
    "requests.withdraw": Example(_request, sent=422),
    "requests.send_back": Example(_request, sent=422),
    "requests.declined": Example(_request, sent=422),
    "requests.accept": Example(_request, sent=409),
    "request_contacts.log": Example(_request, sent=422),
    "request_contacts.file": Example(_request, sent=422),
    "request_contents.change": Example(_request, sent=409),
    "request_contacts.enter": Example(_request_section, opened=409, sent=409),
    # There is no such link.
    "invitations.show": Example(_link, opened=410),
    "invitations.send_code": Example(_link, sent=410),
    "invitations.open_form": Example(_link, opened=410, sent=410),
    "invitations.closed": Example(),
    "invitations.received": Example(opened=302),
    "form_b.index": Example(),
    "form_b.stay": Example(),
    "form_b.section": Example(lambda _things: {"form_key": "form_b", "section_key": "reporting"}),
    "form_b.autosave": Example(lambda _things: {"form_key": "form_b", "section_key": "reporting"}),
    "form_b.check_answers": Example(),
    "form_b.nothing_held": Example(),
    "form_b.copy": Example(lambda _things: {"form_key": "form_b"}),
    "form_b_handling.answer": Example(lambda _things: {"form_key": "form_b", "question_key": "contact_summary"}),
    "form_b_handling.document": Example(_no_file),
    "form_b_changes.more_time": Example(),
    "form_b_changes.colleague": Example(),
    "form_b_release.index": Example(),
    "form_b_release.give_back": Example(),
    "form_b_files.index": Example(sent=422),
    "form_b_files.download": Example(_no_file, opened=404),
    "form_b_files.remove": Example(_no_file, sent=404),
    "form_b.leave": Example(),
    "review_meetings.record": Example(
        _case,
        {"held_on-day": "1", "held_on-month": "6", "held_on-year": "2026", "person-1-name": "Invented Person"},
    ),
    "analysis.index": Example(_case),
    "analysis.section": Example(_analysis_section),
    "analysis.panel": Example(_case),
    # The case is on no agenda.
    "analysis.sign": Example(_case, {"confirmed": "yes"}, sent=409),
    "analysis.version": Example(_version),
    "meetings.index": Example(),
    "meetings.plan": Example(sent=422),
    "meetings.show": Example(_meeting),
    # The meeting was held, without this case.
    "meetings.put_on": Example(_agenda, sent=409),
    "meetings.take_off": Example(_agenda, opened=404, sent=404),
    "meetings.attendance": Example(_meeting, sent=422, is_page_form=True),
    "actions.index": Example(),
    "actions.change": Example(_action, is_page_form=True),
    "messages.index": Example(),
    "messages.send_again": Example(_message, sent=409),  # one that waits needs nobody's word
    "messages.say_arrived": Example(_message, sent=409),
    "messages.set_aside": Example(_message, sent=409),
    "jobs.index": Example(),
    # The box that people do not see is filled in: nothing is begun, so that the pages after it have nothing to show.
    "notify.start": Example(form={"website": "http://example.com"}, sent=422),
    "notify.section": Example(lambda _things: {"section_key": "child"}, opened=302, sent=409),
    "notify.more": Example(opened=302),
    "notify.check_answers": Example(opened=302),
    "notify.received": Example(opened=302),
    "notify.leave": Example(opened=302),
    "notifications.index": Example(),
    "notifications.check": Example(_notification),
    "notifications.go_on": Example(_notification, sent=404),  # it is no telephone call
    "triage.open_case": Example(_notification, sent=422),
    "triage.link": Example(_notification, sent=422),
    "triage.tell_apart": Example(_notification, sent=422),
    "triage.set_aside": Example(_notification, sent=422),
    "triage.change": Example(_case, sent=422),
    "awaited.index": Example(),
    "awaited.add": Example(sent=422),
    "awaited.show": Example(_awaited),
    "awaited.ask": Example(_awaited, sent=422),
    "awaited.arrived": Example(_awaited, sent=422),
    "awaited.end": Example(_awaited, sent=422),
    "death_lists.index": Example(sent=422),
    "death_lists.source": Example(_sender, is_page_form=True),
    "death_lists.show": Example(_list),
    "death_lists.columns": Example(_list, sent=409),  # it is kept already
    "death_lists.again": Example(_list),
    "death_lists.await_missing": Example(_list, sent=422),
    "death_lists.report": Example(_list),
    "death_lists.line": Example(_line, sent=422),
    "holds.index": Example(_case, sent=422),
    "holds.end": Example(_hold, sent=422),
    "sensitive_cases.mark": Example(_case, sent=422),
    # The case is not sensitive.
    "sensitive_cases.read_out": Example(_request, sent=422),
    "letters.index": Example(_case),
    "letters.write": Example(_case),
    "letters.show": Example(_letter),
    "letters.edit": Example(_letter, sent=422),
    # The letter has gaps.
    "letters.release": Example(_letter, sent=409),
    "letters.post": Example(_letter, sent=422),
    "letters.paper": Example(_letter, opened=409),
    "my_day.part": Example(lambda _things: {"key": "letters"}),
    "figures.index": Example(),
    "register.index": Example(sent=422),
    "register.export": Example(sent=200),
    "reports.index": Example(),
    "reports.build": Example(form={"year": YEAR.label}),
    "reports.show": Example(_report),
    "reports.pdf": Example(_report),
}
# Addresses that name a case of a panel, and those that name something else of it.
OF_CASE = (_case, _step, _response, _question, _request, _request_section, _agenda, _analysis_section)
OF_LISTS = (_awaited, _sender, _list, _line)
OF_REVIEW = (_agency, _document, _report, _meeting, _version, _action, _message, _notification, _hold, _letter)
OF_PANEL = (*OF_REVIEW, *OF_LISTS)
ABOUT_ONE = [endpoint for endpoint, example in EXAMPLES.items() if example.names in (*OF_CASE, *OF_PANEL)]


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


def ask(browser: Browserless, endpoint: str, method: str, things: Things) -> int:
    """Ask for a page as a browser would, and return the status of the answer."""
    example = EXAMPLES[endpoint]
    with browser.app.test_request_context():
        path = url_for(endpoint, **example.names(things))
    if method == "GET":
        return browser.http.get(path, buffered=True).status_code
    page = browser.http.get(path).text if example.is_page_form else ""
    fields = form_fields(page) if "csrf_token" in page else hidden_fields(any_form(browser))
    return browser.http.post(path, data=fields | example.form, buffered=True).status_code


def any_form(browser: Browserless) -> str:
    """A page with a form, if only the one to sign out by."""
    page = browser.http.get("/accessibility").text
    return page if "csrf_token" in page else browser.http.get("/sign-in").text


@pytest.fixture
def cast(sqlite_app: Flask, now: Any) -> Cast:
    return Cast(now)


@pytest.fixture
def ours(cast: Cast) -> Things:
    return things_of(cast, cast.panel_id)


def things_of(cast: Cast, panel_id: int) -> Things:
    coordinator = cast.person("coordinator", panel_id=panel_id)
    area = {} if panel_id == cast.panel_id else {"area_code": SHROPSHIRE}
    case = add_case(coordinator, now=cast.now, **area)
    built = reports.build(coordinator, panel_id, YEAR.period, submission_id=None, now=cast.now)
    agency = add_agency(coordinator, now=cast.now)
    request = ask_agency(coordinator, case, now=cast.now).public_id
    message = outbox.message_list(coordinator).rows[0].public_id
    signed, live = signed_case(coordinator, now=cast.now), live_case(coordinator, now=cast.now, **area)
    awaited = await_death(coordinator, now=cast.now)
    kept = keep_list(coordinator, ROWS[:1], now=cast.now)
    return Things(case, built.public_id, agency, request, signed, message, live, awaited, kept)


def test_every_page_has_an_example(sqlite_app: Flask) -> None:
    assert {rule.endpoint for rule in sqlite_app.url_map.iter_rules()} == set(EXAMPLES)


def test_every_page_answers_everybody_as_signed(sqlite_app: Flask, cast: Cast, ours: Things) -> None:
    cast.person("panel member")
    got, expected = {}, {}
    for name, roles in PEOPLE.items():
        browser = Browserless(sqlite_app, cast).sign_in(name)
        for rule, method in requests_of(sqlite_app):
            example, action = EXAMPLES[rule.endpoint], mark_of(sqlite_app, rule.endpoint).action
            case = add_case(cast.person("coordinator"), now=cast.now) if example.names in OF_CASE else ours.case
            is_open = action is None or is_signed(action, ANYTHING, roles)
            key = name, rule.endpoint, method
            got[key] = ask(browser, rule.endpoint, method, replace(ours, case=case))
            expected[key] = (example.opened if method == "GET" else example.sent) if is_open else 403
            if action is Action.FORM_B_ANSWER and is_signed(Action.OWN_REQUEST_LIST, ANYTHING, roles):
                # Their agency's form is open nowhere in this browser: they are led to where they open it.
                expected[key] = 302 if method == "GET" else 401
    assert got == expected


def test_every_page_sends_whoever_has_not_signed_in_away(sqlite_app: Flask, cast: Cast, ours: Things) -> None:
    got, expected = {}, {}
    for rule, method in requests_of(sqlite_app):
        example, action = EXAMPLES[rule.endpoint], mark_of(sqlite_app, rule.endpoint).action
        key = rule.endpoint, method
        got[key] = ask(Browserless(sqlite_app, cast), rule.endpoint, method, ours)
        refused = 302 if method == "GET" else 401
        expected[key] = refused if action is not None else example.opened if method == "GET" else example.sent
    assert got == expected


def test_thing_of_another_panel_is_not_found(sqlite_app: Flask, cast: Cast) -> None:
    theirs = things_of(cast, cast.other_panel_id)
    got, expected = {}, {}
    for name, roles in PEOPLE.items():
        if name == "coordinator":
            continue  # in this test they belong to both panels
        browser = Browserless(sqlite_app, cast).sign_in(name)
        for rule, method in requests_of(sqlite_app):
            if rule.endpoint in ABOUT_ONE:
                action = mark_of(sqlite_app, rule.endpoint).action
                assert action is not None
                assert not is_signed(action, OTHER, roles)
                got[name, rule.endpoint, method] = ask(browser, rule.endpoint, method, theirs)
                expected[name, rule.endpoint, method] = 404 if is_signed(action, ANYTHING, roles) else 403
    assert got == expected


@pytest.mark.parametrize("name", ["coordinator", "chair", "designated doctor"])
def test_case_is_gone_everywhere_the_moment_its_member_takes_no_part(
    name: str, sqlite_app: Flask, cast: Cast, ours: Things
) -> None:
    browser = Browserless(sqlite_app, cast).sign_in(name)
    another = add_case(cast.person("coordinator"), now=cast.now)
    assert browser.http.get(ours.case.path).status_code == 200
    officer = cast.person("chair" if name == "coordinator" else "coordinator")
    cases.exclude(officer, ours.case.public_id, email=address(name), reason="Treated the child", now=cast.now)
    got, expected = {}, {}
    for rule, method in requests_of(sqlite_app):
        if EXAMPLES[rule.endpoint].names in OF_CASE:
            action = mark_of(sqlite_app, rule.endpoint).action
            assert action is not None
            assert not is_signed(action, NO_PART, PEOPLE[name])
            got[rule.endpoint, method] = ask(browser, rule.endpoint, method, ours)
            expected[rule.endpoint, method] = 404 if is_signed(action, ANYTHING, PEOPLE[name]) else 403
    assert got == expected
    for path in ("/", "/cases/", f"/cases/?search={ours.case.reference}", "/cases/?status=notified"):
        page = browser.get(path).text
        assert (ours.case.public_id in page, f">{ours.case.reference}<" in page) == (False, False)
    assert another.public_id in browser.get("/cases/").text


def test_page_that_is_not_there_says_the_same_as_one_that_is_hidden(
    sqlite_app: Flask, cast: Cast, ours: Things
) -> None:
    theirs = things_of(cast, cast.other_panel_id)
    browser = Browserless(sqlite_app, cast).sign_in("chair")
    hidden, absent = (browser.get(path, status=404) for path in (theirs.case.path, "/cases/AAAAAAAAAAAAAAAAAAAAAA"))
    assert without_nonce(hidden.text) == without_nonce(absent.text)


def without_nonce(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "nonce=" not in line and "csrf_token" not in line)
