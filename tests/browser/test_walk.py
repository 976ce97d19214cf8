"""One death, live, through every stage: a real browser, the real server, jobs, mail server and database. No mocks.

Only the clock of the processes is moved: what happens in five weeks happens here in four days. Everybody is invented.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.walk import answering, asking, checking, counting, notifying, reviewing, standing, writing
from tests.browser.walk.people import Person, Sights
from tests.browser.walk.story import (
    CHAIR,
    COORDINATOR,
    COORDINATOR_EMAIL,
    GP,
    GP_EMAIL,
    LETTER_DAY,
    NOTIFIED,
    PANEL,
    PANEL_DAY,
    POLICE_EMAIL,
    REMINDED,
    TELEPHONE,
)
from tests.browser.walk.world import World
from tests.mailbox import mail_server
from tests.personas import PASSWORD

pytestmark = pytest.mark.browser

ADD_PANEL = (
    "flask",
    "panel",
    "add",
    PANEL,
    "--area",
    "Cheshire East",
    "--telephone",
    TELEPHONE,
    "--email",
    "panel@example.com",
)
ADD_PERSON = ("flask", "user", "add", "--password-from", "-")
ADD_GP = ("flask", "agency", "add", GP, "--kind", "gp", "--email", GP_EMAIL)


@pytest.fixture
def world(new_database: Callable[[str], str], tmp_path: Path) -> Iterator[World]:
    """A panel with a coordinator, a chair and one agency, all added on the command line, and a mail server."""
    with mail_server() as mailbox:
        made = World(new_database("sqlite"), mailbox, tmp_path)
        made.at = NOTIFIED
        try:
            made.finished(made.command(*ADD_PANEL))
            made.finished(
                made.command(
                    *ADD_PERSON, COORDINATOR_EMAIL, "--name", COORDINATOR, "--role", "coordinator", typed=TYPED
                ),
                made.command(*ADD_PERSON, "chair@example.com", "--name", CHAIR, "--role", "chair", typed=TYPED),
                made.command(*ADD_GP),
            )
            yield made
        finally:
            made.close()


TYPED = f"{PASSWORD}\n"


def test_a_death_is_notified_looked_into_reviewed_and_counted(world: World, browser: Browser) -> None:
    sights = Sights()

    def somebody(*, scripts: bool = True) -> Person:
        return Person(browser, world.address, sights, scripts=scripts)

    world.travel(NOTIFIED)
    case = first_day(world, somebody)
    world.travel(REMINDED)
    a_week_later(world, somebody, case)
    world.travel(LETTER_DAY)
    day_of_the_letter(somebody, case)
    world.travel(PANEL_DAY)
    day_of_the_panel(somebody, case)
    world.stop()
    assert sights.faults == []
    assert len(sights.pages) > 120


def first_day(world: World, somebody: Callable[..., Person]) -> str:
    """A death is notified, twice and once without scripts; checked; two agencies are asked, and begin to answer."""
    mailbox = world.mailbox
    registrar, other = somebody(), somebody(scripts=False)
    reference = notifying.notify(registrar)
    again = notifying.notify_in_short(other)
    assert notifying.receipt(registrar) == notifying.receipt(other), "the receipt tells what was known already"
    coordinator = somebody().sign_in("coordinator")
    asking.add_police(coordinator)
    checking.find_on_my_day(coordinator, reference, again)
    case = checking.open_case(coordinator)
    asking.ask(coordinator)
    standing.asked(coordinator, case, reference, again)
    links = [
        asking.link_in(asking.message_to(mailbox, email, "reporting form FB-")) for email in (GP_EMAIL, POLICE_EMAIL)
    ]
    answering.manager_begins(somebody(), links[0], mailbox, GP_EMAIL)
    answering.doctor_finishes(somebody(scripts=False), links[0], mailbox, GP_EMAIL)
    answering.officer_begins(somebody(scripts=False), links[1], mailbox, POLICE_EMAIL)
    standing.one_returned(coordinator, case)
    return case


def a_week_later(world: World, somebody: Callable[..., Person], case: str) -> None:
    """A reminder goes to the police, who are late, and none to the surgery; they finish: they investigate."""
    mailbox = world.mailbox
    link = asking.link_in(asking.message_to(mailbox, POLICE_EMAIL, "Reminder"))
    answering.officer_finishes(somebody(), link, mailbox, POLICE_EMAIL)
    assert [each["To"] for each in mailbox.arrived if "Reminder" in each["Subject"]] == [POLICE_EMAIL]
    coordinator = somebody().sign_in("coordinator")
    asking.read_answers(coordinator, case)
    writing.hold(coordinator, case)
    standing.held(coordinator, case)


def day_of_the_letter(somebody: Callable[..., Person], case: str) -> None:
    """The letter is drafted, blocked, released; the review meeting is recorded; the case goes on an agenda."""
    coordinator = somebody().sign_in("coordinator")
    writing.read_while_held(coordinator, case)
    writing.end_hold(coordinator, case)
    reviewing.record_review_meeting(coordinator, case)
    reviewing.write(coordinator, reviewing.DRAFT)
    standing.met(coordinator, case)
    reviewing.plan_meeting(coordinator, checking.REFERENCE)
    writing.release(coordinator, case)
    standing.on_agenda(coordinator, case)


def day_of_the_panel(somebody: Callable[..., Person], case: str) -> None:
    """The panel meets, the chair signs, and the year's figures and report include the child."""
    coordinator, chair = somebody().sign_in("coordinator"), somebody().sign_in("chair")
    reviewing.attend(coordinator)
    reviewing.sign(chair, checking.REFERENCE)
    standing.reviewed(coordinator, case)
    counting.read_figures(chair)
    counting.build_report(chair)
