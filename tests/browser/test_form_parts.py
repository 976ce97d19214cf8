"""The parts of a form in a real browser: conditions, focus, small screens, accessibility rules."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import render_template_string
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from cdop import create_app
from cdop.blueprints.access import public
from cdop.forms.base import BaseForm
from cdop.forms.fields import (
    AreaField,
    CheckboxesField,
    ConfirmField,
    DateField,
    FileField,
    NumberField,
    PasswordField,
    RadiosField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from tests.browser.going import go
from tests.browser.looking import faults, spilt
from tests.conftest import renewed
from tests.databases import SqliteFiles, config_for

pytestmark = pytest.mark.browser

YES_NO = [SelectChoice("yes", "Yes"), SelectChoice("no", "No"), SelectChoice("not known", "Not known")]
PAGE = Path(__file__).with_name("form_parts.html").read_text(encoding="utf-8")


class Parts(BaseForm):
    """One field of each kind, and a chain of two conditional questions."""

    name = TextField("Name", [Required("Enter the name")], hint="As on the form")
    died = DateField("Date of death", [Required("Enter the date of death")], hint="For example, 27 3 2026")
    weeks = NumberField("Gestation", lowest=20, highest=45)
    slept = RadiosField("Was a sleep surface shared?", [Required("Select an answer")], choices=YES_NO)
    with_whom = RadiosField("Was it a parent?", choices=YES_NO, when=("is", "slept", "yes"))
    which = TextField("Which parent?", when=("is", "with_whom", "yes"))
    since = DateField("Since when?", when=("any", ("answered", "which"), ("is", "area", "e1")))
    services = CheckboxesField(
        "Services",
        [Required("Select a service")],
        choices=[SelectChoice("gp", "General practice"), SelectChoice("-", "Not known", {"exclusive": True})],
    )
    area = SelectionField(
        "Area", [Required("Select an area")], choices=[SelectChoice("", "Choose"), SelectChoice("e1", "East")]
    )
    story = AreaField("What happened", [Required("Enter what happened")], max_length=50)
    password = PasswordField("Password", [Required("Enter the password")])
    file = FileField("File", [Required("Choose a file")])
    checked = ConfirmField("I have checked it", [Required("Confirm that you have checked it")])


@pytest.fixture(scope="module")
def address(sqlite: SqliteFiles) -> Iterator[str]:
    """The address of the application with a page of all parts, which keeps nothing, served by a thread."""
    app = create_app(config_for(renewed(sqlite)))

    def parts() -> str:
        form = Parts()
        form.validate_on_submit()
        visible = [field for field in form if field not in form.hidden_fields]
        return render_template_string(PAGE, form=form, parts=visible)

    app.add_url_rule("/parts", "parts", public(form=Parts)(parts), methods=["GET", "POST"])
    server = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.port}/parts"
    server.shutdown()
    thread.join()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page of all parts. A script that fails or a file that is blocked fails the test."""
    opened = browser.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    opened.goto(address)
    yield opened
    opened.close()
    assert troubles == []


def shown(page: Page) -> list[bool]:
    """Whether each conditional question is shown: the parent, which, since when."""
    return [part.is_visible() for part in page.locator("[data-when]").all()]


def test_answer_questions_shows_those_that_follow(page):
    assert shown(page) == [False, False, False]
    page.check("#slept")
    assert shown(page) == [True, False, False]
    page.check("#with_whom")
    page.fill("#which", "The father")
    page.press("#which", "Tab")
    assert shown(page) == [True, True, True]


def test_take_an_answer_back_hides_all_that_followed_and_keeps_the_text(page):
    page.check("#slept")
    page.check("#with_whom")
    page.fill("#which", "The father")
    page.check("#slept-2")
    assert shown(page) == [False, False, False]
    page.check("#slept")
    assert shown(page) == [True, True, True]
    assert page.input_value("#which") == "The father"


def test_open_page_without_scripts_shows_every_question(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert shown(page) == [True, True, True]
    context.close()


def test_send_empty_form_leads_from_each_fault_to_its_control(page):
    go(page.locator("main button[type=submit]"))
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    reached: list[str] = []
    for link in page.locator(".govuk-error-summary__list a").all():
        link.click()
        reached.append(page.evaluate("document.activeElement.id"))
    assert " ".join(reached) == "name died-day slept services area story password file checked"
    assert page.title() == "Error: Parts - Child death review"


def test_tick_not_known_clears_the_other_answers(page):
    page.check("#services")
    page.check("#services-3")
    assert [page.is_checked("#services"), page.is_checked("#services-3")] == [False, True]


def test_leave_page_with_unsent_text_asks_first_also_by_another_form_of_it(page):
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<form><button>Another form</button></form>')")
    for way in ("role=button[name='Another form']", "text=Back"):
        page.locator("#story").press_sequentially("Typed")
        go(page.locator(way))
    assert asked == ["beforeunload"] * 2


@pytest.mark.parametrize("is_sent", [False, True], ids=["clean", "faulty"])
def test_look_at_page_finds_no_barrier_and_it_fits_a_phone_as_well(page, is_sent):
    page.set_viewport_size({"width": 1280, "height": 800})
    if is_sent:
        go(page.locator("main button[type=submit]"))
    assert faults(page) + spilt(page, {"width": 320, "height": 800}) == []


@pytest.mark.parametrize(("width", "stop"), [(320, 0), (1280, -1)])
def test_table_is_a_stop_of_the_tab_key_only_where_it_scrolls(page, width, stop):
    page.set_viewport_size({"width": width, "height": 800})
    page.reload()
    assert page.evaluate("document.querySelector('.cdop-scroll').tabIndex") == stop
