"""Somebody in front of a real browser. Every page they meet is looked at for barriers."""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Response, ViewportSize, expect

from tests.browser.going import go
from tests.browser.looking import faults, spilt
from tests.personas import PASSWORD, address

PHONE: ViewportSize = {"width": 390, "height": 844}
WIDE: ViewportSize = {"width": 1280, "height": 900}
OFTEN = 100
UNDER = """heading => {
    const all = [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")];
    const next = all.slice(all.indexOf(heading) + 1).find(each => each.tagName <= heading.tagName);
    const words = document.createRange();
    words.setStartAfter(heading);
    next ? words.setEndBefore(next) : words.setEndAfter(document.querySelector("main").lastChild);
    return words.toString();
}"""
PICTURES = os.environ.get("WALK_PICTURES")
"""A folder that takes the README's pictures, when `make pictures` runs the walk."""

REFUSALS = frozenset({409, 410, 422})
"""What a page answers that says why something cannot be."""

Said = str | date | tuple[str, ...]


class Sights:
    """Where everybody of the walk has been, and every fault that was seen on the way."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.faults: list[str] = []

    def look(self, page: Page) -> None:
        """Look at a page as it is now, by the rules, and whether it fits a phone and a wide window.

        Its person goes on at the other width: everybody uses the pages at both by turns.
        """
        where = f"{re.sub(r'[A-Za-z0-9_-]{20,}', '*', page.url)} ({page.title()})"
        self.pages.append(where)
        self.faults += [
            f"{where}: {fault}" for fault in faults(page) + spilt(page, WIDE if page.viewport_size == PHONE else PHONE)
        ]


class Person:
    """One person in a browser of their own, which knows nobody when it is opened."""

    def __init__(self, browser: Browser, site: str, sights: Sights, *, scripts: bool = True) -> None:
        self.context = browser.new_context(base_url=site, viewport=WIDE)
        self.page, self.sights = self.context.new_page(), sights
        self.scripts = None if scripts else self.context.new_cdp_session(self.page)
        self._refuse_scripts(True)
        self.page.on("pageerror", lambda error: sights.faults.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._note)

    def _note(self, response: Response) -> None:
        if response.status >= 400 and response.status not in REFUSALS:
            self.sights.faults.append(f"{response.url}: {response.status}")

    def _refuse_scripts(self, refused: bool) -> None:
        if self.scripts:
            self.scripts.send("Emulation.setScriptExecutionDisabled", {"value": refused})

    def look(self) -> None:
        """Look at the page as it is now. Where no script of the page ran, those of the looking may now."""
        self._refuse_scripts(False)
        self.sights.look(self.page)
        self._refuse_scripts(True)

    def open(self, path: str) -> None:
        """Go to an address."""
        self.page.goto(path)
        self.look()

    def open_until(self, path: str, words: str) -> None:
        """Go to an address again and again until it says these words, which a job brings about; then look."""
        for _time in range(OFTEN):
            self.page.goto(path)
            if words in self.text:
                break
        self.reads(words)
        self.look()

    def follow(self, name: str) -> None:
        """Follow the first link of this name."""
        self._go(self.main.get_by_role("link", name=name, exact=True).first)

    def follow_to(self, words: str) -> None:
        """Follow the first link that has these words among its own."""
        self._go(self.main.get_by_role("link", name=words).first)

    def press(self, name: str) -> None:
        """Press a button of this name."""
        self._go(self.main.get_by_role("button", name=name, exact=True).first)

    def press_until(self, name: str, words: str) -> None:
        """Press a button that asks something of the job process, and wait on the page that shows what came of it."""
        go(self.main.get_by_role("button", name=name, exact=True))
        expect(self.main).to_contain_text(words, timeout=60_000)
        self.page.wait_for_load_state()
        self.look()

    def press_above(self, name: str) -> None:
        """Press a button of this name in the head of the page."""
        self._go(self.page.get_by_role("banner").get_by_role("button", name=name, exact=True))

    def _go(self, control: Locator) -> None:
        """Every link and button of the walk leads to a page, if only to the same one."""
        go(control)
        self.look()

    def tell(self, answers: Mapping[str, Said]) -> None:
        """Answer questions of the page, each by its words."""
        for question, said in answers.items():
            self._tell(question, said)

    def _tell(self, question: str, said: Said) -> None:
        group = self.main.get_by_role("group", name=question, exact=True).first
        if isinstance(said, date):
            for part, number in (("Day", said.day), ("Month", said.month), ("Year", said.year)):
                group.get_by_label(part, exact=True).fill(str(number))
        elif isinstance(said, tuple):
            for each in said:
                group.get_by_label(each, exact=True).check()
        else:
            self._write(self.main.get_by_label(question, exact=True).first, said)

    def _write(self, field: Locator, said: str) -> None:
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=said)
        else:
            field.fill(said)

    def tick(self, *boxes: str) -> None:
        """Tick boxes."""
        for box in boxes:
            self.main.get_by_label(box, exact=True).check()

    @property
    def main(self) -> Locator:
        """What the page is about."""
        return self.page.get_by_role("main")

    @property
    def text(self) -> str:
        """The words of the page, header and footer too."""
        return self.page.locator("body").inner_text()

    def reads(self, *words: str) -> None:
        """The page says these words."""
        for each in words:
            expect(self.main).to_contain_text(each)

    def does_not_read(self, *words: str) -> None:
        """No word of the page is one of these."""
        text = self.text.casefold()
        assert [each for each in words if each.casefold() in text] == []

    def part(self, heading: str) -> str:
        """The words under a heading, up to the next heading that is no smaller."""
        found = self.main.get_by_role("heading", name=heading, exact=True).first
        expect(found).to_be_visible()
        return " ".join(str(found.evaluate(UNDER)).split())

    def sign_in(self, who: str) -> "Person":
        """Sign in by the form."""
        self.open("/sign-in")
        self.page.get_by_label("Email address").fill(address(who))
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")
        return self

    def picture(self, name: str) -> None:
        """Take a picture of the page for the README, if pictures are taken."""
        if PICTURES:
            self.page.set_viewport_size(WIDE)
            self.page.evaluate("scrollTo(0, 0)")
            self.page.screenshot(path=Path(PICTURES) / f"{name}.png")

    def leave(self) -> None:
        """Close the browser."""
        self.context.close()
