"""A test client that behaves as a browser does: it signs in by the form and sends the form's own hidden fields."""

import re
from contextvars import Context
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cdop.rules.vocabulary import Role
from tests.personas import PASSWORD, Cast, address

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


class _Apart(FlaskClient):
    """Sends each request in a context of its own, so that none finds what the test's context holds."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        response: TestResponse = Context().run(super().open, *args, **options)
        return response


class Browserless:
    """Signs in, opens pages and sends forms; refuses a page that is not well-formed HTML."""

    def __init__(self, app: Flask, cast: Cast) -> None:
        self.app, self.cast = app, cast
        self.http: FlaskClient = _Apart(app, response_wrapper=app.response_class)

    def sign_in(self, name: str, *, roles: tuple[Role, ...] | None = None) -> "Browserless":
        """Sign in as one of the people, who is given an account first."""
        self.cast.person(name, roles=roles)
        response = self.submit("/sign-in", email=address(name), password=PASSWORD)
        assert response.status_code == 302, response.text
        return self

    def get(self, path: str, *, status: int = 200) -> TestResponse:
        """Open a page and check its status and its HTML."""
        response = self.http.get(path)
        assert response.status_code == status, f"{path}: {response.status}\n{response.text[:3000]}"
        if response.mimetype == "text/html" and response.status_code != 302:
            assert_good_html(response.text)
        return response

    def submit(self, page: str, action: str | None = None, **fields: Any) -> TestResponse:
        """Open a page, fill in its form and send it to `action` (by default the page itself)."""
        hidden = hidden_fields(self.http.get(page).text)
        return self.http.post(action or page, data=hidden | fields, content_type="multipart/form-data")


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden fields of a page's forms, by name."""
    tags = HIDDEN.findall(html)
    return {_attribute(tag, "name"): _attribute(tag, "value") for tag in tags}


def form_fields(html: str) -> dict[str, str]:
    """What a browser would send of a page's forms if nothing was typed; of equal names the last."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    fields = {}
    for control in [*tree.iter("input"), *tree.iter("textarea")]:
        is_choice = control.get("type") in ("radio", "checkbox")
        if control.get("name") and (not is_choice or "checked" in control.attrib):
            fields[control.get("name")] = control.get("value") or (control.text or "").removeprefix("\n")
    for select in tree.iter("select"):
        options = list(select.iter("option"))
        chosen = next((o for o in options if "selected" in o.attrib), options[0])
        fields[select.get("name")] = chosen.get("value", chosen.text or "")
    return fields


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def assert_good_html(html: str) -> None:
    """Refuse a page that a strict parser faults, or that has no title, no main heading or a doubled id."""
    html5lib.HTMLParser(strict=True).parse(html)
    assert len(re.findall(r"<h1[ >]", html)) == 1, "a page has one main heading"
    assert re.search(r"<title>[^<]+</title>", html), "a page has a title"
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), f"doubled ids: {sorted({i for i in ids if ids.count(i) > 1})}"
