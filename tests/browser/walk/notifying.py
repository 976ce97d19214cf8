"""Somebody without an account tells the panel that a child has died."""

import re
from datetime import date

from tests.browser.walk.people import Person, Said
from tests.browser.walk.story import BORN, DIED, FAMILY, GIVEN, NHS_NUMBER, OF_THE_CHILD, PANEL, POSTCODE, TELEPHONE

PAGES: tuple[dict[str, Said], ...] = (
    {
        "Your name": "Invented Registrar",
        "What sort of organisation is it?": "Emergency department",
        "Your e-mail address": "registrar@hospital.example.com",
    },
    {
        "First names": GIVEN,
        "Family name": FAMILY,
        "Sex": ("Female",),
        "Do you have the child's NHS number?": ("Yes",),
        "NHS number": NHS_NUMBER,
    },
    {
        "Date of birth": BORN,
        "Date of death": DIED,
        "Where was the death confirmed?": "Hospital: emergency department",
        "Name of that place": "Invented Hospital",
    },
    {"Postcode": POSTCODE},
    {"Weeks of pregnancy at birth": "36"},
    {
        "What is known of how the child died?": "Found unresponsive in the morning. Everybody here is invented.",
        "Where was the child when the event or illness that led to the death began?": "Home",
        "Was the death expected?": ("Unexpected",),
    },
    {"Which of these may describe the death?": ("Sudden unexpected death in infancy or childhood",)},
    {
        "Does any of the criteria for a joint agency response apply?": ("Yes",),
        "Which?": ("It was sudden and no cause was apparent",),
        "Has a joint agency response been started?": ("Yes",),
        "Date it started": date(2026, 9, 1),
    },
)
"""What is told, page by page, of what is needed most. The pages after these are left."""
NEEDED = 6


def notify(somebody: Person) -> str:
    """Notify the death on the public form, with all that is needed most; return the receipt's reference."""
    begin(somebody)
    for answers in PAGES:
        somebody.tell(answers)
        somebody.press("Save and continue")
    somebody.reads("Do you know more?")
    somebody.open("/notify/check")
    return send(somebody)


def notify_in_short(somebody: Person) -> str:
    """Notify the same death again and answer only what is needed."""
    begin(somebody)
    for answers in PAGES[:NEEDED]:
        somebody.tell(answers)
        somebody.press("Save and continue")
    somebody.open("/notify/check")
    return send(somebody)


def begin(somebody: Person) -> None:
    """Read what is asked for, and begin."""
    somebody.open("/notify")
    somebody.reads(PANEL, TELEPHONE)
    somebody.picture("walk-1-notify")
    somebody.press("Begin")


def send(somebody: Person) -> str:
    """Read the whole notification again and send it; return the receipt's reference. The receipt tells nothing."""
    somebody.reads("Check your answers", GIVEN, FAMILY, "999 000 0018", POSTCODE, "1 September 2026")
    somebody.tell({"Why are they not answered?": ("I do not know them",)})
    somebody.press("Send the notification")
    somebody.reads("Received", PANEL, TELEPHONE)
    somebody.does_not_read(*OF_THE_CHILD)
    return reference_of(somebody)


def reference_of(somebody: Person) -> str:
    """The reference on the page."""
    found = re.search(r"\b[A-Z]{1,3}-[A-Z0-9]{4}-[A-Z0-9]{4}\b", somebody.text)
    assert found, somebody.text
    return found[0]


def receipt(somebody: Person) -> str:
    """The words of the receipt, but for its reference."""
    return somebody.text.replace(reference_of(somebody), "the reference")
