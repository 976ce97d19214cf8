"""Other programs read what was released: with a token of the panel, through the one gate, as often as is sensible."""

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from cdop.extensions import db
from cdop.models import ApiToken, AuditEntry, DataRelease, ReleaseWork
from cdop.rules import api
from cdop.rules import releases as rules
from cdop.rules.api_tokens import MOST, ApiScope
from cdop.rules.audit_verbs import AuditVerb
from cdop.services import api_tokens, release_works, works
from cdop.services.errors import Blocked, Forbidden, NotFound
from tests.client import Browserless, hidden_fields
from tests.factories import add_case
from tests.personas import Cast

YEAR = "/api/v1/figures/2013-14"
BORN = date(2012, 1, 1)
BOTH = frozenset(ApiScope)


@pytest.fixture
def program(app: Flask, cast: Cast) -> Browserless:
    return Browserless(app, cast)


def made(cast: Cast, *, scopes: frozenset[ApiScope] = BOTH, days: int = 30, who: str = "coordinator") -> str:
    told = {"name": "Invented dashboard", "scopes": scopes, "days": days}
    return api_tokens.make(cast.person(who), **told, submission_id=None, today=cast.now.date(), now=cast.now)[0]


def ask(program: Browserless, path: str, secret: str = "", **headers: str) -> TestResponse:
    headers |= {"Authorization": f"Bearer {secret}"} if secret else {}
    return program.http.get(path, headers=headers)


def test_program_reads_what_the_analyst_sees_and_it_is_on_record(
    program: Browserless, cast: Cast, now: datetime
) -> None:
    for day in range(1, 12):
        add_case(
            cast.command_line,
            now=now,
            born_on=BORN,
            died_on=date(2013, 5, day),
            notified_on=date(2013, 5, day),
            sex="female",
        )
    secret = made(cast)
    found = ask(program, YEAR, secret)
    assert (found.status_code, found.mimetype) == (200, "application/json")
    assert found.json["measures"]["notified.total"] == {"n": 10, "rounded": True}
    table = ask(program, "/api/v1/tables/notified.sex?year=2013-14", secret).json
    assert list(table["measures"]) == ["notified.sex"]
    releases = ask(program, "/api/v1/releases", secret).json
    assert [each["purpose"] for each in releases["releases"]] == ["Another program"] * 2
    assert releases["releases"][1]["digest"] == found.json["data_version"]
    by = set(db.session.scalars(select(DataRelease.released_by_name)))
    db.session.rollback()
    assert by == {"program: Invented dashboard"}


def test_answer_that_has_not_changed_is_not_sent_again_and_records_that_changed_do_not_show(
    program: Browserless, cast: Cast, now: datetime
) -> None:
    secret = made(cast)
    first = ask(program, YEAR, secret)
    add_case(cast.command_line, now=now, born_on=BORN, died_on=date(2013, 5, 1), notified_on=date(2013, 5, 1))
    again = ask(program, YEAR, secret, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert first.json["data_version"] in first.headers["ETag"]


def test_program_is_told_that_figures_are_being_made_and_when_to_ask_again(
    program: Browserless, cast: Cast, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    secret, path = made(cast), "/api/v1/tables/notified.sex?year=2013-14"
    assert ask(program, YEAR, secret).status_code == 200
    monkeypatch.setattr(rules, "AT_ONCE", (0, 0))
    told = ask(program, path, secret)
    assert (told.status_code, told.mimetype, told.headers["Retry-After"]) == (202, "application/json", "5")
    assert (told.json, "ETag" in told.headers) == ({"status": "being made", "done": 0, "steps": 0}, False)
    for tried in range(works.MOST_TRIES + 1):
        works.begin(release_works.JOB, ReleaseWork, now=now + tried * 2 * works.STANDS_STILL)
    failed = ask(program, path, secret)
    assert (failed.status_code, failed.mimetype, failed.headers["Retry-After"]) == (503, api.PROBLEM, "600")


def test_token_opens_its_scope_in_its_panel_until_it_ends(
    program: Browserless, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = made(cast, scopes=frozenset({ApiScope.RELEASES}))
    refused = ask(program, YEAR, secret)
    assert (refused.status_code, refused.mimetype, refused.json["status"]) == (403, api.PROBLEM, 403)
    assert ask(program, "/api/v1/releases", secret).json["total"] == 0
    last = cast.now.date() + timedelta(days=30)
    told = {"caller": "192.0.2.1", "now": cast.now}
    assert api_tokens.opened(secret, today=last, **told) is not None
    assert api_tokens.opened(secret, today=last + timedelta(days=1), **told) is None
    public_id = db.session.scalars(select(ApiToken.public_id)).one()
    db.session.rollback()
    with pytest.raises(NotFound):
        api_tokens.revoke(cast.person("coordinator", panel_id=cast.other_panel_id), public_id, now=cast.now)
    api_tokens.revoke(cast.person("administrator"), public_id, now=cast.now)
    for wrong in (secret, secret[:-1], "", "x" * 300, "\N{LATIN SMALL LETTER E WITH ACUTE}"):
        found = ask(program, "/api/v1/releases", wrong)
        assert (found.status_code, found.headers["WWW-Authenticate"]) == (401, "Bearer"), wrong
    verbs = select(func.count()).select_from(AuditEntry).where(AuditEntry.verb == AuditVerb.API_TOKEN_REVOKED)
    assert db.session.scalar(verbs) == 1
    db.session.rollback()


def test_program_that_asks_without_end_or_guesses_waits(
    program: Browserless, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_tokens, "ASKED_WITH_ONE", 2)
    monkeypatch.setattr(api_tokens, "TRIED_FROM_ONE_PLACE", 2)
    secret = made(cast)
    found = [ask(program, "/api/v1/releases", secret) for _ in range(3)]
    assert [each.status_code for each in found] == [200, 200, 429]
    assert (found[-1].mimetype, found[-1].headers["Retry-After"]) == (api.PROBLEM, "600")
    assert found[-1].json["detail"] == "Wait as many seconds as Retry-After says, then ask again."
    assert [ask(program, YEAR, "guess").status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/v1/figures/2013", 404, "Write a financial year as 2013-14"),
        ("/api/v1/figures/2026-27", 409, "a period that is over"),
        ("/api/v1/tables/reviewed.secret", 404, "What is counted"),
        ("/api/v1/tables/reviewed.sex?year=2013-14&area=Nowhere", 404, "Local authority"),
        ("/api/v1/figures/2013-15", 404, "is not one year"),
        ("/api/v1/releases?page=null", 404, "a whole number from 1"),
        ("/api/v1/tables/reviewed.sex?yaer=2013-14", 404, "takes, once each: year, years"),
        ("/api/v1/releases?page=1&page=2", 404, "takes, once each: page"),
        ("/api/v1/releases?page=0", 404, "a whole number from 1"),
        ("/api/v1/releases?page=99", 404, "The register ends with page 1"),
        ("/api/v1/nothing", 404, "There is nothing at this address"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_words(
    program: Browserless, cast: Cast, path: str, status: int, words: str
) -> None:
    found = ask(program, path, made(cast))
    assert (found.status_code, found.mimetype, found.json["status"]) == (status, api.PROBLEM, status)
    assert words in json.dumps(found.json)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_program_that_would_change_something_is_told_how_to_ask(program: Browserless, method: str) -> None:
    found = program.http.open("/api/v1/releases", method=method)
    assert (found.status_code, found.mimetype) == (405, api.PROBLEM)
    assert sorted(found.headers["Allow"].split(", ")) == ["GET", "HEAD", "OPTIONS"]
    assert (found.json["title"], found.json["detail"]) == (
        "This address is for reading only",
        "Nothing was changed. Ask with GET.",
    )


def test_description_names_every_address_and_what_comes_back_has_its_shape(
    program: Browserless, cast: Cast, app: Flask
) -> None:
    """Every address that the application has is described, and every description is of one."""
    described = ask(program, "/api/v1/openapi.json").json
    there = {
        re.sub(r"<(\w+)>", r"{\1}", rule.rule.removeprefix(api.PREFIX))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint not in ("api.index", "api.description")
    }
    assert set(described["paths"]) == there
    secret = made(cast)
    for each in api.ENDPOINTS:
        path = api.PREFIX + each.path.replace("{year}", "2013-14").replace("{measure}", "reviewed.sex")
        found, shape = ask(program, path, secret).json, described["components"]["schemas"][each.returns]
        assert set(shape["required"]) == set(found) == set(shape["properties"]), each.path
        assert ask(program, path).status_code == (401 if each.scope else 200)
    page = ask(program, "/api/v1/").text
    assert [each.path in page for each in api.ENDPOINTS] == [True] * len(api.ENDPOINTS)
    assert "http" not in "".join(re.findall(r'(?:src|href)="(http[^"]*)"', page))


def test_token_is_shown_once_kept_as_a_digest_and_ended_on_its_page(app: Flask, cast: Cast) -> None:
    desk = Browserless(app, cast).sign_in("coordinator")
    refused = desk.submit("/api-tokens/", name="Invented dashboard")
    assert (refused.status_code, 'value="Invented dashboard"' in refused.text) == (422, True)
    form = hidden_fields(desk.get("/api-tokens/").text) | {"name": "Invented dashboard", "scopes": "releases"}
    page = desk.http.post("/api-tokens/", data=form | {"days": "90"}).text
    secret = re.search(r"<strong>([\w-]{43})</strong>", page)
    assert secret is not None
    assert re.search(rf'Bearer {secret[1]}" https?://\S+/api/v1/releases<', page), "the first try is ready to be copied"
    assert secret[1] not in desk.get("/api-tokens/").text
    again = desk.http.post("/api-tokens/", data=form | {"days": "90"})
    assert (again.status_code, "This token was made already" in again.text, "Try it:" in again.text) == (
        422,
        True,
        False,
    )
    stored = json.dumps([list(row) for row in db.session.execute(select(ApiToken.token_digest, ApiToken.name))])
    told = json.dumps([entry.changes for entry in db.session.scalars(select(AuditEntry))])
    db.session.rollback()
    assert secret[1] not in stored + told
    program = Browserless(app, cast)
    assert ask(program, "/api/v1/releases", secret[1]).status_code == 200
    page = desk.get("/api-tokens/").text
    (end,) = re.findall(r'href="(/api-tokens/[^/"]+/end)"', page)
    used = "last used on 20 November 2026."
    assert (used in page, "It was last used on 20 November 2026." in desk.get(end).text) == (True, True)
    assert ask(program, "/api/v1/releases", secret[1]).status_code == 200, "nothing is ended before it is said"
    assert desk.submit(end).status_code == 302
    assert desk.get(end, status=302).location == "/api-tokens/", "one that is ended already cannot be ended again"
    assert ask(program, "/api/v1/releases", secret[1]).status_code == 401
    page = desk.get("/api-tokens/").text
    assert "/end" not in page
    assert "by Coordinator, before its last day" in " ".join(page.split())


def test_token_whose_last_day_is_over_is_told_apart_from_one_that_somebody_ended(app: Flask, cast: Cast) -> None:
    told = {"name": "Old dashboard", "scopes": frozenset({ApiScope.RELEASES}), "days": 30}
    first = date(2020, 1, 1)
    api_tokens.make(cast.person("coordinator"), **told, submission_id=None, today=first, now=cast.now)
    page = " ".join(Browserless(app, cast).sign_in("coordinator").get("/api-tokens/").text.split())
    assert "Lasted until 31 January 2020." in page
    assert ("/end" in page, "Ended" in page) == (False, False)


def test_use_of_a_token_is_written_down_once_a_day(app: Flask, cast: Cast) -> None:
    secret, day = made(cast), cast.now.date()
    by = select(AuditEntry.actor_name).where(
        AuditEntry.verb == AuditVerb.API_ASKED, AuditEntry.subject_kind == "api_token"
    )
    for later, entries in ((0, 1), (0, 1), (1, 2)):
        today = day + timedelta(days=later)
        assert api_tokens.opened(secret, caller="192.0.2.1", today=today, now=cast.now) is not None
        found = (db.session.scalars(by).all(), db.session.scalars(select(ApiToken.last_used_on)).one())
        db.session.rollback()
        assert found == (["program: Invented dashboard"] * entries, today)


def test_tokens_are_made_by_whoever_may_and_only_so_many(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        made(cast, who="analyst")
    for _ in range(MOST):
        made(cast)
    with pytest.raises(Blocked, match="in force already"):
        made(cast)


def test_asked_by_its_own_description_it_does_what_that_says(
    sqlite_app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Addresses as they are described and as they are not: never a fault of ours, always a shape that is described."""
    for limit in ("ASKED_WITH_ONE", "TRIED_FROM_ONE_PLACE"):
        monkeypatch.setattr(api_tokens, limit, 10_000)
    secret = made(cast)
    described = api.openapi("https://localhost")
    for path in described["paths"].values():
        path["get"].pop("security", None)  # or the token that is sent would count as one that is missing
    schema = schemathesis.openapi.from_dict(described)
    schema.app = sqlite_app
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == len(api.ENDPOINTS)
    for operation in operations:
        _ask_many(operation, GenerationMode.POSITIVE, secret)
        if operation.path_parameters or operation.query:  # without either, nothing can be wrong
            _ask_many(operation, GenerationMode.NEGATIVE, secret)


def _ask_many(operation: Any, mode: GenerationMode, secret: str) -> None:
    @seed(1)
    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})

    asked()
