"""Whatever is typed into any field of intake: no page fails, and a page that refuses shows again what was typed."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdop.questionnaires.notification_pages import PAGES
from tests.client import Browserless, form_fields
from tests.notifying import begin
from tests.personas import Cast

WORDS = ["", " ", "\N{NO-BREAK SPACE}", "not known", "yes", "<b>", "=1+1", "\0", "\x1b", "x" * 600]
NUMBERS = ["0", "-1", "99", "31", "2026"]
TYPED = st.sampled_from([*WORDS, *NUMBERS]) | st.text(max_size=40)


@pytest.fixture
def visitor(sqlite_app: Flask) -> Browserless:
    cast = Cast(datetime(2026, 11, 20, 10, tzinfo=UTC))
    cast.person("coordinator")
    browser = Browserless(sqlite_app, cast)
    begin(browser)
    return browser


@pytest.mark.parametrize("page", [each.key for each in PAGES])
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_words_in_any_field_stop_a_page_or_are_lost(page: str, visitor: Browserless, data: st.DataObject) -> None:
    path = f"/notify/sections/{page}"
    hidden = ("csrf_token", "submission_id", "seen")
    page_shown = visitor.get(path).text
    shown, chosen = form_fields(page_shown), set(re.findall(r'<select[^>]*name="([^"]+)"', page_shown))
    typed = {name: data.draw(TYPED, label=name) for name in shown if name not in hidden and not name.endswith("-row")}
    response = visitor.http.post(path, data=shown | typed | {"press": "save"})
    assert response.status_code in (302, 422)
    if response.status_code == 422:
        kept = unescape(response.text)
        written = [words for name, words in typed.items() if name not in chosen and words.isascii() and words.isalpha()]
        assert [words for words in written if words not in kept] == []
    assert visitor.get("/notify/check").status_code == 200
