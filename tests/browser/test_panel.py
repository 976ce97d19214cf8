"""The panel's pages in a real browser, from review meeting to signature: on a phone, with and without scripts."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from cdop.rules.quorum import Part
from cdop.rules.vocabulary import CaseStatus
from cdop.services import findings, meeting_invitations, meetings
from cdop.services.meeting_invitations import Guest
from tests.analyses import analysis
from tests.browser import going
from tests.browser.going import go, press
from tests.browser.looking import faults
from tests.factories import MadeCase, add_case
from tests.meetings import QUORATE, mark, planned, token_of
from tests.personas import PASSWORD, Cast, address
from tests.signed_cases import attend, listed_case, signed_case

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    """The people, all of whom may sign in."""
    people = Cast(now)
    for name in ("coordinator", "chair", "panel member"):
        people.person(name)
    return people


@pytest.fixture
def served(sqlite_app: Flask, cast: Cast) -> Iterator[str]:
    """The address of the application, served to a real browser."""
    server = make_server("127.0.0.1", 0, sqlite_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """A page on a phone, once with JavaScript and once without."""
    context = browser.new_context(base_url=served, viewport=PHONE, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A page on a phone."""
    context = browser.new_context(base_url=served, viewport=PHONE)
    yield context.new_page()
    context.close()


def sign_in(page: Page, name: str) -> None:
    page.context.clear_cookies()
    going.sign_in(page, address(name), PASSWORD)


def fill_date(page: Page, label: str, day: datetime) -> None:
    group = page.get_by_role("group", name=label)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part).fill(str(value))


def test_case_goes_from_review_meeting_to_signature_on_a_phone(phone: Page, cast: Cast, now: datetime) -> None:
    case = add_case(cast.person("coordinator"), now=now, status=CaseStatus.GATHERING)
    record_review_meeting(phone, case, now)
    draft_category(phone)
    add_action(phone, case)
    # The rest of the form has the same parts; here it is written by the verb.
    chair = cast.person("chair")
    findings.save_section(chair, case.public_id, analysis(), seen={}, now=now)
    make_ready(cast, case, now)
    meeting = list_on_meeting_of_today(phone, case)
    attend(cast.person("coordinator"), meeting, now=now)
    sign_in(phone, "chair")
    phone.goto(f"{case.path}/panel")
    expect(phone.get_by_text("What keeps it from being signed")).to_have_count(0)
    phone.get_by_label("I have read this analysis, and it is what the panel agreed").check()
    press(phone, "Sign the analysis")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Signed analysis, version 1")
    expect(phone.get_by_text("The seal agrees")).to_have_count(1)
    phone.goto("/actions/")
    expect(phone.get_by_role("link", name="Write to every practice")).to_have_count(1)


def record_review_meeting(phone: Page, case: MadeCase, now: datetime) -> None:
    sign_in(phone, "coordinator")
    phone.goto(f"{case.path}/review-meeting")
    fill_date(phone, "Date of the meeting", now)
    first = phone.get_by_role("group", name="Person 1", exact=True)
    first.get_by_label("Name").fill("Invented Paediatrician")
    press(phone, "Add more people")
    ninth = phone.get_by_role("group", name="Person 9", exact=True)
    ninth.get_by_label("Name").fill("Invented Officer")
    press(phone, "Save and draft the analysis")
    expect(phone.get_by_text("Now draft the analysis")).to_have_count(1)


def draft_category(phone: Page) -> None:
    go(phone.get_by_role("link", name="6. Category of death"))
    phone.get_by_role("group", name="6.1. Primary category").get_by_label("10", exact=False).last.check()
    press(phone, "Save and continue")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Modifiable factors")


def add_action(phone: Page, case: MadeCase) -> None:
    phone.goto(f"{case.path}/analysis/recommendations")
    row = phone.get_by_role("group", name="Action 1", exact=True)
    row.get_by_label("9.2a. What will be done").fill("Write to every practice")
    row.get_by_label("9.2b. Who will do it").fill("Invented Officer")
    fill_date(phone, "9.2d. By when", datetime(2027, 3, 31))  # noqa: DTZ001  (a civil day)
    press(phone, "Save and continue")
    expect(phone.get_by_role("heading", level=1)).to_have_text("The family, and whom else to tell")


def make_ready(cast: Cast, case: MadeCase, now: datetime) -> None:
    from cdop.services import lifecycle

    lifecycle.move(cast.person("coordinator"), case.id, "make ready for panel", now=now)


def list_on_meeting_of_today(phone: Page, case: MadeCase) -> str:
    """Put a case on the agenda of a meeting of today and return the meeting's public id."""
    phone.goto("/meetings/")
    go(phone.get_by_role("link", name="Plan a meeting").or_(phone.get_by_role("button", name="Plan a meeting")).first)
    fill_date(phone, "Date", datetime(2026, 11, 20))  # noqa: DTZ001  (a civil day)
    phone.get_by_label("Start time").fill("11:30pm")
    press(phone, "Plan the meeting")
    press(phone, f"Put on the agenda {case.reference}")
    expect(phone.get_by_text("1 case on the agenda")).to_have_count(1)
    return phone.url.partition("#")[0].rpartition("/")[2]


def test_pages_of_the_panel_have_no_accessibility_faults_and_fit_a_phone(page: Page, cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    signed, (listed, held) = signed_case(coordinator, now=now), listed_case(coordinator, now=now)
    people = [
        {"name": f"Invented Person of a long name {part}", "part": part.value, "agency": "An invented agency"}
        for part in QUORATE
    ]
    meetings.record_attendance(coordinator, held, people, version=1, now=now)
    findings.save_section(cast.person("chair"), listed.public_id, analysis(), seen={}, now=now)
    add_case(coordinator, now=now, status=CaseStatus.READY)
    ahead = planned(coordinator, now=now, days=9)
    sign_in(page, "chair")
    for path in (f"{listed.path}/panel", f"{signed.case.path}/analyses/{signed.version}", f"{signed.case.path}/panel"):
        page.goto(path)
        page.get_by_text("question by question").click()
        assert faults(page) == []
    page.goto(f"{listed.path}/panel")
    press(page, "Sign the analysis")
    assert faults(page) == []
    sign_in(page, "coordinator")
    for path in (
        f"{listed.path}/review-meeting",
        f"{listed.path}/analysis",
        f"{signed.case.path}/analysis",
        f"{listed.path}/analysis/social",
        "/factors",
        "/factors/C01",
        "/meetings/",
        "/meetings/plan",
        f"/meetings/{ahead}",
        f"/meetings/{held}",
        f"/meetings/{held}/attendance",
        f"/meetings/{held}/conflicts/",
        f"/meetings/{held}/conflicts/declare/{listed.public_id}",
        f"/meetings/{ahead}/people/",
        f"/meetings/{ahead}/people/invite",
        f"/meetings/{ahead}/change",
        f"/meetings/{ahead}/move",
        f"/meetings/{ahead}/cancel",
        f"{listed.path}/panel/notes",
        f"{listed.path}/panel/adjourn",
        f"/meetings/{held}/agenda/{listed.public_id}/take-off",
        "/actions/",
        "/actions/?show=closed",
        f"/actions/{signed.action}",
        f"/actions/{signed.action}/aim",
        f"/actions/{signed.action}/verdict",
    ):
        assert page.goto(path).status == 200, path
        assert faults(page) == []


def test_mistakes_on_pages_of_the_panel_lead_to_their_fields(page: Page, cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    signed, (listed, held) = signed_case(coordinator, now=now), listed_case(coordinator, now=now)
    sign_in(page, "coordinator")
    for path, button in (
        (f"{listed.path}/review-meeting", "Save and draft the analysis"),
        ("/meetings/plan", "Plan the meeting"),
        (f"/meetings/{held}/agenda/{listed.public_id}/take-off", "Take it off"),
    ):
        page.goto(path)
        press(page, button)
        assert faults(page) == []
        page.get_by_role("alert").get_by_role("link").first.click()
        assert page.evaluate("document.activeElement.tagName") in ("INPUT", "TEXTAREA"), path
    page.goto(f"/meetings/{held}/attendance")
    press(page, "Save who came")
    assert faults(page) == []
    page.goto(f"/actions/{signed.action}")
    page.get_by_label("Done").check()
    press(page, "Save")
    assert faults(page) == []


def test_panel_member_meets_no_faults_and_no_case(page: Page, cast: Cast, now: datetime) -> None:
    case, meeting = listed_case(cast.person("coordinator"), now=now)
    sign_in(page, "panel member")
    for path in ("/meetings/", f"/meetings/{meeting}"):
        page.goto(path)
        assert faults(page) == []
        expect(page.get_by_text(case.reference)).to_have_count(0)


def opened(browser: Browser, served: str, who: str = "") -> Page:
    """A window of their own for somebody, signed in unless they have no account."""
    page = browser.new_context(base_url=served).new_page()
    if who:
        sign_in(page, who)
    return page


def test_whole_meeting_with_an_expert_and_somebody_who_leaves(
    browser: Browser, served: str, cast: Cast, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.READY)
    findings.save_section(cast.person("chair"), case.public_id, analysis(), seen={}, now=now)
    meeting = planned(coordinator, now=now + timedelta(hours=1), days=0)
    meetings.put_on_agenda(coordinator, meeting, case.public_id, now=now)
    cast.person("designated doctor")
    guest = Guest("Designated doctor", address("designated doctor"), Part.LEAD_HEALTH)
    meeting_invitations.invite(coordinator, meeting, guest, submission_id=mark(), now=now)
    desk, chair, doctor = (opened(browser, served, who) for who in ("coordinator", "chair", "designated doctor"))
    invite_expert(desk, meeting, case)
    expert = opened(browser, served)
    expert.goto(f"/meeting/{token_of('heart@example.com')}")
    assert faults(expert) == []
    expert.get_by_label("Yes").check()
    expert.get_by_label("I accept these terms").check()
    press(expert, "Send the answer")
    expect(expert.get_by_text("You said that you will come")).to_have_count(1)
    leave(doctor, chair, meeting)
    doctor.goto(f"{case.path}/panel")
    expect(doctor.get_by_role("heading", level=1)).to_have_text("Page not found")
    attend(coordinator, meeting, now=now)
    write_beside_each_other(desk, chair, case)
    chair.goto(f"{case.path}/panel")
    for noted in ("The police disagreed.", "The review was thorough."):
        expect(chair.get_by_text(noted)).to_have_count(1)
    chair.get_by_label("I have read this analysis, and it is what the panel agreed").check()
    press(chair, "Sign the analysis")
    expect(chair.get_by_text("The seal agrees")).to_have_count(1)
    for page in (desk, chair, doctor, expert):
        page.context.close()


def invite_expert(desk: Page, meeting: str, case: MadeCase) -> None:
    """Invite a cardiologist for the one case, and see whom the meeting lacks still."""
    desk.goto(f"/meetings/{meeting}/people/")
    expect(desk.get_by_text("it would not be quorate")).to_have_count(1)
    go(desk.get_by_role("link", name="Invite somebody else"))
    desk.get_by_label("Name", exact=True).fill("Invented Cardiologist")
    desk.get_by_label("E-mail address").fill("heart@example.com")
    desk.get_by_label("Part in the meeting").select_option(label="Expert for some cases")
    desk.get_by_label(case.reference).check()
    press(desk, "Send the invitation")
    expect(desk.get_by_text(f"Expert for some cases: {case.reference}")).to_have_count(1)


def leave(doctor: Page, chair: Page, meeting: str) -> None:
    """The doctor declares that they treated the child, and the chair decides that they leave."""
    doctor.goto(f"/meetings/{meeting}/conflicts/")
    go(doctor.get_by_role("link", name="Declare something"))
    doctor.get_by_label("Treated the child").check()
    press(doctor, "Declare it")
    chair.goto(f"/meetings/{meeting}/conflicts/")
    go(chair.get_by_role("link", name="Decide about Designated doctor"))
    chair.get_by_label("Leaves for this case").check()
    press(chair, "Save the decision")


def write_beside_each_other(desk: Page, chair: Page, case: MadeCase) -> None:
    """Two open the notes; whoever saves second sees both, and what they put together is saved."""
    for page in (desk, chair):
        page.goto(f"{case.path}/panel/notes")
    desk.get_by_label("What was discussed and decided").fill("The review was thorough.")
    press(desk, "Save the notes")
    chair.get_by_label("Who disagreed, and why").fill("The police disagreed.")
    press(chair, "Save the notes")
    expect(chair.get_by_text("What somebody else saved")).to_have_count(1)
    expect(chair.get_by_label("What was discussed and decided")).to_have_value("The review was thorough.")
    expect(chair.get_by_label("Who disagreed, and why")).to_have_value("The police disagreed.")
    press(chair, "Save the notes")
