"""The case list and a case's page beside plain Flask pages of the same layout, without a database.

All are called as a web server calls them, in the same process, by a browser that keeps its cookie. The plain Flask
app has none of our gates, sessions, headers and logs. It has two pages to hold ours against: a bare one, the layout
around a heading, which is all that a page could cost at the least; and the same one, which our template makes from
constants: the same HTML, so that what is compared is everything but the layout and what stands in it.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from flask import Flask, g, render_template, template_rendered
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import event
from werkzeug.test import EnvironBuilder

from bench import minimal
from bench.databases import EMAIL, PASSWORD
from bench.population import PANEL_ID
from bench.rounds import Ratio, compare
from cdop.blueprints.layout import NAVIGATION
from cdop.blueprints.searches import sealed
from cdop.extensions import db
from cdop.forms import components
from cdop.queries.people import PanelView
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import ActorKind, Role

REPEATS = 20
CONSTANTS = "the same page from constants"
RECORDED = "the same page from constants that puts a row on the disk first"
BARE = '{% extends "base.html" %}{% block title %}Bare{% endblock %}{% block content %}<h1>Bare</h1>{% endblock %}'
BASE_URL = "http://127.0.0.1:8000"
CASE_PAGE = "case page"
PAGES = (
    ("case list, first page", "/cases/"),
    ("case list, last page", "/cases/?page={last}"),
    ("case list, filtered", "/cases/?status=gathering+information&area=E06000049"),
    ("case list, searched by name", "/cases/?search={name}"),
    (CASE_PAGE, "/cases/{case}"),
    ("figures page, one year", "/figures?year=2013-14"),
)


def bare_app(app: Flask) -> Flask:
    """A plain Flask app with our layout, so that what is compared is everything but the layout."""
    bare = Flask("bare", template_folder=f"{app.root_path}/templates", static_folder=app.static_folder)
    bare.config["SECRET_KEY"] = "bare"
    bare.jinja_options = dict(app.jinja_options)
    bare.jinja_env.globals.update(app.jinja_env.globals)
    bare.jinja_env.filters.update(app.jinja_env.filters)
    bare.url_map.converters.update(app.url_map.converters)
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            bare.add_url_rule(rule.rule, rule.endpoint, _empty, methods=rule.methods)
    # It knows nobody, so it shows what the coordinator of the bench may do.
    bare.jinja_env.globals["can"] = lambda *_asked: True
    layout = _layout()
    page = bare.jinja_env.from_string(BARE)
    bare.add_url_rule("/bare", "bare", lambda: render_template(page, **layout))
    return bare


def _empty(**_values: str) -> str:
    return ""


def same_page(
    app: Flask, path: str, cookie: str, *, drawn_by: Mapping[str, str] = MappingProxyType({})
) -> Callable[[], bytes]:
    """Return a caller of the plain app's page that renders what our page rendered, from constants.

    `drawn_by` are templates that stand in for ours of the same name, with the same words.
    """
    shown: list[tuple[str, dict[str, Any], str]] = []

    def keep(_app: Flask, template: Any, context: dict[str, Any]) -> None:
        shown.append((template.name, context, g.get("form_reference", "")))

    page = caller(app, path, cookie)
    page()
    with template_rendered.connected_to(keep, app):
        ours = page()
    ((name, context, reference),) = shown
    constants = {key: value for key, value in context.items() if key not in ("g", "request", "session")}
    plain = bare_app(app)
    plain.jinja_env.globals["summary_list"] = components.published("summary-list")
    plain.jinja_env.loader = ChoiceLoader([DictLoader(drawn_by), plain.jinja_env.loader or DictLoader({})])

    def same() -> str:
        if reference:
            g.form_reference = reference
        return render_template(name, **constants)

    plain.add_url_rule("/same", "same", same)
    theirs = caller(plain, "/same?" + path.partition("?")[2])
    alike = _words if drawn_by else _tags
    assert alike(theirs()) == alike(ours), f"not the same page as {path}"
    return theirs


def recorded(app: Flask, page: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return a caller of a page that first writes, as durably as a case page is on record, that it was looked at."""
    with app.app_context():
        connection = minimal.connect(f"{db.engine.url.database}-looks")
    connection.execute("create table looks (id integer primary key, at text, who text, what text)")

    def call() -> bytes:
        connection.execute("insert into looks (at, who, what) values ('now', 'Bench Coordinator', 'case viewed')")
        return page()

    return call


def _tags(html: bytes) -> list[bytes]:
    """What a page is made of, without the values of its attributes, of which some are new each time."""
    return re.findall(rb"<[/\w]+", html)


def _words(html: bytes) -> list[bytes]:
    """What is read on a page, whatever it is made of."""
    return re.sub(rb"<script.*?</script>|<[^>]*>", b" ", html, flags=re.S).split()


def _layout() -> dict[str, Any]:
    """What the layout shows of a person who is signed in."""
    panel = PanelView(PANEL_ID, "benchmark", "Benchmark panel", "#1d3c6e", None, None)
    roles = frozenset({Role.COORDINATOR})
    actor = Actor(ActorKind.PERSON, user_id=1, panel_id=PANEL_ID, roles=roles, name="Bench Coordinator")
    links = [{"text": text, "href": "/", "active": False} for text in NAVIGATION]
    return {"panel": panel, "actor": actor, "navigation": links, "has_other_panels": False}


def caller(app: Flask, path: str, cookie: str = "") -> Callable[[], bytes]:
    """Return a function that asks the app for a page as a web server does, keeps its cookie and checks the answer."""
    environ = EnvironBuilder(path, base_url=BASE_URL, environ_overrides={"HTTP_COOKIE": cookie}).get_environ()

    def call() -> bytes:
        status: list[str] = []

        def start(given: str, headers: list[tuple[str, str]], _info: Any = None) -> Any:
            status.append(given)
            for name, value in headers:
                if name == "Set-Cookie":
                    environ["HTTP_COOKIE"] = value.split(";")[0]

        answer = app.wsgi_app(environ | {"wsgi.input": io.BytesIO()}, start)
        body = b"".join(answer)
        answer.close()  # type: ignore[attr-defined]
        assert status[0].startswith("200"), (path, status, body[:2000])
        return body

    return call


def signed_in(app: Flask) -> str:
    """Sign in by the form; return the cookie."""
    client = app.test_client()
    client.get("/sign-in", base_url=BASE_URL)
    html = client.get("/sign-in", base_url=BASE_URL).text
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', html))
    answer = client.post("/sign-in", data=fields | {"email": EMAIL, "password": PASSWORD}, base_url=BASE_URL)
    assert answer.status_code == 302, answer.text
    cookie = client.get_cookie("cdop", domain="127.0.0.1")
    assert cookie is not None
    return f"cdop={cookie.value}"


def measure(app: Flask, size: int) -> Iterator[tuple[str, Ratio, int]]:
    """Yield each page's ratio to the same page from constants and to the bare one, and how many statements it takes."""
    cookie = signed_in(app)
    bare = caller(bare_app(app), "/bare")
    for name, pattern in PAGES:
        path = pattern.format(last=-(-size // 25), name=_a_name(app), case="case-77")
        page = caller(app, path, cookie)
        page()
        taken = _statements(app, page)
        same = same_page(app, path, cookie)
        others = {CONSTANTS: same, "a bare page": bare}
        if name == CASE_PAGE:
            others[RECORDED] = recorded(app, same)
        for other, theirs in others.items():
            yield f"{name}, {size:,} cases, beside {other}", compare(page, theirs, repeats=REPEATS), taken


def _a_name(app: Flask) -> str:
    """A child's name as the address of a search has it."""
    with app.app_context():
        name = db.session.connection().exec_driver_sql("select family_name from child_case where id = 77").scalar_one()
        db.session.rollback()
        return sealed(str(name))


def _statements(app: Flask, page: Callable[[], object]) -> int:
    with app.app_context():
        engine = db.engine
    with _counting(engine) as sent:
        page()
    return len([statement for statement in sent if not statement.startswith("BEGIN")])


@contextmanager
def _counting(engine: Any) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
