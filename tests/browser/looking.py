"""Looking at a page as it stands in a real browser: by the rules of accessibility, and whether it fits its window."""

import fcntl
import os
import re
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page, ViewportSize

from tests import compiled

STATIC = Path(__file__).parents[2] / "cdop" / "static"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# What the rules find of an element follows from how it stands in the page: from tags, classes, attributes and states,
# its own and those of all that it is in, from whether it is visible and has words, from what it refers to, what labels
# it and the heading before it. A number is made of each way to stand. A page on which every element stands as others
# did on pages before has nothing that the rules did not see; on others they look. Contrast, and links beside words, are
# looked at once for each way; what is asked of every element, of those that stand as none did, of all that these are in
# and of what stands beside them; whether words lie outside the landmarks, of those that do. The other rules, which look
# at few elements each and compare them, look at the whole page. No colour of ours changes with the width.
# What another process of the run has looked at is not looked at again: it was told of what was at fault there.
# Missing titles, missing main headings and doubled ids are refused on every page that tests open without a browser.
# No rule reads the attributes in `unread`, and no style those of data that it does not name.
STYLED = set(re.findall(r"\[(data-[\w-]+)", "".join(path.read_text("utf-8") for path in STATIC.rglob("*.css"))))
UNSEEN = """seen => {
    const set = words => new Set(words.split(" "));
    const told = set("class style type role scope lang autocomplete tabindex fill stroke");
    const refers = set("for headers aria-controls aria-describedby aria-labelledby");
    const unread = set("id name action method enctype datetime draggable spellcheck rows"), styled = set("STYLED");
    const known = new Set(seen.split("\\n").map(Number)), stands = new Map([[null, 0]]), fresh = [];
    const tell = (each, name) => {
        if (each === document.body) return false;  // its classes say whether scripts run
        if (refers.has(name)) return each.getAttribute(name).split(" ").every(id => document.getElementById(id));
        return (told.has(name) || name.startsWith("aria-") && name !== "aria-label") && each.getAttribute(name);
    };
    let heading = "";
    for (const each of document.querySelectorAll("*")) {
        const states = each.getAttributeNames().filter(
            name => !unread.has(name) && (!name.startsWith("data-") || styled.has(name))
        ).sort().flatMap(name => [name, tell(each, name)]);
        states.push(each.labels?.length, each.textContent.trim() !== "", each.checkVisibility(),
            each === document.activeElement);
        if (/^H[1-6]$/.test(each.tagName)) {
            states.push(heading);
            heading = each.tagName;
        }
        let way = stands.get(each.parentElement);
        for (const letter of each.tagName + JSON.stringify(states)) way = Math.imul(way, 31) + letter.charCodeAt() | 0;
        stands.set(each, way);
        if (known.has(way)) continue;
        known.add(way);
        fresh.push(way);
        each.setAttribute("data-unseen", "");
        if (!each.closest("main:not([role]), body > header, body > footer")) each.setAttribute("data-outside", "");
        for (const beside of each.parentElement?.children ?? []) beside.setAttribute("data-near", "");
        for (let over = each; over; over = over.parentElement) over.setAttribute("data-near", "");
    }
    return fresh;
}""".replace("STYLED", " ".join(sorted(STYLED)))
# Of what the rules found, only the faults are put into words, which costs as much again.
RUN = """async () => {
    const every = ["aria-allowed-attr", "aria-conditional-attr", "aria-prohibited-attr", "aria-valid-attr",
        "aria-valid-attr-value", "autocomplete-valid", "nested-interactive", "scrollable-region-focusable"];
    axe.configure({rules: [
        {id: "color-contrast", selector: "[data-unseen]"},
        {id: "link-in-text-block", selector: "a[href][data-unseen]"},
        {id: "region", selector: "[data-outside]"},
        {id: "target-size", selector: "[data-near]", enabled: true},  // of WCAG 2.2, and off unless asked for
        ...every.map(id => ({id, selector: "[data-near]"})),
    ]});
    const found = await axe.run({resultTypes: ["violations"], preload: false});
    for (const mark of ["data-unseen", "data-near", "data-outside"])
        document.querySelectorAll(`[${mark}]`).forEach(each => each.removeAttribute(mark));
    return found.violations.map(fault => fault.id + ": " + fault.nodes[0].html.slice(0, 200));
}"""


def faults(page: Page) -> list[str]:
    """Return what the rules fault on a page, and whether it is wider than its window."""
    return (_faults(page) if _has_unseen(page) else []) + spilt(page)


def _has_unseen(page: Page) -> bool:
    """Whether anything stands on a page as nothing did before; from now on it is seen."""
    with (Path(os.environ[compiled.FOLDER]) / "seen").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        fresh = page.evaluate(UNSEEN, file.read())
        file.writelines(f"{way}\n" for way in fresh)
    return bool(fresh)


def _faults(page: Page) -> list[str]:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    return [f"{page.url}: {fault}" for fault in page.evaluate(RUN)]


def spilt(page: Page, at: ViewportSize | None = None) -> list[str]:
    """Return whether a page is wider than its window, of the size that it has or gets."""
    if at:
        page.set_viewport_size(at)
    assert page.viewport_size is not None
    width = page.viewport_size["width"]
    is_wider = page.evaluate("document.documentElement.scrollWidth") > width
    return [f"{page.url}: wider than {width} pixels"] if is_wider else []
