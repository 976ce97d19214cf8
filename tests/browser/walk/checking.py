"""The coordinator finds the notification on "my day" and makes its first check; the case's page begins its story."""

from datetime import date

from playwright.sync_api import expect

from tests.browser.walk.people import Person, Said
from tests.browser.walk.story import FAMILY, GIVEN

REFERENCE = "2026/001"
CHECK: dict[str, Said] = {
    "Where did the child normally live?": ("In the panel's area",),
    "Local authority": "Cheshire East",
    "Which criteria of a joint agency response are met?": ("It was sudden and no cause was apparent",),
    "Is there a joint agency response?": ("Yes",),
    "Day it began": date(2026, 9, 1),
    "Time it began": "10:30am",
    "Name of the family's key worker": "Invented Key-Worker",
}


def find_on_my_day(coordinator: Person, reference: str, again: str) -> None:
    """Go to the notification from the list of what waits; the second one of the child is shown beside it."""
    coordinator.open("/")
    coordinator.reads(reference)
    coordinator.picture("walk-2-my-day")
    coordinator.follow_to(reference)
    coordinator.reads(f"{GIVEN} {FAMILY}", "Is this child known already?", again)


def open_case(coordinator: Person) -> str:
    """Make the first check and return the address of the new case; what was not said is asked for on the page.

    A case opens at whom to ask.
    """
    coordinator.follow("Open a new case")
    expect(coordinator.main.get_by_label("Family name", exact=True)).to_have_value(FAMILY)
    coordinator.press("Open the case")
    coordinator.reads("Say where the child normally lived")
    coordinator.tell(CHECK)
    coordinator.look()
    coordinator.press("Open the case")
    coordinator.reads(f"{GIVEN} {FAMILY}", "Reporting forms (Form B)")
    return coordinator.page.url.removesuffix("/requests")
