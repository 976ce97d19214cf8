"""The headers of every response."""

import re

import pytest
from flask import Flask, Response

from cdop import create_app
from cdop.blueprints.security import clear_site_data
from config import Config
from tests.databases import SECRET

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{}'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STRICT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/sign-in", "/no-such-page", "/fault/unforeseen", "/static/cdop.css", "/healthz"])
def test_open_anything_returns_the_headers(http, path):
    response = http.get(path, buffered=True)
    assert {name: response.headers.get(name) for name in STRICT} == STRICT
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")


def test_open_page_allows_its_own_script_by_a_nonce_used_once(http):
    pages = [http.get("/sign-in") for _ in range(2)]
    nonces = [re.findall(r'nonce="([^"]+)"', page.text) for page in pages]
    assert [len(found) for found in nonces] == [1, 1]
    assert nonces[0] != nonces[1]
    for page, (nonce,) in zip(pages, nonces, strict=True):
        assert page.headers["Content-Security-Policy"] == POLICY.format(nonce)


@pytest.mark.parametrize(
    ("path", "caching"),
    [
        ("/sign-in", "no-store"),
        ("/no-such-page", "no-store"),
        ("/static/no-such-file.css", "no-store"),
        ("/static/cdop.css", "no-cache"),
        ("/static/cdop.css?v=1", "public, max-age=31536000, immutable"),
        ("/static/govuk-frontend-6.3.0/govuk-frontend.min.js", "public, max-age=31536000, immutable"),
        ("/brand/1d3c6e.css", "public, max-age=31536000, immutable"),
    ],
)
def test_open_anything_says_how_long_it_may_be_kept(http, path, caching):
    assert http.get(path, buffered=True).headers["Cache-Control"] == caching


def https_app(base_url: str) -> Flask:
    return create_app(Config(database_url="sqlite://", secret_key=SECRET, base_url=base_url))


@pytest.mark.parametrize(
    ("base_url", "header"),
    [("https://cdop.example.com", "max-age=31536000; includeSubDomains"), ("http://localhost", None)],
)
def test_open_page_insists_on_https_where_it_is_served_so(base_url, header):
    response = https_app(base_url).test_client().get("/static/cdop.css", base_url=base_url, buffered=True)
    assert response.headers.get("Strict-Transport-Security") == header


def test_clear_site_data_names_cache_and_storage():
    assert clear_site_data(Response()).headers["Clear-Site-Data"] == '"cache", "storage"'
