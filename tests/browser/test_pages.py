"""Every page as people meet it: in a real browser, by machine-checked rules, on a phone and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from cdop.questionnaires.answer import place_of
from tests.browser.conftest import sign_in
from tests.browser.going import go
from tests.browser.looking import faults, spilt

pytestmark = pytest.mark.browser

PAGES = {
    "coordinator": (
        "/",
        "/cases/",
        "/cases/?status=reviewed",
        "/figures",
        "/figures/cases?measure=reviewed.sex",
        "/figures/timeliness?from=1/4/2014&to=1/4/2030",
        "/figures/between?kind=category-8",
        "/reports/",
        "/reports/page",
        "/reports/page/families",
        "/themes/safe-sleep/note",
        "/register",
        "/requests/?state=all",
        "/agencies/",
        "/agencies/file",
        "/agencies/scorecards?since=ever",
        "/whom-to-ask/",
        "/whom-to-ask/row?key=gp",
        "/messages/",
        "/messages/?status=sent",
        "/messages/words",
        "/messages/words/form_b_request",
        "/letters/",
        "/letters/new",
        "/inbox/",
        "/inbox/choices",
        "/jobs/",
        "/api-tokens/",
        "/groups/",
        "/groups/new",
        "/releases/",
        "/releases/extract",
        "/alerts/?show=all",
        "/cases/led-elsewhere",
        "/calendar/",
        "/deadlines",
        "/deadlines/pack_circulation_wd",
        "/waits",
        "/ready/",
        "/meetings/",
        "/meetings/planner",
        "/meetings/seats/",
        "/meetings/seats/add",
        "/meetings/year",
        "/waits/cases",
        "/my-day/this-week",
        "/my-day/late-forms",
    ),
    "chair": ("/", "/cases/?page=2&sort=name&order=ascending", "/figures?year=2024-25", "/account/second-step"),
    "member": ("/", "/figures", "/reports/"),
    "administrator": ("/", "/people/"),
    "analyst": (
        "/",
        "/figures",
        "/workspace?measure=reviewed.category&year=2024-25&years=5",
        "/workspace?measure=deaths.area&year=2024-25&years=5",
        "/workspace?measure=notified.timeliness_by_place&year=2024-25",
        "/releases/",
        "/api/v1/",
    ),
}
PHONE: ViewportSize = {"width": 320, "height": 640}
LAPTOP: ViewportSize = {"width": 1280, "height": 900}
STATUS = "performance.getEntriesByType('navigation')[0].responseStatus"


def look(page: Page, *paths: str) -> list[str]:
    """Return the faults of these pages, the one that is open by default, at laptop width and on a phone.

    Each begins at the width at which the one before ended: a laptop and a phone by turns.
    """
    found = []
    for path in paths or (None,):
        if path:
            page.goto(path)
        status = page.evaluate(STATUS)
        found += [] if status == 200 else [f"{page.url}: {status}"]
        found += faults(page) + spilt(page, LAPTOP if page.viewport_size == PHONE else PHONE)
    page.set_viewport_size(LAPTOP)
    return found


@pytest.mark.parametrize("who", PAGES)
def test_pages_of_a_role_have_no_accessibility_faults_fit_a_phone_and_ask_nothing_of_another_site(
    page: Page, site: str, who: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text) if message.type == "error" else None)
    sign_in(page, who)
    assert look(page, *PAGES[who]) == []
    assert [url for url in asked if not url.startswith((site, "data:"))] == []


def test_pages_of_an_agency_with_an_account_have_no_accessibility_faults_and_fit_a_phone(page: Page) -> None:
    sign_in(page, "agency")
    assert look(page, "/", "/our-forms/") == []
    go(page.locator("tbody tr", has_text="Waiting for release").get_by_role("button"))
    assert look(page, "/form-b/", "/form-b/release/", "/form-b/release/give-back") == []


def test_pages_of_a_report_being_written_have_no_accessibility_faults_and_fit_a_phone(page: Page) -> None:
    sign_in(page, "coordinator")
    page.goto("/reports/")
    go(page.get_by_role("link", name="Text of the report").first)
    sections = f"{page.url}/sections"
    paths = ("learning", "learning/versions", "learning/numbers/1", "foreword", "easy-about")
    assert look(page, page.url, *(f"{sections}/{path}" for path in paths), f"{page.url}/preview") == []


def test_lists_whose_rows_are_blocks_on_a_phone_are_sorted_and_ticked_there(page: Page) -> None:
    sign_in(page, "coordinator")
    page.set_viewport_size(PHONE)
    page.goto("/cases/")
    go(page.get_by_role("link", name="Child", exact=True))
    names = page.locator("td[data-label=Child]").all_inner_texts()
    assert names == sorted(names, key=lambda name: name.split()[-1])
    page.goto("/themes/neonatal")
    page.get_by_text("Tick all of this page").click()
    expect(page.get_by_role("checkbox", checked=False)).to_have_count(0)


def open_case(page: Page, name: str) -> None:
    """Find the case of an invented child and open it."""
    page.goto("/cases/")
    page.get_by_label("Name, reference or NHS number").fill(name)
    go(page.get_by_role("button", name="Filter"))
    go(page.locator("tbody a").first)


def open_meeting(page: Page, link: str) -> None:
    """Open the first meeting whose page has a link of this name, and follow it."""
    page.goto("/meetings/")
    for path in page.locator("tbody a").evaluate_all("links => links.map(link => link.href)"):
        page.goto(path)
        if page.get_by_role("link", name=link, exact=True).count():
            break
    go(page.get_by_role("link", name=link, exact=True))


def test_pages_of_packs_minutes_recommendations_and_themes_have_no_accessibility_faults_and_fit_a_phone(
    page: Page,
) -> None:
    sign_in(page, "coordinator")
    open_meeting(page, "Prepare the pack")
    assert look(page) == []
    go(page.locator("tbody a").first)
    assert look(page) == []
    go(page.get_by_role("link", name="Change The child"))
    assert look(page) == []
    page.goto("/recommendations/")
    go(page.locator("tbody a").first)
    assert look(page, "/recommendations/", page.url, f"{page.url}/change", f"{page.url}/verdict") == []
    page.goto("/groups/")
    go(page.locator("tbody a").first)
    group = page.url
    go(page.locator("tbody a[href^='/groups/']").first)
    assert look(page, page.url, group, *(f"{group}/{end}" for end in ("change", "findings", "report"))) == []
    page.goto("/themes/neonatal")
    go(page.locator("tbody a").first)
    assert (
        look(
            page,
            page.url,
            "/near-deaths/?show=all",
            "/themes/",
            "/themes/new",
            *(f"/themes/neonatal{end}" for end in ("", "/change", "/rule")),
        )
        == []
    )
    sign_in(page, "member")
    open_meeting(page, "Read the papers")
    papers = page.url
    minutes = papers.replace("/pack", "/minutes")
    go(page.get_by_role("button", name="Take it as a PDF"))
    # The job process draws it; the page shows by itself how far it is, and in the end the way to the file.
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the file").click(timeout=60_000)
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-")
    page.goto(papers)
    go(page.locator("ol.govuk-list--number a").first)
    assert look(page, minutes, papers, page.url) == []


def test_pages_of_a_child_who_is_held_twice_have_no_accessibility_faults_and_fit_a_phone(page: Page) -> None:
    sign_in(page, "coordinator")
    open_case(page, "Hazle")
    page.goto(f"{page.url}/same-child")
    assert look(page) == []
    go(page.get_by_role("link", name="Compare with case"))
    assert look(page) == []
    go(page.get_by_role("button", name="Join the two cases"))
    assert faults(page) == []
    page.get_by_label("How do you know that it is one child?").fill("The mother told us. All of it is invented.")
    page.get_by_role("radio").last.check()
    go(page.get_by_role("button", name="Join the two cases"))
    expect(page.get_by_text("Also known as")).to_be_visible()
    page.goto(f"{page.url}/same-child")
    go(page.get_by_role("list").get_by_role("link", name="Case 20"))
    assert look(page) == []
    page.get_by_label("Why?").fill("They are two after all. All of it is invented.")
    go(page.get_by_role("button", name="Take the cases apart"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hazle Invented Live")


def test_pages_of_returned_forms_have_no_accessibility_faults_and_fit_a_phone(page: Page) -> None:
    sign_in(page, "coordinator")
    open_case(page, "Dale")
    case = page.url
    feeding = f"comparison/form_b/{place_of(('feeding', ''))}"
    paths = (
        "comparison/",
        "comparison/completeness",
        feeding,
        "requests",
        "sensitive",
        "holds",
        "reminders",
        "national/notification",
    )
    assert look(page, *(f"{case}/{path}" for path in paths)) == []
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy = page.get_by_role("button", name="B1 First names")
    copy.click()
    expect(copy).to_contain_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "Dale"
    open_case(page, "Cedar")
    page.goto(f"{page.url}/requests")
    go(page.get_by_role("link", name="Invented Lane Surgery"))
    assert look(page) == []
    go(page.get_by_role("link", name="Version 1"))
    assert look(page) == []


def test_pages_for_everybody_have_no_accessibility_faults(page: Page) -> None:
    found = []
    for path in ("/sign-in", "/forgotten-password", "/accessibility", "/nowhere", "/demo/mailbox/"):
        page.goto(path)
        found += faults(page)
    assert found == []


def test_pages_of_a_panel_for_everybody_have_no_accessibility_faults_and_fit_a_phone(page: Page) -> None:
    page.goto("/public")
    go(page.locator("main a").first)
    assert look(page, "/public", page.url) == []


def test_pages_of_an_account_have_no_accessibility_faults_and_fit_a_phone(page: Page) -> None:
    sign_in(page, "administrator")
    page.goto("/people/")
    page.get_by_label("Agency respondent").check()
    expect(page.get_by_label("Whose forms do they answer?")).to_be_visible()
    go(page.get_by_role("button", name="Open the account"))
    found = faults(page)
    go(page.get_by_role("link", name="Lee Invented-Lead"))
    assert found + look(page) == []
    sign_in(page, "doctor")
    page.goto("/account/second-step")
    go(page.get_by_role("button", name="Set it up"))
    assert look(page) == []


def test_case_page_and_its_forms_have_no_accessibility_faults(page: Page) -> None:
    sign_in(page, "coordinator")
    page.goto("/cases/")
    go(page.locator("tbody a").first)
    case = page.url
    assert look(page, case, f"{case}/correct", f"{case}/take-no-part", f"{case}/forms/") == []


def test_page_of_an_alert_has_no_accessibility_faults_also_with_faults(page: Page) -> None:
    sign_in(page, "coordinator")
    page.goto("/alerts/")
    go(page.locator("tbody").get_by_role("link").first)
    found = look(page)
    go(page.get_by_role("button", name="Record the call"))
    expect(page.get_by_role("alert")).to_contain_text("Say whom they rang")
    assert found + faults(page) == []


def test_faults_of_a_form_lead_to_their_field_and_keep_what_was_typed(page: Page) -> None:
    sign_in(page, "coordinator")
    page.goto("/cases/")
    go(page.locator("tbody a").first)
    go(page.get_by_role("link", name="Correct the facts"))
    page.get_by_label("Given names").fill("Łucja Invented")
    page.get_by_role("group", name="Date of death").get_by_label("Month").fill("13")
    go(page.get_by_role("button", name="Save the changes"))
    assert faults(page) == []
    page.get_by_role("alert").get_by_role("link").first.click()
    focused = page.evaluate("document.activeElement.name")
    assert focused == "died_on-month"
    expect(page.get_by_label("Given names")).to_have_value("Łucja Invented")
    assert page.title().startswith("Error: ")


def test_header_page_and_footer_begin_and_end_at_the_same_places(page: Page) -> None:
    page.goto("/sign-in")
    for width in (320, 700, 1024, 1100, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 768})
        boxes = [box.bounding_box() for box in page.locator(".govuk-width-container").all()]
        edges = {(round(box["x"]), round(box["width"])) for box in boxes if box}
        assert (len(boxes), len(edges)) == (3, 1), width
        assert min(left for left, _width in edges) >= 15, width


def test_session_ends_at_sign_out_for_a_copied_cookie_and_the_back_button(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    sign_in(page, "chair")
    copied = context.cookies()
    page.goto("/cases/")
    go(page.get_by_role("button", name="Sign out"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    thief = browser.new_context(base_url=site)
    thief.add_cookies(copied)
    stolen = thief.new_page()
    stolen.goto("/cases/")
    expect(stolen.get_by_role("heading", level=1)).to_have_text("Sign in")
    context.close()
    thief.close()


def test_without_javascript_a_note_is_added_and_shows_as_typed_and_no_button_does_nothing(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "coordinator")
    page.goto("/cases/")
    go(page.locator("tbody a").first)
    typed = "<b>unclosed x<y and y>z & <script>alert(1)</script>"
    page.get_by_label("Add a note").fill(typed)
    go(page.get_by_role("button", name="Add the note"))
    expect(page.locator(".cdop-narrative").last).to_have_text(typed)
    open_case(page, "Dale")
    page.goto(f"{page.url}/national/notification")
    expect(page.get_by_role("textbox", name="B1 First names")).to_be_visible()
    expect(page.get_by_role("button", name="B1 First names")).to_have_count(0)
    context.close()
