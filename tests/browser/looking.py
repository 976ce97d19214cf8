"""Looking at a page as it stands in a real browser: by the rules of accessibility, and whether it fits its window."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Every rule; of what it found, only the faults are put into words, which is most of the work.
RUN = """async () => (await axe.run({resultTypes: ["violations"], preload: false})).violations.map(
    fault => fault.id + ": " + fault.nodes[0].html.slice(0, 200))"""


def faults(page: Page) -> list[str]:
    """Return what the rules fault on a page, and whether it is wider than its window."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    found = [f"{page.url}: {fault}" for fault in page.evaluate(RUN)]
    assert page.viewport_size is not None
    width = page.viewport_size["width"]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(f"{page.url}: wider than {width} pixels")
    return found
