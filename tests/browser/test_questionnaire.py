"""A section of a statutory form in a real browser: conditions, rows, reasons, with and without JavaScript."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask, redirect, render_template_string, request
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from cdop import clock
from cdop.blueprints.access import public
from cdop.forms.questionnaire import SectionForm, build_section_form
from cdop.questionnaires.answer import Answer, AnswerKey
from cdop.questionnaires.checking import check
from cdop.questionnaires.merging import merge
from tests.browser.going import go
from tests.browser.looking import faults, spilt
from tests.questionnaires.sample import NOT_KNOWN, SAMPLE, answered

pytestmark = pytest.mark.browser

LAYOUT = (
    '{% extends "base.html" %}{% block title %}Form{% endblock %}{% block content %}{% include page %}{% endblock %}'
)
Stored = dict[AnswerKey, Answer]


@pytest.fixture
def stored() -> Stored:
    """What the form of the test holds."""
    return {}


@pytest.fixture
def address(own_app: Flask, stored: Stored) -> Iterator[str]:
    """The address of the application with the sample form on it, served by a thread."""

    def section(key: str):  # type: ignore[no-untyped-def]
        form = build_section_form(SAMPLE, key, stored, today=clock.today(), add=request.args.get("add", ""))
        if form.validate_on_submit() or form.is_submitted():
            merged = merge(SAMPLE, form.answers(), stored=stored, seen=form.seen.data)
            stored.update(merged.written)
            form.after_saving(seen_now(form), merged.conflicts)
            if not form.errors:
                more = f"?add={form.pressed.group_key}" if form.pressed.button == "add" else ""
                return redirect(f"/form/{key}{more}")
        return render_template_string(LAYOUT, form=form, page="answers/section.html")

    def seen_now(form: SectionForm) -> Stored:
        return {name: stored[name] for name in form.answers() if name in stored}

    def whole() -> str:
        shown = check(SAMPLE, stored, today=clock.today())
        layout = LAYOUT.replace("{% include", "<h1>Check</h1>{% include")
        return render_template_string(
            layout, check=shown, change_url=lambda key: f"/form/{key}", page="answers/check.html"
        )

    marked = public(form=SectionForm)
    own_app.add_url_rule("/form/<key>", "section", marked(section), methods=["GET", "POST"])
    own_app.add_url_rule("/check", "check", public()(whole))
    server = make_server("localhost", 0, own_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that knows the application. A script that fails or a file that is blocked fails the test."""
    context = browser.new_context(base_url=address)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    yield opened
    context.close()
    assert troubles == []


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """The same without JavaScript."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    yield context.new_page()
    context.close()


def save(page: Page) -> None:
    go(page.get_by_role("button", name="Save and continue"))


def test_question_appears_with_the_answer_that_asks_for_it(page: Page) -> None:
    page.goto("/form/place")
    assert [part.is_visible() for part in page.locator("[data-when]").all()] == [False, False]
    page.get_by_label("Somewhere else").check()
    assert page.get_by_label("A2. Where exactly?").is_visible()
    assert not page.get_by_text("Answer this only if").first.is_visible()
    page.get_by_label("Home").check()
    assert not page.get_by_label("A2. Where exactly?").is_visible()


def test_answer_stays_when_its_question_is_hidden_and_shown_again(page: Page, stored: Stored) -> None:
    page.goto("/form/place")
    page.get_by_label("Somewhere else").check()
    page.get_by_label("A2. Where exactly?").fill("By the river")
    page.get_by_label("Home").check()
    save(page)
    page.wait_for_url("**/form/place")
    assert stored["place_other", ""] == Answer("By the river")
    page.get_by_label("Somewhere else").check()
    assert page.get_by_label("A2. Where exactly?").input_value() == "By the river"


def test_without_scripts_every_question_is_there_with_whom_it_is_for(plain: Page, stored: Stored) -> None:
    plain.goto("/form/place")
    assert [part.is_visible() for part in plain.locator("[data-when]").all()] == [True, True]
    assert plain.get_by_text("Answer this only if the answer to A3 is “Yes”.").is_visible()
    plain.get_by_label("A4. What illness?").fill("One\ntwo")
    save(plain)
    assert stored["illness", ""] == Answer("One\ntwo")


@pytest.mark.parametrize("scripts", ["page", "plain"])
def test_rows_are_added_and_removed_by_plain_buttons(
    scripts: str, request: pytest.FixtureRequest, stored: Stored
) -> None:
    opened: Page = request.getfixturevalue(scripts)
    stored.update(answered(ill="yes"))
    opened.goto("/form/family")
    opened.get_by_label("C1a. Name").fill("Ann")
    go(opened.get_by_role("button", name="Add another sibling"))
    opened.get_by_label("C1a. Name").nth(1).fill("Bob")
    save(opened)
    opened.wait_for_url("**/form/family")
    assert sorted(each.value for name, each in stored.items() if name[0] == "name") == ["Ann", "Bob"]
    go(opened.get_by_role("button", name="Remove sibling 1"))
    opened.wait_for_url("**/form/family")
    assert [each.input_value() for each in opened.get_by_label("C1a. Name").all()] == ["Bob"]


def test_enter_key_in_a_row_saves_and_removes_nothing(page: Page, stored: Stored) -> None:
    stored.update({**answered(ill="yes"), ("name", "01"): Answer("Ann")})
    page.goto("/form/family")
    page.get_by_label("C1a. Name").fill("Anna")
    with page.expect_navigation():
        page.get_by_label("C1a. Name").press("Enter")
    assert stored["name", "01"] == Answer("Anna")


def test_condition_within_a_row_looks_at_its_own_row(page: Page, stored: Stored) -> None:
    stored.update({**answered(ill="yes"), ("name", "01"): Answer("Ann"), ("name", "02"): Answer("Bob")})
    page.goto("/form/family")
    page.get_by_role("group", name="Sibling 2").get_by_label("No", exact=True).check()
    where = page.get_by_label("C1c. Where did they live?")
    assert [each.is_visible() for each in where.all()] == [False, True]


def test_reason_and_answer_together_are_kept_and_told(page: Page, stored: Stored) -> None:
    page.goto("/form/facts")
    page.get_by_label("B4. At what time?").fill("2.30pm")
    page.get_by_role("group", name="If you cannot answer B4").get_by_label("Not known").check()
    page.get_by_label("Telephone").fill("01632 960001")
    save(page)
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "at_time"
    assert page.get_by_label("B4. At what time?").input_value() == "2.30pm"
    assert page.get_by_role("group", name="If you cannot answer B4").get_by_label("Not known").is_checked()
    assert stored["telephone", ""] == Answer("01632 960001")


def test_one_reason_takes_the_other_away(page: Page) -> None:
    page.goto("/form/facts")
    reasons = page.get_by_role("group", name="If you cannot answer B4")
    for name in ("Not known", "Not applicable"):
        reasons.get_by_label(name).check()
    assert [reasons.get_by_label(name).is_checked() for name in ("Not known", "Not applicable")] == [False, True]


def test_two_people_at_once_are_told_of_each_other(page: Page, browser: Browser, address: str, stored: Stored) -> None:
    stored.update(answered(place="elsewhere", place_other="park"))
    other = browser.new_page(base_url=address)
    for each, words in ((page, "river"), (other, "lake")):
        each.goto("/form/place")
        each.get_by_label("A2. Where exactly?").fill(words)
    save(other)
    other.wait_for_url("**/form/place")
    save(page)
    assert page.get_by_text("Saved meanwhile").is_visible()
    assert (page.get_by_label("A2. Where exactly?").input_value(), stored["place_other", ""].value) == ("river", "lake")
    assert faults(page) == []
    save(page)
    assert stored["place_other", ""] == Answer("river")
    other.close()


def look(page: Page) -> list[str]:
    """The barriers of a page on a phone, and whether it fits a wide window as well."""
    page.set_viewport_size({"width": 320, "height": 800})
    return faults(page) + spilt(page, {"width": 1280, "height": 800})


def test_look_at_form_finds_no_barrier(page: Page, stored: Stored) -> None:
    stored.update(answered(ill="yes", illness="Words " * 40) | {("name", "01"): Answer("Ann" * 30)})
    for more in ({}, answered(place="elsewhere", began_on=NOT_KNOWN)):
        stored.update(more)
        for path in ("/form/place", "/form/facts", "/form/family", "/check"):
            page.goto(path)
            assert look(page) == []


def test_look_at_form_with_faults_finds_no_barrier(page: Page) -> None:
    page.goto("/form/facts")
    page.get_by_label("B5. What weight?").fill("heavy")
    page.get_by_role("group", name="B2. When did it begin?").get_by_label("Day").fill("31")
    save(page)
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    assert look(page) == []


def test_form_is_filled_in_from_the_keyboard_alone(page: Page, stored: Stored) -> None:
    page.goto("/form/place")
    page.get_by_label("Home").focus()
    for key in ("ArrowDown", "ArrowDown", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("By the river")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert (stored["place", ""], stored["place_other", ""]) == (Answer("elsewhere"), Answer("By the river"))
