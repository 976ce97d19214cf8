"""The charts of the figures and of a report, as wide as a phone and as a laptop."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

# The height in CSS pixels at which each word of a chart is drawn, and how wide the charts are.
WORDS = """() => [...document.querySelectorAll("main svg[role=img]")].flatMap(svg => {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return [...svg.querySelectorAll("text")].map(text => parseFloat(text.getAttribute("font-size")) * scale);
})"""
SPILT = """() => [...document.querySelectorAll("main svg[role=img]")].flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll("text")].filter(text => {
        const box = text.getBoundingClientRect();
        return box.left < frame.left - 1 || box.right > frame.right + 1;
    }).map(text => text.textContent);
})"""


def test_words_of_charts_are_readable_and_inside_their_chart(page: Page) -> None:
    sign_in(page, "coordinator")
    page.goto("/figures?year=2024-25")
    for width in (320, 360, 390, 641, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        sizes = page.evaluate(WORDS)
        assert len(sizes) > 50, width
        assert min(sizes) >= 12, width
        assert max(sizes) <= 19, width
        assert page.evaluate(SPILT) == [], width


def test_tables_by_category_fit_a_phone_or_keep_the_names_of_their_rows_in_sight(page: Page) -> None:
    sign_in(page, "coordinator")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/figures?year=2024-25")
    for key in ("category", "modifiable_by_category"):
        frame = page.locator(f"div:has(> #table-reviewed-{key})")
        assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth"), key
    wide = page.locator("div:has(> #table-reviewed-category_by_age_band)")
    wide.evaluate("frame => { frame.scrollLeft = 1000; }")
    name = wide.locator("tbody th").first
    assert name.evaluate("name => name.getBoundingClientRect().left") >= 0


@pytest.mark.parametrize("width", [390, 1280])
def test_what_a_figure_is_of_and_means_is_seen_while_pointed_at_or_focused_and_stays_once_pressed(
    page: Page, width: int
) -> None:
    sign_in(page, "coordinator")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/figures?year=2024-25")
    figure = page.locator("#reviewed-sex + div + .cdop-meaning")
    summary, words = figure.locator("summary"), figure.locator(".govuk-details__text")
    assert "All reviews completed, 2024-25: " in words.text_content()
    assert not words.evaluate(SEEN)
    summary.hover()
    assert words.evaluate(SEEN)
    page.mouse.move(0, 0)
    assert not words.evaluate(SEEN)
    summary.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert words.evaluate(SEEN)
    page.keyboard.press("Enter")
    page.mouse.move(0, 0)
    page.keyboard.press("Tab")
    assert words.evaluate("words => words.checkVisibility()")


SEEN = """words => {
    const box = words.getBoundingClientRect();
    return words.checkVisibility() && box.top >= 0 && box.bottom <= innerHeight;
}"""
