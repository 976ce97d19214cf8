"""Before a session ends for idleness the page says so, in time to stay."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

WARNING = "You will be signed out in 2 minutes"


@pytest.fixture
def home(page: Page) -> Page:
    """The home page of a coordinator, on a clock that the test turns."""
    page.clock.install()
    sign_in(page, "coordinator")
    expect(page).to_have_title(re.compile("^Home"))
    return page


def test_one_press_of_a_key_stays_signed_in(home: Page) -> None:
    warning = home.get_by_role("dialog", name=WARNING)
    home.clock.fast_forward("16:59")
    expect(warning).to_be_hidden()
    for press in ("Enter", "Escape"):
        home.clock.fast_forward("17:01")
        expect(warning).to_be_visible()
        expect(home.get_by_role("button", name="Stay signed in")).to_be_focused()
        with home.expect_response("**/stay-signed-in") as asked:
            home.keyboard.press(press)
        assert asked.value.status == 204
        expect(warning).to_be_hidden()


def test_tab_in_use_keeps_the_others_quiet(home: Page) -> None:
    home.clock.fast_forward("17:01")
    warning = home.get_by_role("dialog", name=WARNING)
    expect(warning).to_be_visible()
    other = home.context.new_page()
    other.goto("/cases/")
    expect(warning).to_be_hidden()


def test_who_comes_too_late_is_told_that_the_text_is_still_there(home: Page) -> None:
    home.clock.fast_forward("17:01")
    forget(home.context)
    home.get_by_role("button", name="Stay signed in").click()
    expect(home.get_by_role("dialog", name="You have been signed out")).to_be_visible()
    home.get_by_role("button", name="Go back to the page").click()
    expect(home.get_by_role("dialog")).to_have_count(0)


def forget(context: BrowserContext) -> None:
    """As if the session had ended on the server."""
    context.clear_cookies()


def test_warning_fits_a_phone_and_the_page_behind_it_does_not_move(home: Page) -> None:
    home.set_viewport_size({"width": 320, "height": 640})
    home.clock.fast_forward("17:01")
    warning = home.get_by_role("dialog", name=WARNING)
    expect(warning).to_be_visible()
    box = warning.bounding_box()
    assert box is not None
    assert (box["x"] >= 0, box["x"] + box["width"] <= 320, box["y"] >= 0) == (True, True, True)
