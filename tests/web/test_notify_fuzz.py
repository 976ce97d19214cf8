"""Whatever is typed into any field of intake: no page fails, and a page that refuses shows again what was typed."""

import csv
import io
import re
from datetime import UTC, datetime
from html import unescape

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdop.questionnaires.notification_pages import CALL, PAGES
from tests.client import Browserless, form_fields
from tests.death_lists import HEAD
from tests.notifying import begin
from tests.personas import Cast

WORDS = ["", " ", "\N{NO-BREAK SPACE}", "not known", "yes", "<b>", "=1+1", "\0", "\x1b", "x" * 600]
NUMBERS = ["0", "-1", "99", "31", "2026"]
TYPED = st.sampled_from([*WORDS, *NUMBERS]) | st.text(max_size=40)

LABELS = ["NHS number", "Surname", "Date of birth", "Date of death", "Gestation", "Mother's postcode", "Place of death"]
DATES = ["01/03/2026", "2026-11-19", "31/02/2026", "19 November 2026", "99/99/9999", "0"]
CELLS = TYPED | st.sampled_from([*DATES, "999 000 0018", "CW1 1AA", "27+3", "Total"])
FUZZ = settings(
    max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def visitor(sqlite_app: Flask) -> Browserless:
    cast = Cast(datetime(2026, 11, 20, 10, tzinfo=UTC))
    cast.person("coordinator")
    browser = Browserless(sqlite_app, cast)
    begin(browser)
    return browser


@pytest.fixture
def desk(sqlite_app: Flask) -> Browserless:
    """The browser of a coordinator to whom somebody speaks on the telephone."""
    browser = Browserless(sqlite_app, Cast(datetime(2026, 11, 20, 10, tzinfo=UTC))).sign_in("coordinator")
    begin(browser, "call")
    return browser


@pytest.mark.parametrize("page", [each.key for each in PAGES])
@FUZZ
@given(data=st.data())
def test_no_words_in_any_field_stop_a_page_or_are_lost(page: str, visitor: Browserless, data: st.DataObject) -> None:
    assert lost(visitor, page, data) == []


@FUZZ
@given(data=st.data())
def test_no_words_of_a_telephone_call_stop_a_page_or_are_lost(desk: Browserless, data: st.DataObject) -> None:
    assert lost(desk, CALL.key, data) == []


def lost(visitor: Browserless, page: str, data: st.DataObject) -> list[str]:
    """What of the words typed into every field of a page is not there any more, once the page refused them."""
    path = f"/notify/sections/{page}"
    hidden = ("csrf_token", "submission_id", "seen")
    page_shown = visitor.get(path).text
    shown, chosen = form_fields(page_shown), set(re.findall(r'<select[^>]*name="([^"]+)"', page_shown))
    typed = {name: data.draw(TYPED, label=name) for name in shown if name not in hidden and not name.endswith("-row")}
    response = visitor.http.post(path, data=shown | typed | {"press": "save"})
    assert response.status_code in (302, 422)
    assert visitor.get("/notify/check").status_code == 200
    kept = unescape(response.text)
    written = [words for name, words in typed.items() if name not in chosen and words.isascii() and words.isalpha()]
    return [words for words in written if words not in kept] if response.status_code == 422 else []


@FUZZ
@given(lines=st.lists(st.tuples(st.sampled_from(LABELS), CELLS), max_size=6), sender=TYPED)
def test_whatever_is_pasted_is_read_and_shown_or_given_back(
    lines: list[tuple[str, str]], sender: str, desk: Browserless
) -> None:
    text = "\n".join(f"{label}: {value}" for label, value in lines)
    taken = desk.submit("/received-notifications/", sender=sender, text=text)
    assert taken.status_code in (302, 422)
    if taken.status_code == 302:
        assert (desk.get(taken.location).status_code, desk.get("/notify/check").status_code) == (200, 200)
    else:
        assert [label for label, _value in lines if f"{label}: " not in unescape(taken.text)] == []


@FUZZ
@given(rows=st.lists(st.tuples(*(CELLS for _ in HEAD)), max_size=4))
def test_whatever_a_list_of_deaths_holds_it_is_shown_or_refused_in_words(
    rows: list[tuple[str, ...]], desk: Browserless
) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([HEAD, *rows])
    new = {"source": "new", "name": "Registrar of Halton", "kind": "registrar"}
    raw = stream.getvalue().encode("utf-8", "replace")
    sent = desk.submit("/lists/", **new, file=(io.BytesIO(raw), "list.csv"))
    assert sent.status_code in (302, 422)
    if sent.status_code == 302:
        desk.get(sent.location)
