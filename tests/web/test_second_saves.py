"""Two people change the same thing: the second is refused once, reads what is recorded now, and goes on beside it."""

from datetime import datetime

import pytest

from cdop.rules.correspondence import OfficialKind
from cdop.rules.quorum import Part
from cdop.services import agency_contacts, case_groups, death_lists, official_letters, panel_seats
from cdop.services.case_groups import Told
from cdop.services.panel_seats import Seat
from tests.agencies import add_agency
from tests.client import Browserless, form_fields
from tests.live_cases import live_case
from tests.meetings import mark, planned

# Each page by its address, with the answer that two people change and how a message calls it.
PAGES = {
    "/meetings/{meeting}/change": ("place", "Place"),
    "/meetings/seats/{seat}": ("person", "Name"),
    "{letter}/edit": ("text", "Letter"),
    "/letters/{official}/edit": ("text", "Letter"),
    "{case}/holds/{hold}/check": ("note", "Note"),
    "{case}/family": ("needs", "What else do they need"),
    "/notifications/{notification}/delay": ("reason", "Why was it notified late"),
    "/lists/senders/{sender}": ("gaps", "What else do lists of this sender leave out"),
    "/agencies/{agency}": ("lead_name", "The lead&#39;s name"),
    "/agencies/{agency}/people/{contact}": ("role", "The role"),
    "/themes/neonatal/change": ("owner", "Who owns it"),
    "/themes/neonatal/note": ("helps", "What helps"),
    "/groups/{group}/change": ("purpose", "What is asked of these cases"),
    "/groups/{group}/findings": ("findings", "What was found"),
    "/reports/page/families": ("text", "What everybody reads"),
    "/whom-to-ask/row?key=gp": ("reason", "Why"),
}
SEAT = Seat("Invented Member", "member@example.com", Part.POLICE)
OFFICIAL = (
    OfficialKind.LEARNING,
    {"to_name": "A trust", "to_address": "1 Invented Street", "to_email": "", "answer_by": None},
)


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    """The coordinator's browser."""
    return client.sign_in("coordinator")


@pytest.fixture
def names(desk: Browserless, now: datetime) -> dict[str, str]:
    """What the addresses of the pages name."""
    coordinator = desk.cast.person("coordinator")
    live = live_case(coordinator, now=now)
    agency = add_agency(coordinator, now=now)
    group = Told("Invented group", "Invented question", "", ("age",))
    return {
        "case": live.case.path,
        "letter": live.letter_path,
        "hold": live.hold,
        "notification": live.notification,
        "meeting": planned(coordinator, now=now),
        "seat": panel_seats.add(coordinator, SEAT, submission_id=mark(), now=now),
        "official": official_letters.draft(coordinator, *OFFICIAL, submission_id=mark(), now=now),
        "sender": death_lists.add_source(coordinator, "Invented registrar", "registrar", now=now),
        "agency": agency,
        "contact": agency_contacts.add_contact(coordinator, agency, {"name": "Pat Invented"}, now=now),
        "group": case_groups.make(coordinator, group, submission_id=mark(), now=now),
    }


@pytest.mark.parametrize("page", PAGES)
def test_second_of_two_is_refused_once_and_goes_on_beside_what_is_recorded(
    page: str, desk: Browserless, names: dict[str, str]
) -> None:
    path, (field, called) = page.format(**names), PAGES[page]
    opened = form_fields(desk.get(path).text)
    assert desk.http.post(path, data=opened | {field: "Of the first."}).status_code == 302
    typed = opened | {field: "Of the second."}
    refused = desk.http.post(path, data=typed)
    assert refused.status_code == 409
    assert f"{called}, as recorded now: Of the first." in refused.text
    assert refused.text.count(", as recorded now: ") == 2, "beside the one that differs, and above all"
    kept = form_fields(refused.text)
    assert {name for name in typed if kept[name] != typed[name]} <= {"csrf_token", "version"}
    assert form_fields(desk.get(path).text)[field] == "Of the first."
    assert desk.http.post(path, data=typed).status_code == 409, "the old page does not save by being sent again"
    assert desk.http.post(path, data=kept).status_code == 302, "the one that shows what is recorded does"
    assert form_fields(desk.get(path).text)[field] == "Of the second."


def test_day_and_time_that_somebody_else_changed_are_said_in_words(desk: Browserless, names: dict[str, str]) -> None:
    path = f"/meetings/{names['meeting']}/move"
    opened = form_fields(desk.get(path).text) | {"reason": "The hall is taken"}
    first = opened | {"starts": "2pm", "meets_on-day": "8", "meets_on-month": "12"}
    assert desk.http.post(path, data=first).status_code == 302
    refused = desk.http.post(path, data=opened | {"starts": "9am"})
    assert refused.status_code == 409
    assert "New date, as recorded now: 8 December 2026" in refused.text
    assert "Start time, as recorded now: 2:00pm" in refused.text
    assert desk.http.post(path, data=form_fields(refused.text)).status_code == 302


def test_rule_of_a_theme_that_somebody_else_wrote_stands_beside_with_its_lines(desk: Browserless) -> None:
    path = "/themes/neonatal/rule"
    first, second = "age under 28 days\nsex is female", "age under 28 days\nsex is male"
    opened = form_fields(desk.get(path).text) | {"reason": "Agreed", "press": "save"}
    assert desk.http.post(path, data=opened | {"rule": first, "shown": first}).status_code == 302
    refused = desk.http.post(path, data=opened | {"rule": second, "shown": second})
    assert (refused.status_code, "The rule, as recorded now, is below" in refused.text) == (409, True)
    assert f">{first}</div>" in refused.text
    assert desk.http.post(path, data=form_fields(refused.text) | {"press": "save"}).status_code == 302
    assert form_fields(desk.get(path).text)["rule"].splitlines() == second.splitlines()


def test_day_that_others_did_something_is_said_and_nothing_where_none_is_recorded(
    desk: Browserless, names: dict[str, str]
) -> None:
    path, known = f"{names['case']}/outside-steps", "abuse_known_on"
    opened = form_fields(desk.get(path).text)
    first = opened | {f"{known}-day": "3", f"{known}-month": "11", f"{known}-year": "2026"}
    assert desk.http.post(path, data=first).status_code == 302
    told = "serious_incident_notified_on"
    second = opened | {f"{told}-day": "4", f"{told}-month": "11", f"{told}-year": "2026"}
    refused = desk.http.post(path, data=second)
    assert refused.status_code == 409
    assert "knew of abuse or neglect, as recorded now: 3 November 2026" in refused.text
    assert "notified a serious incident, as recorded now: nothing" in refused.text
    kept = form_fields(refused.text) | {f"{known}-day": "3", f"{known}-month": "11", f"{known}-year": "2026"}
    assert desk.http.post(path, data=kept).status_code == 302
