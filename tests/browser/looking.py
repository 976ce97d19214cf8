"""Looking at a page as it stands in a real browser: by the rules of accessibility, and whether it fits its window."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page, ViewportSize

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# To work out what lies behind each word is most of the rules' work. The colours of an element follow from how it stands
# in the page: from tags, classes and states, its own and those of all that it is in. So of each way to stand one
# element is looked at for its contrast, and a link for how it differs from the text around it, on the first page that
# has it, and returned as a number. No colour of ours changes with the width.
UNSEEN = """seen => {
    const told = ["class", "style", "type", "open", "disabled", "checked", "fill", "stroke", "role",
                  "aria-current", "aria-disabled", "aria-expanded", "aria-invalid", "aria-selected"];
    const known = new Set(seen), stands = new Map([[null, 0]]), fresh = [];
    for (const each of document.querySelectorAll("*")) {
        const states = told.map(name => each.getAttribute(name)).concat(each === document.activeElement);
        let way = stands.get(each.parentElement);
        for (const letter of each.tagName + JSON.stringify(states)) way = Math.imul(way, 31) + letter.charCodeAt() | 0;
        stands.set(each, way);
        if (known.has(way)) continue;
        known.add(way);
        fresh.push(way);
        each.setAttribute("data-unseen", "");
    }
    return fresh;
}"""
# Of what the rules found, only the faults are put into words, which costs as much again.
RUN = """async () => {
    axe.configure({rules: [
        {id: "color-contrast", selector: "[data-unseen]"},
        {id: "link-in-text-block", selector: "a[href][data-unseen]"},
    ]});
    const found = await axe.run({resultTypes: ["violations"], preload: false});
    document.querySelectorAll("[data-unseen]").forEach(each => each.removeAttribute("data-unseen"));
    return found.violations.map(fault => fault.id + ": " + fault.nodes[0].html.slice(0, 200));
}"""
_seen: set[int] = set()


def faults(page: Page) -> list[str]:
    """Return what the rules fault on a page, and whether it is wider than its window."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    _seen.update(page.evaluate(UNSEEN, list(_seen)))
    found = [f"{page.url}: {fault}" for fault in page.evaluate(RUN)]
    return found + spilt(page)


def spilt(page: Page, at: ViewportSize | None = None) -> list[str]:
    """Return whether a page is wider than its window, of the size that it has or gets."""
    if at:
        page.set_viewport_size(at)
    assert page.viewport_size is not None
    width = page.viewport_size["width"]
    is_wider = page.evaluate("document.documentElement.scrollWidth") > width
    return [f"{page.url}: wider than {width} pixels"] if is_wider else []
