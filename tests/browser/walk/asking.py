"""The coordinator asks two agencies for their reporting form, and reads what comes back."""

import re
from email.message import EmailMessage

from playwright.sync_api import expect

from tests.browser.walk.people import Person
from tests.browser.walk.story import (
    DOCTOR,
    DUE,
    GP,
    MANAGER,
    OF_THE_CHILD,
    PANEL,
    POLICE,
    POLICE_EMAIL,
    TELEPHONE,
)
from tests.mailbox import Mailbox, body

SEARCHED, IN_CONTACT = "Whose records did you search?", "Why your agency was in contact"


def add_police(coordinator: Person) -> None:
    """Add the police to the directory on its page; the surgery was added on the command line."""
    coordinator.open("/agencies/")
    coordinator.reads(GP)
    coordinator.follow("Add an agency")
    coordinator.tell(
        {"Name": POLICE, "What sort of agency is it?": "Police", "E-mail address for requests": POLICE_EMAIL}
    )
    coordinator.press("Save")
    coordinator.reads(POLICE)


def ask(coordinator: Person) -> None:
    """Send the two requests that are proposed, each with its reason."""
    coordinator.reads("No agency was asked about this case yet.")
    for agency in (GP, POLICE):
        offer = coordinator.main.locator(".cdop-group", has=coordinator.page.get_by_label(f"Ask {agency}", exact=True))
        expect(offer.get_by_label(f"Ask {agency}", exact=True)).to_be_checked()
        expect(offer.get_by_role("paragraph").first).to_have_text(re.compile(r"\w+ \w+"))
    coordinator.picture("walk-3-ask")
    coordinator.press("Send the requests")
    coordinator.reads("On the way: 2 requests", GP, POLICE, DUE)


def message_to(mailbox: Mailbox, address: str, subject: str, number: int = 1) -> EmailMessage:
    """Wait for the message with this in its subject, the so-manieth to this address, and return it."""

    def found() -> list[EmailMessage]:
        return [each for each in mailbox.arrived if each["To"] == address and subject in each["Subject"]]

    mailbox.wait_for(lambda: len(found()) >= number)
    return found()[number - 1]


def link_in(message: EmailMessage) -> str:
    """The link in a message; the message holds what it should and nothing of the child."""
    text = body(message)
    assert re.search(r"\bFB-\w{4}-\w{4}\b", text)
    assert (TELEPHONE in text, PANEL in text) == (True, True)
    tells_nothing(message)
    link = re.search(r"http://\S+", text)
    assert link
    return link[0]


def tells_nothing(message: EmailMessage) -> None:
    """No part of a message, however it is written, says anything about the child."""
    whole = (message.as_string() + body(message)).casefold()
    assert [word for word in OF_THE_CHILD if word.casefold() in whole] == []


def read_answers(coordinator: Person, case: str) -> None:
    """Read the surgery's form: each answer has its author."""
    coordinator.open(case)
    coordinator.follow(GP)
    coordinator.reads(MANAGER, DOCTOR, "practice manager")
    coordinator.follow("Read the form")
    for question, author in ((SEARCHED, MANAGER), (IN_CONTACT, DOCTOR)):
        expect(coordinator.main.locator(".govuk-summary-list__row", has_text=question)).to_contain_text(author)
