"""The letter to the family: drafted by the clock, blocked while a criminal case is open, released by a person."""

from datetime import date

from tests.browser.walk.people import Person
from tests.browser.walk.story import COORDINATOR

LETTER = "First letter"
BLOCKED = "A criminal investigation is open: ask the senior investigating officer first"
TO_FILL_IN = "[Fill in: the names of the parents or carers]"


def hold(coordinator: Person, case: str) -> None:
    """Put the case on hold: the police investigate."""
    coordinator.open(case)
    coordinator.follow("What the case waits for")
    coordinator.tell({"What does the case wait for?": ("Criminal investigation",), "Since when?": date(2026, 9, 9)})
    coordinator.press("Put the case on hold")
    coordinator.reads("Criminal investigation", "9 September 2026")


def end_hold(coordinator: Person, case: str) -> None:
    """The investigation is over."""
    coordinator.open(case)
    coordinator.follow("What the case waits for")
    coordinator.follow_to("End it")
    coordinator.tell({"On which day did it end?": date(2026, 9, 22)})
    coordinator.press("End the hold")
    coordinator.open("/")
    coordinator.reads("Letters to release", "First letter to read and release")
    coordinator.open(case)
    assert "criminal" not in coordinator.part("Who we are waiting for")


def read_while_held(coordinator: Person, case: str) -> None:
    """The draft is on the case's page, and cannot be released; it says why, and what is still to be filled in."""
    coordinator.open_until(case, f"{LETTER}: draft")
    coordinator.reads("The letter to the family, until the criminal investigation is over")
    coordinator.follow(LETTER)
    coordinator.reads(BLOCKED, "Fill in the names of the parents or carers")
    assert coordinator.main.get_by_role("button", name="Release the letter").count() == 0
    coordinator.picture("walk-6-letter")


def release(coordinator: Person, case: str) -> None:
    """Fill in what nobody but a person knows, release the letter by name, and record the day it left.

    A joint agency response was held, so the senior investigating officer is asked first.
    """
    coordinator.open(case)
    coordinator.follow("Letters to the family")
    coordinator.follow("Change what to mind")
    coordinator.tell(
        {
            "When did the senior investigating officer clear letters to the family?": date(2026, 9, 22),
            "Which officer was it?": "Invented Superintendent",
        }
    )
    coordinator.press("Save")
    coordinator.open(case)
    coordinator.follow(LETTER)
    coordinator.follow("Change the letter")
    letter = coordinator.main.get_by_label("Letter", exact=True)
    assert TO_FILL_IN in letter.input_value()
    letter.fill(letter.input_value().replace(TO_FILL_IN, "Mr and Mrs Walkington-Invented"))
    coordinator.press("Save the letter")
    coordinator.press("Release the letter")
    coordinator.reads("Released. Drafted 22 September 2026", f"released by {COORDINATOR}")
    coordinator.tell({"On which day did it leave, by post or by hand?": date(2026, 9, 22)})
    coordinator.press("Record the day")
    coordinator.reads("it left on 22 September 2026")
