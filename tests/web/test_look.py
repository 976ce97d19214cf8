"""The layout: what every page carries, and what the vendored files do not."""

import re
from pathlib import Path

import pytest
from html5lib.html5parser import ParseError

import cdop
from tests.client import assert_good_html

STATIC = Path(cdop.__file__).parent / "static"
TEMPLATES = Path(cdop.__file__).parent / "templates"


@pytest.fixture
def sign_in_page(http) -> str:
    return http.get("/sign-in").text


def test_open_page_without_account_names_the_service_and_no_panel(sign_in_page):
    assert_good_html(sign_in_page)
    assert "<title>Sign in - Child death review</title>" in sign_in_page
    assert '<a href="#main-content" class="govuk-skip-link"' in sign_in_page
    assert "Sign out" not in sign_in_page
    assert "/brand/" not in sign_in_page


def test_open_page_loads_only_our_own_files_and_all_are_there(http, sign_in_page):
    addresses = re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"', sign_in_page)
    assert len(addresses) == 4
    assert {address.split("/")[1] for address in addresses} == {"static"}
    assert {http.get(address, buffered=True).status_code for address in addresses} == {200}
    assert [address for address in addresses if not re.search(r"\?v=[0-9a-f]{12}$", address)] == []


def test_send_faulty_form_says_error_in_the_title_and_leads_to_the_fields(client):
    response = client.submit("/sign-in", email="", password="")
    assert_good_html(response.text)
    assert "<title>Error: Sign in - Child death review</title>" in response.text
    assert re.findall(r'<li><a href="(#\w+)">', response.text) == ["#email", "#password"]


def test_open_page_signed_in_shows_panel_person_colour_and_where_to_go(client):
    page = client.sign_in("coordinator").get("/").text
    assert "Test panel</a>" in page
    assert "/brand/1d3c6e.css" in page
    assert re.findall(r'govuk-service-navigation__link" href="(/[^"]+)"', page)[0] == "/notifications/"
    assert '<button type="submit" class="cdop-header__link cdop-header__button">Sign out</button>' in page


def test_open_brand_stylesheet_returns_colours_that_can_be_read(http):
    assert http.get("/brand/ffdd00.css").text == (
        ":root{--govuk-brand-colour:#ffdd00;--cdop-brand-text:#000000;"
        "--govuk-template-background-colour:#fffdf2;--govuk-surface-background-colour:#fffdf2;"
        "--govuk-surface-border-colour:#fff08c;--cdop-mark:#0b0c0c}\n"
    )


@pytest.mark.parametrize("colour", ["red", "1D3C6E", "1d3c6", "1d3c6e;}", "1d3c6e%0a"])
def test_open_brand_stylesheet_of_no_colour_is_not_found(http, colour):
    assert http.get(f"/brand/{colour}.css").status_code == 404


@pytest.mark.parametrize("name", ["govuk-frontend.min.css", "govuk-frontend.min.js"])
def test_vendored_file_has_no_typeface_crown_or_foreign_address(name):
    text = (STATIC / "govuk-frontend-6.3.0" / name).read_text(encoding="utf-8")
    assert re.findall(r"@font-face|GDS Transport|crown|crest|logotype|url\([^)]*\)|sourceMappingURL", text) == []


# What the response's policy would block, what comes from elsewhere, and text taken for HTML.
REFUSED = re.compile(r"""<[a-z][^>{]*\s(?:style|on[a-z]+)="|<style|javascript:|https?://(?!www\.w3\.org)|\|\s*safe\b""")


# What is read without us carries its style with it: the report and the data dictionary as files, and messages.
TO_KEEP = {"reports/standalone.html", "forms/dictionary.html", "email/_layout.html"}
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).as_posix() not in TO_KEEP)


def test_every_template_keeps_to_the_policy_and_to_its_size():
    texts = {path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
    assert len(texts) > 200
    assert {name: REFUSED.findall(text) for name, text in texts.items() if REFUSED.search(text)} == {}
    assert {name for name, text in texts.items() if len(text.splitlines()) > 150} == set()


FAULTS = [
    ("</p>", "</b>"),
    ("<p>", "<div>"),
    ("<p>", "<td>"),
    ("<p>", "<p a=1 a=2>"),
    ("words", "words &made-up; more"),
    ("words</p>", "words</p></div>"),
    ("</h1>", ""),
    ("<footer>", "<footer></b>"),
    ("</main>", ""),
    ('id="middle"', 'id="top"'),
    ("<h1>", "<h2>"),
    ("<title>x", "<title>"),
]


@pytest.mark.parametrize(("good", "bad"), FAULTS)
def test_fault_is_seen_in_the_middle_of_a_page_and_around_it(good: str, bad: str) -> None:
    page = (
        '<!DOCTYPE html><html><head><title>x</title></head><body><div id="top">x</div>'
        '<main id="middle"><h1>x</h1><p>words</p></main><footer>x</footer></body></html>'
    )
    assert_good_html(page)
    assert good in page
    with pytest.raises((ParseError, AssertionError)):
        assert_good_html(page.replace(good, bad))
