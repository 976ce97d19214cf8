"""The year's figures and its report include the child, once the review is complete."""

from playwright.sync_api import expect

from tests.browser.walk.people import Person

YEAR, CATEGORY = "2026-27", "Sudden unexpected, unexplained death"


def read_figures(chair: Person) -> None:
    """One death was notified in the year, and one review is complete."""
    chair.open(f"/figures?year={YEAR}")
    for total in ("Deaths notified", "Reviews completed"):
        row = chair.main.locator(".govuk-summary-list__row", has_text=f"{total}, {YEAR}")
        expect(row.locator("dd span").first).to_have_text("1")


def build_report(chair: Person) -> None:
    """Build the year's report and read its page: it has the death, the review and its category."""
    chair.open("/reports/")
    chair.tell({"Financial year": YEAR})
    chair.press_until("Build the report", f"The annual report {YEAR}")
    chair.reads("death of a child was notified", "review was completed", CATEGORY)
    chair.picture("walk-10-report")
