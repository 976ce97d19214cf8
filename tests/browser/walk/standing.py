"""What the case's page says at each stage: what happened, what is due, whom it waits for, what is next, why not."""

from tests.browser.walk.people import Person
from tests.browser.walk.story import CHAIR, COORDINATOR, DUE, FAMILY, GIVEN, GP, POLICE

WAITING, NEXT, HISTORY = "Who we are waiting for", "What can be done next", "History"
LACKS = "What it lacks before the panel"
NOT_YET = "Make ready for panel: not yet"
OUTSTANDING = "Reporting forms are still outstanding"
UNASKED = "A supplementary form for what is suspected was not asked for, and it is not said why"
CRIMINAL = "A criminal investigation is open, and the panel waits until it ends"
NO_LETTER, NO_MEETING = "No letter to the family is recorded", "No child death review meeting is recorded"


def asked(coordinator: Person, case: str, *notifications: str) -> None:
    """Two forms are awaited; the case cannot go to the panel without them."""
    coordinator.open(case)
    coordinator.reads(f"{GIVEN} {FAMILY}", "Gathering information")
    says(coordinator, "What is due", "First letter to the family due by 29 September 2026")
    says(coordinator, WAITING, f"{GP}: reporting form (Form B), by {DUE}", f"{POLICE}: reporting form (Form B)")
    says(coordinator, NEXT, "Record the child death review meeting", NOT_YET, OUTSTANDING)
    says(coordinator, "First check", "It was sudden and no cause was apparent", "Invented Key-Worker")
    says(coordinator, HISTORY, *(f"Notification {each} received" for each in notifications), f"asked of {GP}")


def one_returned(coordinator: Person, case: str) -> None:
    """The surgery has answered; the police have begun."""
    coordinator.open(case)
    assert GP not in coordinator.part(WAITING)
    says(coordinator, WAITING, POLICE)
    says(coordinator, "Reporting forms", f"{GP}: returned", f"{POLICE}: in progress")


def held(coordinator: Person, case: str) -> None:
    """All forms are back; the criminal investigation is what the case waits for."""
    coordinator.open(case)
    says(coordinator, WAITING, "The police or the court: criminal investigation, since 9 September 2026")
    says(coordinator, NEXT, NOT_YET, CRIMINAL)
    assert OUTSTANDING not in coordinator.part(NEXT)
    coordinator.picture("walk-5-case")


def met(coordinator: Person, case: str) -> None:
    """A form that nobody was asked for stops the case until it is said why; the rest is only said."""
    coordinator.open(case)
    says(coordinator, "Child death review meeting", "Invented Paediatrician (designated doctor)")
    says(coordinator, WAITING, "Us: the letter to the family waits to be released")
    assert "criminal" not in coordinator.part(WAITING)
    says(coordinator, NEXT, NOT_YET, UNASKED)
    coordinator.open(f"{case}/requests/nobody-else")
    coordinator.tell({"Why is nobody else to be asked?": "The hospital sent its whole record."})
    coordinator.press("Save")
    coordinator.open(case)
    missing = coordinator.part(LACKS)
    assert (NO_LETTER in missing, NO_MEETING in missing, "In the way" in missing) == (True, False, False), missing
    assert "not yet" not in coordinator.part(NEXT)
    coordinator.press("Make ready for panel")
    coordinator.reads("The case is now at “ready for panel”.")
    says(coordinator, NEXT, "Put on an agenda")
    says(coordinator, LACKS, NO_LETTER)


def on_agenda(coordinator: Person, case: str) -> None:
    """The case waits for the panel's meeting; the letter has left."""
    coordinator.open(case)
    says(coordinator, WAITING, "The panel meeting on 8 October 2026")
    says(coordinator, "Letters to the family", "First letter: posted on 22 September 2026")
    says(coordinator, "What was done", "First letter to the family")


def reviewed(coordinator: Person, case: str) -> None:
    """The review is complete, and the history tells everything that happened."""
    coordinator.open(case)
    coordinator.reads("Reviewed")
    says(coordinator, WAITING, "Nobody: the review is complete.")
    says(coordinator, "What the panel found", "Sudden unexpected, unexplained death")
    says(coordinator, "Panel", "Meeting on 8 October 2026: signed", f"Analysis, version 1, signed by {CHAIR}")
    says(coordinator, "Actions", "Ask about smoking at every visit", "Invented Owner", "31 March 2027")
    told = coordinator.part(HISTORY)
    places = [told.find(words) for words in STORY]
    assert -1 not in places, [words for words, place in zip(STORY, places, strict=True) if place < 0]
    assert places == sorted(places), told
    assert COORDINATOR in told
    coordinator.picture("walk-9-reviewed")


STORY = (
    "Analysis signed as version 1",
    "Letter to the family posted",
    "Letter to the family released",
    "Put on the agenda of the panel meeting on 8 October 2026",
    "to ready for panel",
    "Child death review meeting of 21 September 2026 recorded",
    "Letter to the family drafted",
    "Waiting for the police or the court: criminal investigation",
    f"returned by {POLICE}",
    f"returned by {GP}",
    "Reporting form asked of",
    "received on the public form",
)
"""The history of the case, newest first."""


def says(coordinator: Person, heading: str, *words: str) -> None:
    """Under this heading stand these words."""
    told = coordinator.part(heading)
    assert [each for each in words if each not in told] == [], f"{heading}: {told}"
