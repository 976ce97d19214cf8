"""`make pictures`: the pictures of the README, from the demonstration while it runs and from the test of the walk."""

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright
from pypdfium2 import PdfDocument

ADDRESS = f"http://127.0.0.1:{os.environ.get('CDOP_PORT', '8000')}"
FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 860
COLOURS = 128
REPORT_PAGES = (
    ("cover", ""),
    ("findings", "Key findings"),
    ("notified", "Deaths notified"),
    ("reviewed", "Deaths reviewed"),
    ("rates", "Rates of deaths"),
    ("area", "Cheshire West and Chester"),
)
"""The pages of the annual report that the README shows, by a heading on each."""
BUILT_WITHIN = 120_000
"""Milliseconds in which the job process builds the report, while its page shows how far it is."""
FAULTY = "case_ref,date_of_birth,date_of_death,date_notified,area,sex\r\n" + "".join(
    f"X/{n},{born},{died},{told},{area},{sex}\r\n"
    for n, born, died, told, area, sex in (
        (1, "2025-02-31", "2025-06-01", "2025-06-02", "Halton", "male"),
        (2, "2006-01-01", "2025-06-01", "2025-06-02", "Warrington", "female"),
        (3, "2025-05-01", "2025-06-01", "2025-05-30", "Narnia", "girl"),
    )
)


def main(browser: str) -> None:
    """Take every picture anew, and keep each small."""
    from_demonstration(browser)
    from_walk(browser)
    for path in FOLDER.glob("*.png"):
        shrink(path)


def from_walk(browser: str) -> None:
    """Walk a death through its stages, as the test does, which takes pictures on the way."""
    environ = os.environ | {"TEST_BROWSER": browser, "WALK_PICTURES": str(FOLDER)}
    subprocess.run([sys.executable, "-m", "pytest", "-q", "tests/browser/test_walk.py"], env=environ, check=True)


def shrink(path: Path) -> None:
    """Save a picture with a palette: our pages have few colours."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def from_demonstration(browser: str) -> None:
    """Sign in as the coordinator and take each picture."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox", "--disable-quic", "--font-render-hinting=none"]
        )
        page = chromium.new_page(base_url=ADDRESS, viewport={"width": WIDTH, "height": HEIGHT})
        page.goto("/sign-in")
        page.get_by_label("Email address").fill("coordinator@example.com")
        page.get_by_label("Password", exact=True).fill("nobody real is here")
        follow(page.get_by_role("button", name="Sign in"))
        take(page, "home")
        page.goto("/cases/?status=reviewed")
        take(page, "cases")
        follow(page.locator("tbody a").first)
        take(page, "case")
        page.goto("/requests/")
        take(page, "requests")
        page.goto("/whom-to-ask/")
        take(page, "whom-to-ask")
        page.goto("/figures")
        take(page, "figures")
        page.goto("/register")
        page.locator("input[type=file]").set_input_files(
            {"name": "register.csv", "mimeType": "text/csv", "buffer": FAULTY.encode()}
        )
        follow(page.get_by_role("button", name="Import"))
        take(page, "register")
        pages_of_report(page)
        chromium.close()


def pages_of_report(page: Page) -> None:
    """Build the report of the last whole year, and keep some of its pages."""
    page.goto("/reports/")
    follow(page.get_by_role("button", name="Build the report"))
    link = page.get_by_role("link", name="The same report as a PDF").get_attribute("href", timeout=BUILT_WITHIN)
    keep_pages(PdfDocument(page.request.get(str(link)).body()))


def keep_pages(report: PdfDocument) -> None:
    """Take a picture of each page that the README shows, found by its bookmark."""
    place_of = {entry.get_title(): entry.get_dest().get_index() for entry in report.get_toc()}
    for name, heading in REPORT_PAGES:
        number = place_of[heading] if heading else 0
        report[number].render(scale=1.2).to_pil().save(FOLDER / f"report-{name}.png")


def follow(control: Locator) -> None:
    """Press what leads to a page, and wait until that is there: of one that leaves no picture can be taken."""
    with control.page.expect_navigation():
        control.click()


def take(page: Page, name: str) -> None:
    """Keep what the window shows."""
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1])
