"""A test client that behaves as a browser does: it keeps its session and sends the hidden fields of forms."""

import re
from contextvars import Context
from functools import partial
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import html5lib
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cdop import clock
from cdop.rules.vocabulary import Role
from cdop.services import sessions
from tests import compiled
from tests.personas import PASSWORD, Cast, address

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
# Plain letters of values and of texts, in which a parser finds no fault; white space alone counts where it stands.
PLAIN = r"[\n !#-%'-;=-~\xa0-\u2fff]"
VALUES, TEXTS = re.compile(f'="{PLAIN}*"'), re.compile(rf">(?=\s*[^\s<]){PLAIN}+<")
# Most of a page is around its middle, and the same on many.
MIDDLE = re.compile(r"(?<=<main)([^>]*>).*?(?=</main>)", re.DOTALL)
ALONE = "<!DOCTYPE html><html><head><title>x</title></head><body><main{}</main></body></html>"
_good_parts: set[str] = set()


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
        """Sign in as one of the people, who is given an account first: with the password, but not by the page."""
        self.cast.person(name, roles=roles)
        minute = clock.now().replace(second=0, microsecond=0)
        token = self.cast.begin(("signs in", name, minute), lambda: Context().run(self._begin_session, address(name)))
        cookie = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert cookie is not None
        self.http.set_cookie(self.app.config["SESSION_COOKIE_NAME"], cookie.dumps({"_user_id": token}))
        return self

    def sign_in_on_page(self, name: str) -> "Browserless":
        """The same by the page with its form."""
        self.cast.person(name)
        response = self.submit("/sign-in", email=address(name), password=PASSWORD)
        assert response.status_code == 302, response.text
        return self

    def _begin_session(self, email: str) -> str:
        with self.app.app_context():
            return sessions.sign_in(email, PASSWORD, caller="127.0.0.1", now=clock.now())

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

    def search(self, name: str, words: str, **filters: Any) -> TestResponse:
        """Search a list, by its name in `blueprints/searches.py`, as its form does; return the page it leads to."""
        fields = hidden_fields(self.http.get(f"/{name}/").text) | filters | {"search": words}
        found = self.http.post(f"/search/{name}", data=fields)
        assert found.status_code == 302, found.text
        return self.get(found.location)


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden fields of a page's forms, by name."""
    tags = HIDDEN.findall(html)
    return {_attribute(tag, "name"): _attribute(tag, "value") for tag in tags}


def shown_text(html: str) -> str:
    """What a page says, without its tags: they hold random tokens, in which any short word may turn up."""
    return re.sub(r"<[^>]*>", " ", html)


def form_fields(html: str) -> dict[str, str]:
    """What a browser would send of a page's forms if nothing was typed; of equal names the last."""
    reader = _Controls()
    reader.feed(html)
    return reader.fields


class _Controls(HTMLParser):
    """Reads the controls of a page; quicker than a whole parser where a page has long lists."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.open: str | None = None
        self.is_first_option = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        is_chosen = told.get("type") not in ("radio", "checkbox") or "checked" in told
        if tag == "option" and self.open is not None:
            if "selected" in told or self.is_first_option:
                self.fields[self.open] = value
            self.is_first_option = False
        elif name and is_chosen and tag in ("input", "select", "textarea"):
            self.fields[name] = value
            self.open, self.is_first_option = name if tag != "input" else None, True

    def handle_data(self, data: str) -> None:
        if self.open is not None and self.lasttag == "textarea":
            self.fields[self.open] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.open = None


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def assert_good_html(html: str) -> None:
    """Refuse a page that a strict parser faults, or that has no title, no main heading or a doubled id.

    The parser is slow: of pages, and of their middles, that differ in plain words alone it reads the first of a run.
    """
    shape = _shape(html)
    middle = MIDDLE.search(shape)
    for part in (MIDDLE.sub(r"\1x", shape), ALONE.format(middle[0])) if middle else (shape,):
        _read_once(part)
    assert len(re.findall(r"<h1[ >]", html)) == 1, "a page has one main heading"
    assert re.search(r"<title>[^<]+</title>", html), "a page has a title"
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), f"doubled ids: {sorted({i for i in ids if ids.count(i) > 1})}"


def assert_good_part(html: str) -> None:
    """Refuse a part of a page that a strict parser faults."""
    _read_once(ALONE.format(f">{_shape(html)}"))


def _shape(html: str) -> str:
    """A page without its plain words."""
    return TEXTS.sub(">x<", VALUES.sub('=""', html))


def _read_once(html: str) -> None:
    if html not in _good_parts:
        compiled.kept(f"html-{sha256(html.encode()).hexdigest()}", partial(_parse, html))
        _good_parts.add(html)


def _parse(html: str) -> bytes:
    html5lib.HTMLParser(strict=True).parse(html)
    return b""
