"""Somebody without an account fills in the public notification form, page by page."""

import re

from tests.client import Browserless, form_fields

TOLD = {
    "notifier": {"notifier_name": "Invented Doctor", "notifier_email": "doctor@example.com"},
    "child": {
        "given_names": "Canarianna",
        "family_name": "Zantedeschia",
        "nhs_number_held": "held",
        "nhs_number": "999 000 0018",
    },
    "dates": {
        "born_on-day": "1",
        "born_on-month": "3",
        "born_on-year": "2026",
        "died_on-day": "19",
        "died_on-month": "11",
        "died_on-year": "2026",
        "died_at_time": "6:30am",
        "place_of_death": "HOSP-ED",
        "place_of_death_name": "Invented Hospital",
    },
    "circumstances": {"place_of_event": "HOME"},
}
GAPS = {"reason-gaps": "I do not know them"}


def neutral(page: str) -> str:
    """A page without what is chance in it: the reference, marks of the response, and moments."""
    page = re.sub(r"N-[A-Z0-9]{4}-[A-Z0-9]{4}", "N-", page)
    return re.sub(r'(nonce|value|datetime)="[^"]*"', "", page)


def another(visitor: Browserless) -> Browserless:
    return Browserless(visitor.app, visitor.cast)


def fill(browser: Browserless, section: str, press: str = "save", **typed: str) -> str:
    """Type into a page, send it, and return where it leads."""
    path = f"/notify/sections/{section}"
    fields = form_fields(browser.get(path).text) | typed | {"press": press}
    response = browser.http.post(path, data=fields)
    assert response.status_code == 302, response.text
    return str(response.location)


def begin(browser: Browserless, first: str = "notifier", **typed: str) -> None:
    response = browser.submit("/notify", **typed)
    assert (response.status_code, response.location) == (302, f"/notify/sections/{first}"), response.text


def write(browser: Browserless, **changes: str) -> None:
    begin(browser)
    for section, typed in TOLD.items():
        fill(browser, section, **typed | {name: value for name, value in changes.items() if name in typed})


def send(browser: Browserless, **changes: str) -> str:
    """Send a whole notification and return the page of its receipt."""
    write(browser, **changes)
    response = browser.submit("/notify/check", **GAPS)
    assert (response.status_code, response.location) == (302, "/notify/received"), response.text
    return browser.get("/notify/received").text
