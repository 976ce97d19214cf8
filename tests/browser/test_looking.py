"""A page is faulted for what stands on it as on none before, however little that is and however often it was opened."""

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import faults

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><head><title>Page</title></head><body><main><h1>Page</h1><h2>Part</h2>
<p>Words <a href="/">and a link</a> <button type="button">Press</button> <img alt="Picture" src="data:,"></p>
<label for="name">Name</label> <input id="name" aria-required="true" aria-describedby="hint">
<span id="hint">Hint</span>
<div><button type="button" style="padding: 1em">Back</button>
<button type="button" style="padding: 1em">On</button></div>
<p><button type="button" style="width: 16px; padding: 0">+</button></p>
<ul><li>Point</li></ul> <details><summary>More</summary>Words</details>
<table><tr><th scope="col">Column</th></tr><tr><td>1</td></tr></table></main></body></html>"""
FAULTS = (
    ("button-name", "Press", " "),
    ("link-name", "and a link", ""),
    ("label", 'for="name"', 'for="hint"'),
    ("image-alt", ' alt="Picture"', ""),
    ("heading-order", "h2>", "h4>"),
    ("empty-table-header", "Column", ""),
    ("aria-valid-attr-value", 'aria-required="true"', 'aria-required="perhaps"'),
    ("color-contrast", "<button", '<button style="color: #ddd; background: #fff"'),
    ("target-size", "<div", '<div style="zoom: 0.2"'),
    ("target-size", "+</button>", '+</button><button type="button" style="padding: 1em">Next</button>'),
    ("aria-allowed-attr", "<h2>", '<h2 aria-checked="true">'),
    ("autocomplete-valid", "aria-required", 'autocomplete="perhaps" aria-required'),
    ("nested-interactive", "More", 'More <a href="/">and a link</a>'),
    ("list", "<li>Point</li>", "<p>Point</p>"),
    ("html-has-lang", ' lang="en"', ""),
    ("region", "<main>", "<main></main>"),
)


def test_each_fault_is_found_on_a_page_that_was_without_it(browser: Browser) -> None:
    page = browser.new_page()
    for html in (PAGE, PAGE.replace("Words", "Other words")):
        page.set_content(html)
        assert faults(page) == []
    for rule, good, bad in FAULTS:
        page.set_content(PAGE.replace(good, bad))
        assert rule in [fault.split(": ")[1] for fault in faults(page)], bad
    page.close()
