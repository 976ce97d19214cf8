"""People at the agencies: a link, a one-time code, a name, and only then whose form it is; half now, the rest later."""

import re
from collections.abc import Mapping

from playwright.sync_api import expect

from tests.browser.walk.asking import IN_CONTACT, SEARCHED, message_to, tells_nothing
from tests.browser.walk.people import Person, Said
from tests.browser.walk.story import DOCTOR, FAMILY, GIVEN, GP, MANAGER, OF_THE_CHILD, OFFICER, PANEL, POLICE, TELEPHONE
from tests.mailbox import Mailbox, body

LATER = "Save and come back later"
WHY = "The rest is in the hospital's records. Everybody here is invented."


def open_form(somebody: Person, link: str, mailbox: Mailbox, email: str, *, who: tuple[str, str], nth: int) -> None:
    """Open a link with the `nth` code that is sent to its address; before that nothing of the case can be seen."""
    somebody.open(link)
    somebody.reads(PANEL, TELEPHONE)
    somebody.does_not_read(*OF_THE_CHILD)
    somebody.press("Send a code")
    somebody.does_not_read(*OF_THE_CHILD)
    message = message_to(mailbox, email, "one-time code", nth)
    tells_nothing(message)
    code = re.search(r"\b\d{6}\b", body(message))
    assert code
    name, role = who
    somebody.tell({"Code from the e-mail": code[0], "Your name": name, "Your role": role})
    somebody.press("Open the form")
    somebody.reads(f"{GIVEN} {FAMILY}", "1 September 2026")


def save_half(somebody: Person, section: str, answers: Mapping[str, Said]) -> None:
    """Answer some of a section and leave; what was saved is counted on the list of sections."""
    somebody.follow(section)
    somebody.tell(answers)
    somebody.press(LATER)
    somebody.reads("Your answers are saved.")


def manager_begins(manager: Person, link: str, mailbox: Mailbox, email: str) -> None:
    """The practice manager answers what she can and closes the form."""
    open_form(manager, link, mailbox, email, who=(MANAGER, "practice manager"), nth=1)
    manager.picture("walk-4-whose-form")
    save_half(
        manager,
        "A. About this return",
        {"A6. Whose records did you search?": ("The child's", "The mother's, in pregnancy")},
    )
    manager.press_above("Close the form")
    manager.does_not_read(*OF_THE_CHILD)


def doctor_finishes(doctor: Person, link: str, mailbox: Mailbox, email: str) -> None:
    """The doctor goes on in another browser with another code, sees what the manager said, and sends the form."""
    open_form(doctor, link, mailbox, email, who=(DOCTOR, "GP partner"), nth=2)
    doctor.follow("A. About this return")
    expect(doctor.main.get_by_label("The child's", exact=True)).to_be_checked()
    doctor.tell({"A11. Why your agency was in contact, and what it did": "The six-week check. All was well."})
    doctor.press("Save and continue")
    doctor.press(LATER)
    send(doctor, {SEARCHED: MANAGER, IN_CONTACT: DOCTOR}, GP)


def officer_begins(officer: Person, link: str, mailbox: Mailbox, email: str) -> None:
    """The police say what they know so far."""
    open_form(officer, link, mailbox, email, who=(OFFICER, "detective sergeant"), nth=1)
    save_half(officer, "B. What happened", {"B1. What do you know of the circumstances of the death?": "Invented."})


def officer_finishes(officer: Person, link: str, mailbox: Mailbox, email: str) -> None:
    """The police go on a week later, in another browser, from the reminder's link."""
    open_form(officer, link, mailbox, email, who=(OFFICER, "detective sergeant"), nth=2)
    officer.follow("A. About this return")
    officer.tell({"A6. Whose records did you search?": ("The child's",)})
    officer.press(LATER)
    officer.follow("B. What happened")
    officer.tell({"B11. Is there a police investigation?": ("Yes",)})
    officer.look()
    officer.tell({"B12. Its state, and whom to ask before anything is shared": "Open: ask the officer."})
    officer.picture("walk-5-answer")
    officer.press(LATER)
    send(
        officer, {"What do you know of the circumstances": OFFICER, "Is there a police investigation": OFFICER}, POLICE
    )


def send(somebody: Person, authors: Mapping[str, str], agency: str) -> None:
    """Check the answers, each with its author, and send the form; the receipt tells nothing of the child."""
    somebody.press("Check the answers and send")
    reads_authors(somebody, authors)
    somebody.press("Send the form")
    somebody.reads("Say in a few words why some questions are not answered")
    somebody.tell({"Why are some questions not answered?": WHY})
    somebody.press("Send the form")
    somebody.reads("Received", agency)
    somebody.does_not_read(*OF_THE_CHILD)


def reads_authors(somebody: Person, authors: Mapping[str, str]) -> None:
    """Beside each of these answers stands the name of who gave it."""
    for question, author in authors.items():
        row = somebody.main.locator(".govuk-summary-list__row", has_text=question).first
        expect(row).to_contain_text(author)
