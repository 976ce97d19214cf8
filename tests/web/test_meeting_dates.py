"""The pages of dates and of people: planned, moved, cancelled, invited, and answered by a link without an account."""

from datetime import datetime

import pytest
from werkzeug.test import TestResponse

from cdop.rules.quorum import Part
from cdop.services import meeting_invitations
from tests.client import Browserless, form_fields
from tests.meetings import add_seats, planned, token_of


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    """The coordinator's browser."""
    return client.sign_in("coordinator")


@pytest.fixture
def meeting(desk: Browserless, now: datetime) -> str:
    """The public id of a meeting in two weeks."""
    return planned(desk.cast.person("coordinator"), now=now)


def date_typed(field: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{field}-day": str(day), f"{field}-month": str(month), f"{field}-year": str(year)}


def fill_in(browser: Browserless, path: str, **typed: str) -> TestResponse:
    """Send a page's form as it is shown, with this typed over it."""
    return browser.http.post(path, data=form_fields(browser.get(path).text) | typed)


def test_year_is_planned_on_one_page(desk: Browserless) -> None:
    first = date_typed("first", 21, 1, 2027)
    answer = fill_in(desk, "/meetings/year", starts="9.30am", every="3", place="Invented hall", **first)
    assert answer.status_code == 302
    page = desk.get("/meetings/").text
    assert "4 meetings planned" in page
    assert "21 October 2027 at 9:30am" in page
    assert fill_in(desk, "/meetings/year", **first).status_code == 422


def test_meeting_is_moved_with_its_reason_on_its_page(desk: Browserless, meeting: str) -> None:
    move = f"/meetings/{meeting}/move"
    refused = fill_in(desk, move, starts="2pm", **date_typed("meets_on", 8, 12, 2026))
    assert (refused.status_code, form_fields(refused.text)["starts"]) == (422, "2pm")
    moved = fill_in(desk, move, starts="2pm", reason="The hall is taken", **date_typed("meets_on", 8, 12, 2026))
    assert moved.status_code == 302
    page = desk.get(f"/meetings/{meeting}").text
    assert "8 December 2026 at 2:00pm" in page
    assert "The hall is taken" in page


def test_cancelled_meeting_says_why_and_is_changed_no_more(desk: Browserless, meeting: str) -> None:
    assert desk.submit(f"/meetings/{meeting}/cancel", reason="Snow").status_code == 302
    page = desk.get(f"/meetings/{meeting}").text
    assert ("Cancelled" in page, "Snow" in page, f"/meetings/{meeting}/move" in page) == (True, True, False)
    assert ("The meeting was cancelled." in page, "still to come" in page) == (True, False)
    assert desk.http.get(f"/meetings/{meeting}/move").status_code == 409


def test_room_for_cases_is_on_no_page_of_the_meeting(desk: Browserless, meeting: str) -> None:
    fields = form_fields(desk.get(f"/meetings/{meeting}/change").text)
    assert (fields["most_cases"], fields["minutes"]) == ("10", "90")
    for path in (f"/meetings/{meeting}", "/meetings/"):
        assert "minutes" not in desk.get(path).text.split("<footer")[0]


def test_who_is_invited_answers_by_the_link_and_the_coordinator_sees_it(
    desk: Browserless, meeting: str, now: datetime
) -> None:
    coordinator = desk.cast.person("coordinator")
    (email,) = add_seats(coordinator, Part.LEAD_HEALTH, now=now)
    people = f"/meetings/{meeting}/people/"
    assert "would not be quorate" in desk.get(people).text
    assert desk.submit(people, people).status_code == 302
    somebody = Browserless(desk.app, desk.cast)
    link = f"/meeting/{token_of(email)}"
    page = somebody.get(link)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "Everything in this meeting and in its papers is confidential" in page.text
    refused = somebody.submit(link, answer="comes", note="By train")
    assert (refused.status_code, form_fields(refused.text)["note"]) == (422, "By train")
    assert "accept the confidentiality statement" in refused.text
    assert somebody.submit(link, answer="comes", in_confidence="yes").status_code == 302
    assert "You said that you will come" in somebody.get(link).text
    assert "Comes" in desk.get(people).text
    assert somebody.http.get(f"/meetings/{meeting}").status_code == 302  # the link opens nothing else


def test_date_is_fixed_by_a_button(desk: Browserless, meeting: str) -> None:
    people = f"/meetings/{meeting}/people/"
    assert "The date is not fixed yet" in desk.get(people).text
    assert desk.submit(people, f"/meetings/{meeting}/fix").status_code == 302
    assert "The date was fixed" in desk.get(people).text


def test_seat_is_added_changed_and_ended(desk: Browserless, meeting: str, now: datetime) -> None:
    told = {"person": "Invented Nurse", "email": "nurse@example.com", "part": Part.NURSING.value}
    assert fill_in(desk, "/meetings/seats/add", **told).status_code == 302
    assert "seat already" in fill_in(desk, "/meetings/seats/add", **told).text
    page = desk.get("/meetings/seats/").text
    (path,) = {part for part in page.split('"') if part.startswith("/meetings/seats/") and len(part) > 30}
    assert fill_in(desk, path, is_ended="yes", deputy_name="Invented Deputy").status_code == 422
    assert fill_in(desk, path, is_ended="yes").status_code == 302
    assert "invited no more" in desk.get("/meetings/seats/").text
    assert meeting_invitations.invite_seats(desk.cast.person("coordinator"), meeting, now=now) == 0
