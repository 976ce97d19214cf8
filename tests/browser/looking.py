"""Looking at a page as it stands in a real browser: by the rules of accessibility, and whether it fits its window."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Of what the rules found, only the faults are put into words, which is most of the work.
RUN = """async rules => (await axe.run({rules, resultTypes: ["violations"], preload: false})).violations.map(
    fault => fault.id + ": " + fault.nodes[0].html.slice(0, 200))"""
# No colour of ours changes with the width, and to work out what lies behind each word is half of the rules' work.
OF_ANOTHER_WIDTH = {"color-contrast": {"enabled": False}}


def faults(page: Page, *, is_known: bool = False) -> list[str]:
    """Return what the rules fault on a page, and whether it is wider than its window.

    One that `is_known` was looked at just now at another width: its colours are what they were.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    found = [f"{page.url}: {fault}" for fault in page.evaluate(RUN, OF_ANOTHER_WIDTH if is_known else {})]
    assert page.viewport_size is not None
    width = page.viewport_size["width"]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        found.append(f"{page.url}: wider than {width} pixels")
    return found
