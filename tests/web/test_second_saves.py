"""Two people change the same thing: the second is refused once, reads what is recorded now, and goes on beside it."""

from datetime import datetime

import pytest

from cdop.rules.correspondence import OfficialKind
from cdop.rules.quorum import Part
from cdop.services import agency_contacts, case_groups, official_letters, panel_seats
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
        "meeting": planned(coordinator, now=now),
        "seat": panel_seats.add(coordinator, SEAT, submission_id=mark(), now=now),
        "official": official_letters.draft(coordinator, *OFFICIAL, submission_id=mark(), now=now),
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
