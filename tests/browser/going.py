"""Going from page to page in a real browser: nothing is looked at before the next page is there and its scripts ran."""

from playwright.sync_api import Locator, Page


def go(control: Locator) -> None:
    """Follow a link or press a button that leads to a page, if only to the same one, and wait until it is there."""
    page = control.page
    with page.expect_event("domcontentloaded"):
        control.click()
    page.wait_for_load_state()


def press(page: Page, name: str) -> None:
    """Press the button of this name."""
    go(page.get_by_role("button", name=name, exact=True))


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in by the form."""
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in")
    page.wait_for_url("**/")
