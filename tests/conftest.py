"""What every test stands on: a database of its own of each kind, the real app, and people to sign in as."""

import gc
import os
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings

from cdop import create_app
from tests import compiled
from tests.audited import audit_once
from tests.beginnings import Beginnings
from tests.client import Browserless
from tests.databases import (
    KINDS,
    ON_BOTH,
    TEMPLATE,
    Databases,
    PostgresqlServer,
    SqliteFiles,
    config_for,
    postgresql_server,
    sqlite_files,
)
from tests.personas import Cast, quick_hashing

# A Friday in term time, ten in the morning in London: no test of the app depends on the day it runs.
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
# The database that each test finds made anew; the application of a kind always opens this one.
USUAL = "usual"
WITH_PANEL = "with_panel"

# No example is timed: a machine that does other things besides is slow, and the property holds all the same.
settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
# Twenty times as many examples of every property that does not say itself how many it takes.
settings.register_profile("soak", settings.get_profile("quick"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

gc.disable()


def pytest_configure(config: pytest.Config) -> None:
    """Have all processes of a run share what they compile."""
    if not hasattr(config, "workerinput"):
        compiled.begin()
    compiled.share()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if not hasattr(config, "workerinput"):
        compiled.end()


def pytest_collection_finish() -> None:
    """What was read for the tests stays: the collector of garbage looks through what they make, and less often."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have several workers begin with a third each of the tests in a browser, which are the longest.

    One has those of the demonstration, so that it starts once, one the walk, and one those that serve their own pages.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    in_browser: dict[str, list[pytest.Item]] = {"demonstration": [], "walk": [], "own": []}
    others = []
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        kinds = {"demonstration": "site" in fixtures, "walk": "world" in fixtures, "own": "browser" in fixtures}
        next((in_browser[kind] for kind, is_it in kinds.items() if is_it), others).append(item)
    if workers > 1:
        share = len(items) // workers
        items[:] = others
        for worker, begun in enumerate(in_browser.values()):
            at = worker % workers * share
            items[at:at] = begun


@pytest.fixture(scope="session", autouse=True)
def _quick() -> None:
    quick_hashing()
    compiled.draw_once()
    audit_once()


@pytest.fixture(scope="session")
def sqlite() -> Iterator[SqliteFiles]:
    """A migrated SQLite file and copies of it."""
    with sqlite_files() as files:
        yield files


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A migrated PostgreSQL database and copies of it, on a server that starts when a test first needs it."""
    with postgresql_server() as server:
        yield server


@pytest.fixture
def new_database(request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Returns the address of a new migrated database of the kind named."""
    made: list[tuple[Databases, str]] = []

    def make(kind: str) -> str:
        databases: Databases = request.getfixturevalue(kind)
        name = f"t{uuid.uuid4().hex}"
        databases.copy(name)
        made.append((databases, name))
        return databases.url(name)

    yield make
    for databases, name in made:
        databases.drop(name)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--on-both`, as `make soak` has it: every test runs on both databases, not only those marked."""
    parser.addoption("--on-both", action="store_true", help="run every test on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that is marked `ON_BOTH` on each kind of database."""
    is_on_both = metafunc.config.getoption("on_both") or metafunc.definition.get_closest_marker(ON_BOTH.name)
    if "database_url" in metafunc.fixturenames and is_on_both:
        metafunc.parametrize("database_url", KINDS, indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The usual database, made anew: on SQLite, or on each kind for a test that is marked `ON_BOTH`."""
    yield from _for_test(request, getattr(request, "param", "sqlite"))


def renewed(databases: Databases, *, of: str = TEMPLATE) -> str:
    """The address of the usual database, which holds nothing yet, or what the one named holds."""
    databases.renew(USUAL, of=of)
    return databases.url(USUAL)


def _for_test(request: pytest.FixtureRequest, kind: str) -> Iterator[str]:
    """The address of the usual database, made anew: where a test has a cast, with its panel."""
    made_of = WITH_PANEL if {"cast", "sqlite_cast"} & {*request.node.fixturenames} else TEMPLATE
    if made_of == WITH_PANEL:
        request.getfixturevalue("with_panel")(kind)
    url = renewed(request.getfixturevalue(kind), of=made_of)
    # What a test has put in place of something else may make its first steps other than they look.
    if "monkeypatch" not in request.fixturenames:
        Beginnings.now = request.getfixturevalue("beginnings")(kind).of_test(made_of)
    yield url
    Beginnings.now = None


@pytest.fixture(scope="session")
def with_panel(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Returns, of a kind of databases, the name of one with the panel of the cast: a copy costs less than to add it."""

    @cache
    def make(kind: str) -> str:
        databases: Databases = request.getfixturevalue(kind)
        databases.copy(WITH_PANEL)
        app = create_app(config_for(databases.url(WITH_PANEL)))
        with app.app_context(), time_machine.travel(NOW):
            assert Cast(NOW).panel_id
            app.extensions["sqlalchemy"].session.remove()
            app.extensions["sqlalchemy"].engine.dispose()
        return WITH_PANEL

    return make


@pytest.fixture(scope="session")
def apps() -> dict[str, Flask]:
    """The applications that tests share, by the address of their database: to make one costs more than most tests."""
    return {}


@pytest.fixture
def app(database_url: str, apps: dict[str, Flask]) -> Iterator[Flask]:
    """The real application on a new database of each kind, inside its context."""
    yield from running(shared(apps, database_url))


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The usual database on SQLite alone, made anew."""
    yield from _for_test(request, "sqlite")


@pytest.fixture
def sqlite_app(sqlite_url: str, apps: dict[str, Flask]) -> Iterator[Flask]:
    """The real application on SQLite alone, for pages where the database makes no difference."""
    yield from running(shared(apps, sqlite_url))


@pytest.fixture
def own_app(sqlite_url: str) -> Iterator[Flask]:
    """The same, made for this test alone: it may add pages."""
    yield from running(create_app(config_for(sqlite_url)))


def shared(apps: dict[str, Flask], url: str) -> Flask:
    """The application of an address, made when it is first asked for."""
    if url not in apps:
        apps[url] = create_app(config_for(url))
        apps[url].test_client().get("/accessibility")  # from its first request on an application refuses new pages
    return apps[url]


def running(app: Flask) -> Iterator[Flask]:
    """Gives the application inside its context, at the instant of the tests; afterwards its settings are put back."""
    settings = dict(app.config)
    with app.app_context(), time_machine.travel(NOW):
        yield app
        app.extensions["sqlalchemy"].session.remove()
        app.extensions["sqlalchemy"].engine.dispose()
    app.config.clear()
    app.config.update(settings)


@pytest.fixture
def now() -> datetime:
    """The instant at which tests happen."""
    return NOW


@pytest.fixture(scope="session")
def beginnings(request: pytest.FixtureRequest) -> Callable[[str], Beginnings]:
    """Returns, of a kind of databases, how tests on it begin."""
    return cache(lambda kind: Beginnings(request.getfixturevalue(kind), USUAL))


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people of the tests, in a panel of four areas and in another panel, on each database."""
    return Cast(NOW)


@pytest.fixture
def sqlite_cast(sqlite_app: Flask) -> Cast:
    """The same people, on SQLite alone."""
    return Cast(NOW)


@pytest.fixture
def client(app: Flask, cast: Cast) -> Browserless:
    """A browser without a screen on each database; every page it opens must be good HTML."""
    return Browserless(app, cast)
