"""The first page: to each role what its work begins with, and no child's name to anybody."""

import re
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from cdop.rules.vocabulary import CaseStatus
from cdop.services import meetings, meetings_register
from tests.client import Browserless
from tests.factories import add_case
from tests.personas import PEOPLE, Cast
from tests.web.test_sweep import ANYTHING, is_signed


@pytest.mark.parametrize("name", PEOPLE)
def test_menu_leads_where_the_person_may_go_and_nowhere_else(name: str, sqlite_app: Flask, now: datetime) -> None:
    browser = Browserless(sqlite_app, Cast(now)).sign_in(name)
    page = browser.get("/").text
    menu = re.findall(r'govuk-service-navigation__link" href="(/[a-z]+)/?"', page)
    assert menu == [path for path, action in MENU.items() if is_signed(action, ANYTHING, PEOPLE[name])]


MENU = {
    "/notifications": "notification:list",
    "/cases": "case:list",
    "/requests": "form_b:read",
    "/meetings": "meeting:list",
    "/actions": "action:list",
    "/themes": "theme:list",
    "/figures": "figures:public",
    "/reports": "report:view",
}


@pytest.mark.parametrize("name", ["coordinator", "chair", "panel member", "analyst", "auditor"])
def test_home_names_no_child(name: str, client: Browserless, now: datetime) -> None:
    coordinator = client.cast.person("coordinator")
    for status in CaseStatus:
        add_case(coordinator, now=now, status=status, given_names="Quillonia", family_name="Zantedeschia")
    page = client.sign_in(name).get("/").text
    assert ("Quillonia" in page, "Zantedeschia" in page) == (False, False)


def test_home_says_which_edition_of_the_figures_an_account_opens(client: Browserless) -> None:
    told = {name: client.sign_in(name).get("/").text for name in ("analyst", "analyst and member", "coordinator")}
    assert [name for name, page in told.items() if "opens figures that have passed disclosure control" in page] == [
        "analyst"
    ]
    assert [name for name, page in told.items() if "are the full edition, for the panel only" in page] == [
        "analyst and member"
    ]


def test_home_counts_each_stage_and_names_what_waited_longest(client: Browserless, now: datetime) -> None:
    coordinator = client.cast.person("coordinator")
    old = add_case(coordinator, now=now, died_on=date(2026, 3, 10), notified_on=date(2026, 3, 11))
    new = add_case(coordinator, now=now, status=CaseStatus.READY)
    done = add_case(coordinator, now=now, status=CaseStatus.CLOSED)
    page = client.sign_in("coordinator").get("/").text.partition('id="due"')[2]
    assert page.index(old.public_id) < page.index(new.public_id)
    assert done.public_id not in page


def test_home_shows_the_coming_meetings_first_then_the_last_few_each_with_a_link(
    client: Browserless, now: datetime
) -> None:
    coordinator = client.cast.person("coordinator")
    days = (19, 5, *range(-7, -14, -1))
    for number, more in enumerate(days):
        at = now + timedelta(days=more)
        meetings.plan_meeting(coordinator, starts_at=at, submission_id=f"meeting-by-tests-{number:03}", now=at)
    past = "".join(f"{(now + timedelta(days=more)).date()},case review,\r\n" for more in days[2:])
    meetings_register.import_meetings(client.cast.command_line, f"date,kind,theme\r\n{past}".encode(), now=now)
    page = client.sign_in("coordinator").get("/").text.partition('id="meetings"')[2]
    shown = re.findall(r'href="/meetings/[\w-]+"><time datetime="([0-9-]+)', page)
    assert shown == ["2026-11-25", "2026-12-09", "2026-11-13", "2026-11-12", "2026-11-11"]
    assert page.index("Coming") < page.index("2026-12-09") < page.index("Held last")


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/accessibility", 200), ("/sign-in", 200)])
def test_open_pages_need_no_account(path: str, status: int, client: Browserless) -> None:
    assert client.http.get(path).status_code == status
