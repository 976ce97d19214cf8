"""Somebody without an account tells the panel that a child has died."""

import re
from datetime import date

from tests.browser.walk.people import Person, Said
from tests.browser.walk.story import BORN, DIED, FAMILY, GIVEN, NHS_NUMBER, OF_THE_CHILD, PANEL, POSTCODE, TELEPHONE

PAGES: tuple[dict[str, Said], ...] = (
    {
        "A1. Your name": "Invented Registrar",
        "A4. What sort of organisation is it?": "Emergency department",
        "A5. Your e-mail address": "registrar@hospital.example.com",
    },
    {
        "B1. First names": GIVEN,
        "B2. Family name": FAMILY,
        "B4. Date of birth": BORN,
        "B5. Sex": ("Female",),
        "B6. Do you have the child's NHS number?": ("Yes",),
        "B7. NHS number": NHS_NUMBER,
    },
    {"C2. Postcode": POSTCODE},
    {
        "D1. Date of death": DIED,
        "D4. Where was the death confirmed?": "Hospital: emergency department",
        "D6. Where was the child when the event or illness that led to the death began?": "Home",
    },
    {
        "E1. What is known of how the child died?": "Found unresponsive in the morning. Everybody here is invented.",
        "E2. Was the death expected?": ("Unexpected",),
        "E3. Which of these may describe the death?": ("Sudden unexpected death in infancy or childhood",),
    },
    {"F1. Was the child younger than one year?": ("Yes",), "F2. Weeks of pregnancy at birth": "36"},
    {
        "G1. Does any of the criteria for a joint agency response apply?": ("Yes",),
        "G2. Which?": ("It was sudden and no cause was apparent",),
        "G3. Has a joint agency response been started?": ("Yes",),
        "G4. Date it started": date(2026, 9, 1),
    },
)
"""What is told, page by page. The pages after these are left as they are."""
ALL_PAGES, NEEDED = 14, 4


def notify(somebody: Person) -> str:
    """Notify the death on the public form, every page of it; return the receipt's reference."""
    begin(somebody)
    for number in range(ALL_PAGES):
        somebody.tell(PAGES[number] if number < len(PAGES) else {})
        somebody.press("Save and continue")
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
