"""Answers are saved while they are typed, and the page says so truthfully: offline, closed, and killed twenty times."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psutil
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from cdop import clock, create_app
from cdop.extensions import db
from cdop.models import FormAnswer, FormAnswerHistory
from tests.agencies import MadeRequest, ask
from tests.browser.going import go, press
from tests.browser.test_form_b import case, cast, coordinator, enter, faults, page, request_, served
from tests.conftest import config_for
from tests.factories import add_case
from tests.personas import Cast
from tests.serving import Server

__all__ = ["case", "cast", "coordinator", "page", "request_", "served"]
pytestmark = pytest.mark.browser

KILLS = 20
PATIENCE = 120_000  # milliseconds, on a machine that does much else
# What each editor writes, and on which page of the form: two of them on one.
QUESTIONS = {"circumstances": "circumstances", "chronology": "circumstances", "contact_summary": "reporting"}
NAMES, EDITORS = tuple(QUESTIONS), len(QUESTIONS)
SUMMARY = "[name=contact_summary]"
# Types into a question as a person does, and has the page save at once, as it does when the connection comes back.
TYPE = """([name, words]) => {
    const box = document.querySelector(`[name="${name}"]`);
    box.value = words;
    box.dispatchEvent(new Event("input", {bubbles: true}));
    window.dispatchEvent(new Event("online"));
}"""
# Notes what a question said whenever the page was told that all is saved.
LISTEN = """(name) => {
    window.acknowledged = [];
    const box = document.querySelector(`[name="${name}"]`);
    document.addEventListener("saved", () => window.acknowledged.push(box.value));
}"""
# Whether the last thing that was acknowledged are these words; has the page try at once instead of after a while.
ACKNOWLEDGED = """(words) => {
    window.dispatchEvent(new Event("online"));
    return window.acknowledged.at(-1) === words;
}"""


def said(page: Page, words: str) -> None:
    """Wait until the page says this about what is saved."""
    page.locator("#saved").get_by_text(words).wait_for()


def summary_is(words: str) -> bool:
    db.session.rollback()
    held = db.session.scalar(select(FormAnswer.value).where(FormAnswer.question_key == "contact_summary"))
    db.session.rollback()
    return held == words


def test_page_says_saved_only_when_it_is_and_keeps_the_words_while_it_is_not(page: Page, request_: MadeRequest) -> None:
    enter(page, request_)
    go(page.get_by_role("link", name="A. About this return"))
    page.locator(SUMMARY).fill("Seen on Monday")
    said(page, "Saved at 10:0")
    assert summary_is("Seen on Monday")
    found = faults(page)
    page.context.set_offline(True)
    page.evaluate(TYPE, ["contact_summary", "Seen on Monday and Tuesday"])
    said(page, "Not saved: the service cannot be reached")
    assert (summary_is("Seen on Monday"), page.locator("#saved-told").inner_text()[:10]) == (True, "Not saved:")
    page.get_by_role("button", name="Save and continue").click()
    said(page, "Not saved: the service cannot be reached")
    assert page.locator(SUMMARY).input_value() == "Seen on Monday and Tuesday"
    assert [*found, *faults(page)] == []
    page.context.set_offline(False)
    said(page, "Saved at 10:0")
    assert summary_is("Seen on Monday and Tuesday")
    # Another button than before: one that was pressed a moment ago takes no second press.
    press(page, "Save and come back later")
    page.wait_for_url("**/form-b/")
    # The browser fills nothing with what stood there before: it would be taken for typed over what was written since.
    other = page.context.new_page()
    enter(other, request_)
    go(other.get_by_role("link", name="A. About this return"))
    other.locator(SUMMARY).fill("Seen on Sunday as well")
    said(other, "Saved at 10:0")
    page.go_back()
    expect(page.locator(SUMMARY)).to_have_value("Seen on Sunday as well")


def test_page_goes_on_saving_once_the_form_was_opened_again_in_another_tab(page: Page, request_: MadeRequest) -> None:
    enter(page, request_)
    go(page.get_by_role("link", name="A. About this return"))
    other = page.context.new_page()
    other.goto("/form-b/")
    press(other, "Close the form")
    page.evaluate(TYPE, ["contact_summary", "Typed after it was closed"])
    said(page, "Not saved: the form was closed on this computer")
    assert not summary_is("Typed after it was closed")
    enter(other, request_)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    said(page, "Saved at 10:0")
    assert summary_is("Typed after it was closed")


@contextmanager
def in_app(url: str) -> Iterator[Flask]:
    """The application beside the server, to look into its database."""
    app = create_app(config_for(url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def asked(now_known: Cast) -> MadeRequest:
    coordinator = now_known.person("coordinator")
    return ask(coordinator, add_case(coordinator, now=now_known.now), now=now_known.now)


def kill_workers(server: Server) -> None:
    """End every worker as a crash does; the master starts others at once."""
    for worker in psutil.Process(server.process.pid).children():
        with suppress(psutil.NoSuchProcess):  # the master buried it meanwhile
            worker.kill()


def words(editor: int, kill: int) -> str:
    """A text that goes on no other, so that each that was kept can be told."""
    return f"{kill} {editor} " + f"{chr(97 + kill)}{chr(97 + editor)}" * 15


def edit_while_killed(server: Server, url: str, pages: list[Page]) -> Server:
    """Have each editor type after each kill, at another moment of saving each time."""
    for kill in range(KILLS):
        for editor, tab in enumerate(pages):
            tab.evaluate(TYPE, [NAMES[editor], words(editor, kill)])
            if kill % 2 and kill % EDITORS == editor:
                kill_workers(server)
        if kill % 2 == 0:
            pages[kill % EDITORS].wait_for_function(ACKNOWLEDGED, arg=words(kill % EDITORS, kill), timeout=PATIENCE)
            kill_workers(server)
    server.kill()
    return Server(url, port=server.port)


def test_every_acknowledged_answer_is_there_after_twenty_kills_with_three_editors(
    browser: Browser, new_database: Callable[[str], str]
) -> None:
    url = new_database("sqlite")
    server = Server(url)
    contexts = [browser.new_context(base_url=f"http://127.0.0.1:{server.port}") for _ in range(EDITORS)]
    try:
        with in_app(url):
            request, pages = asked(Cast(clock.now())), [context.new_page() for context in contexts]
            for page, (name, section) in zip(pages, QUESTIONS.items(), strict=True):
                enter(page, request)
                go(page.locator(f".govuk-task-list__link[href$='/{section}']"))
                page.wait_for_url(f"**/{section}")  # and until its script runs
                page.evaluate(LISTEN, name)
            server = edit_while_killed(server, url, pages)
            for editor, page in enumerate(pages):
                page.wait_for_function(ACKNOWLEDGED, arg=words(editor, KILLS - 1), timeout=PATIENCE)
            told = {name: page.evaluate("window.acknowledged") for page, name in zip(pages, NAMES, strict=True)}
            held = kept()
        assert {name: set(told[name]) - set(held[name]) for name in NAMES} == {name: set() for name in NAMES}
        assert [held[name][-1] for name in NAMES] == [words(editor, KILLS - 1) for editor in range(EDITORS)]
        assert sum(len(each) for each in told.values()) >= KILLS // 2
    finally:
        for context in contexts:
            context.close()
        server.stop()


def kept() -> dict[str, list[object]]:
    """What the database holds of each question: what was replaced, then what is there now."""
    db.session.rollback()
    found: dict[str, list[object]] = {name: [] for name in NAMES}
    for model in (FormAnswerHistory, FormAnswer):
        for key, value in db.session.execute(select(model.question_key, model.value)):
            if key in found:
                found[key].append(value)
    db.session.rollback()
    return found
