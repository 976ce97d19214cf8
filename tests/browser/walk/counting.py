"""The year's figures and its report include the child, once the review is complete."""

from tests.browser.walk.people import Person

YEAR = "2026-27"


def read_figures(chair: Person) -> None:
    """One death was notified in the year, and one review is complete."""
    chair.open(f"/figures?year={YEAR}")
    chair.reads("Notified", "Reviewed")
    totals = chair.main.locator("dl, table").first.inner_text()
    assert totals.count("1") >= 1, totals


def build_report(chair: Person) -> None:
    """Build the year's report and read its page."""
    chair.open("/reports/")
    chair.tell({"Financial year": YEAR})
    chair.press("Build the report")
    chair.reads(YEAR)
