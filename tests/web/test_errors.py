"""A page for everything that goes wrong: what happened, what to do, and nothing that should not be said."""

import json
import re

import pytest

from cdop.blueprints.errors import FOR_PROGRAMS, PROBLEMS
from tests.client import assert_good_html, hidden_fields
from tests.web.conftest import SECRET

ONCE = re.compile(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"')


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/no-such-page", 404, "Page not found"),
        ("/fault/not-found", 404, "Page not found"),
        ("/fault/forbidden", 403, "Your account cannot do this"),
        ("/fault/stale", 409, "Someone changed this after you opened it"),
        ("/fault/blocked", 409, "This cannot be done"),
        ("/fault/invalid", 400, "There is a problem with what was sent"),
        ("/fault/signed-out", 401, "You are no longer signed in"),
        ("/fault/throttled", 429, "Too many attempts"),
        ("/fault/database", 503, "The service is not available"),
        ("/fault/unforeseen", 500, "There is a problem with the service"),
    ],
)
def test_open_page_with_fault_returns_its_page(http, path, status, title):
    response = http.get(path)
    assert response.status_code == status
    assert_good_html(response.text)
    assert f"<title>{title} - Child death review</title>" in response.text
    assert SECRET not in response.text


def test_open_unknown_case_and_unknown_page_returns_the_same(http):
    pages = [ONCE.sub("", http.get(path).text) for path in ("/fault/not-found", "/no-such-page")]
    assert pages[0] == pages[1]


def test_open_blocked_page_lists_the_reasons(http):
    assert "The meeting has no date." in http.get("/fault/blocked").text


def test_open_page_with_wrong_host_returns_a_plain_page(http):
    response = http.get("/sign-in", base_url="http://evil.example")
    assert response.status_code == 400
    assert_good_html(response.text)
    assert "evil" not in response.text


def test_open_page_by_wrong_method_says_which_are_right(http):
    response = http.delete("/healthz")
    assert response.status_code == 405
    assert sorted(response.headers["Allow"].split(", ")) == ["GET", "HEAD", "OPTIONS"]


def test_meet_unforeseen_error_shows_the_reference_of_the_log(http, capsys):
    page = http.get("/fault/unforeseen").text
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    entry = next(line for line in lines if line["event"] == "unforeseen error")
    assert entry["error"] == "builtins.ZeroDivisionError"
    assert "tests/web/conftest.py" in entry["where"]
    assert f"<strong>{entry['request_id']}</strong>" in page
    assert SECRET not in json.dumps(lines)
    assert "Traceback" not in page


def test_meet_database_fault_asks_to_come_back_and_logs_no_value(http, capsys):
    response = http.get("/fault/database")
    assert response.headers["Retry-After"] == "60"
    assert SECRET not in capsys.readouterr().err


def test_meet_database_fault_shows_what_was_typed(http, faulty_app):
    faulty_app.config["WTF_CSRF_ENABLED"] = False
    response = http.post("/fault/database", data={"story": "Found at six <b>by</b> his mother."})
    assert ">\nFound at six &lt;b&gt;by&lt;/b&gt; his mother.</textarea>" in response.text


def test_send_form_without_token_keeps_what_was_typed_but_no_secret(http):
    response = http.post("/sign-in", data={"email": "one two three", "password": "four five six"})
    assert response.status_code == 400
    assert_good_html(response.text)
    assert "This page had been open too long" in response.text
    assert ">\none two three</textarea>" in response.text
    assert "four five six" not in response.text
    assert '<a class="govuk-link" href="/sign-in">Open the page again</a>' in response.text


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_send_form_from_elsewhere_shows_nothing_of_it(http, site):
    response = http.post("/sign-in", data={"email": "one two three"}, headers={"Sec-Fetch-Site": site})
    assert "one two three" not in response.text


def test_send_too_much_names_the_limit(http, faulty_app):
    faulty_app.config["MAX_CONTENT_LENGTH"] = 3 * 1024 * 1024
    response = http.post("/sign-in", data={"email": "x" * (3 * 1024 * 1024 + 1)})
    assert response.status_code == 413
    assert "The most that can be sent at once is 3 MB, of which 3 MB may be typed text." in response.text


def test_send_stale_form_leads_back_to_its_page_with_the_text(http):
    token = hidden_fields(http.get("/sign-in").text)["csrf_token"]
    response = http.post("/fault/stale", data={"csrf_token": token, "story": "What I wrote."})
    assert (response.status_code, ">\nWhat I wrote.</textarea>" in response.text) == (409, True)
    assert 'href="/fault/stale">Open the page again</a>' in response.text


def test_problems_use_no_exclamation_and_no_apology():
    words = " ".join(
        problem.title + " ".join(problem.paragraphs) for problem in (*PROBLEMS.values(), *FOR_PROGRAMS.values())
    )
    assert re.findall(r"!|[Oo]ops|[Ss]orry|invalid", words) == []
