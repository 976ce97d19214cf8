"""The cookie as it is served behind a proxy that speaks https: only this site, only https, no script."""

from http.client import HTTPConnection
from http.cookies import Morsel, SimpleCookie
from urllib.parse import urlencode

import pytest

from cdop import clock, create_app
from cdop.extensions import db
from tests.client import hidden_fields
from tests.databases import config_for
from tests.personas import PASSWORD, Cast, address
from tests.serving import Server

COOKIE = "__Host-cdop"
PROXIED = {"Host": "cdop.example.gov.uk", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


@pytest.fixture
def server(new_database):  # type: ignore[no-untyped-def]
    url = new_database("sqlite")
    app = create_app(config_for(url))
    with app.app_context():
        Cast(clock.now()).person("coordinator")
        db.session.remove()
        db.engine.dispose()
    server = Server(url, CDOP_BASE_URL="https://cdop.example.gov.uk", CDOP_PROXY_COUNT="1")
    yield server
    server.stop()


def ask(
    server: Server, method: str, path: str, body: str | None = None, **headers: str
) -> tuple[int, str, "Morsel[str]"]:
    """The status, the page and the cookie of an answer."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request(method, path, body, PROXIED | headers)
    response = connection.getresponse()
    page = response.read().decode()
    (cookie,) = SimpleCookie(response.getheader("Set-Cookie")).values()
    assert response.getheader("Strict-Transport-Security") == "max-age=31536000; includeSubDomains"
    connection.close()
    return response.status, page, cookie


def attributes(cookie: "Morsel[str]") -> tuple[str, dict[str, str | bool]]:
    return cookie.key, {name: value for name, value in cookie.items() if value}


def test_cookie_is_secure_before_and_after_signing_in(server: Server) -> None:
    strict = (COOKIE, {"path": "/", "secure": True, "httponly": True, "samesite": "Lax"})
    _, page, before = ask(server, "GET", "/sign-in")
    fields = hidden_fields(page) | {"email": address("coordinator"), "password": PASSWORD}
    headers = {
        "Cookie": f"{COOKIE}={before.value}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": "https://cdop.example.gov.uk/sign-in",
    }
    status, _, after = ask(server, "POST", "/sign-in", urlencode(fields), **headers)
    assert (status, before.value != after.value) == (302, True)
    assert (attributes(before), attributes(after)) == (strict, strict)
