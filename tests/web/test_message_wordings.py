"""The words of messages on their pages: changed, refused kindly, seen as in the mail, and taken back."""

import pytest
from flask import Flask

from tests.client import Browserless
from tests.personas import Cast

PAGE = "/messages/words/notification_received"
TEXT = "Something came.\n\n{{ link }}\n\nReference: {{ reference }}"


@pytest.fixture
def browser(sqlite_app: Flask, now: object) -> Browserless:
    return Browserless(sqlite_app, Cast(now)).sign_in("coordinator")  # type: ignore[arg-type]


def test_words_are_changed_previewed_and_given_back(browser: Browserless) -> None:
    assert "A notification has been received" in browser.get(PAGE).text
    assert browser.submit(PAGE, subject="News {{ reference }}", text=TEXT).status_code == 302
    assert "Your own, since" in browser.get("/messages/words").text
    sheet = browser.http.get(f"{PAGE}/sheet").text
    assert ("<p>Something came.</p>" in sheet, "News FB-7QK2-M4XD" in sheet) == (True, True)
    assert browser.submit(PAGE, f"{PAGE}/first").status_code == 302
    page = browser.get(PAGE).text
    assert ("Use the first words again" in page, "Something came." in page) == (False, True)  # in the history
    assert "Your own, since" not in browser.get("/messages/words").text


def test_field_that_there_is_none_of_is_told_beside_the_text_which_is_kept(browser: Browserless) -> None:
    refused = browser.submit(PAGE, subject="News {{ reference }}", text=TEXT + "\n{{ given_names }}")
    assert refused.status_code == 422
    assert "There is no field {{ given_names }} in this message" in refused.text
    assert "Something came." in refused.text


def test_kind_that_there_is_none_of_is_not_found(browser: Browserless) -> None:
    names = ("no_such_message", "digest", "..%2fbase")
    assert {browser.http.get(f"/messages/words/{name}").status_code for name in names} == {404}
