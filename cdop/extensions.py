"""Flask's extensions and how the database is opened."""

import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import flask_wtf.csrf
from flask import Flask
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from cdop.signing import kept_serializer

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_FULL = 2
# Durable, linked, nothing deleted left in the file, and nothing on its way written to another.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY")
# For how many seconds a save waits for another before it gives up.
BUSY_SECONDS = 10
# After so many seconds without use a connection to a server is asked whether it still is one.
RESTED_SECONDS = 5


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class JoiningSession(Session):
    """A session that works in the transaction of `joined` while somebody has one open for it, else in its own.

    A unit of work has; and reading begins one by itself, which is a fifth of what it costs a session to begin its own.
    """

    joined: Connection | None = None
    _reader: Connection | None = None

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        """Return where the session's statements go."""
        return super().get_bind(*args, **kwargs) if self.joined is None else self.joined

    def connection(self, *args: Any, **kwargs: Any) -> Connection:
        """Return the connection that the session works in; a unit's own needs no preparation."""
        return super().connection(*args, **kwargs) if self.joined is None else self.joined

    def reading(self) -> Connection:
        """Return the connection to read by: that of the transaction that is open, or one until the session ends it."""
        if self.joined is None and not self.in_transaction():
            self.joined = self._reader = _reading()
            self._reader.begin()
        return self.connection()

    def rollback(self) -> None:
        """End what is open."""
        super().rollback()
        self._end_reading()

    def close(self) -> None:
        """End what is open and forget what was read."""
        super().close()
        self._end_reading()

    def hold(self) -> None:
        """Have what follows read in one transaction; on PostgreSQL that is not yet so where `reading` began."""
        if self._reader is not None and self._reader.dialect.name == "postgresql":
            driver = self._reader.connection.driver_connection
            if driver is not None and driver.autocommit:
                driver.autocommit = False

    def _end_reading(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self.joined = self._reader = None


def _reading() -> Connection:
    """A connection to read by. On PostgreSQL each statement is a transaction of its own.

    A transaction of several reads as each of them would by itself, but for that of `services.figures.begin_snapshot`,
    and its BEGIN and ROLLBACK are two ways to the server and back.
    """
    connection = db.engine.connect()
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="AUTOCOMMIT")
    return connection


db = SQLAlchemy(model_class=Base, session_options={"class_": JoiningSession})
login_manager = LoginManager()
csrf = CSRFProtect()
# Flask-WTF makes one for each form that it writes or reads.
flask_wtf.csrf.URLSafeTimedSerializer = kept_serializer
migrate = Migrate(db=db, directory="migrations", render_as_batch=True)


def engine_options(database_url: str) -> dict[str, Any]:
    """Flask-SQLAlchemy's engine options for this database."""
    if database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": BUSY_SECONDS}}
    # A process that froze in the middle of a unit of work keeps nobody from the rows that it had locked for long.
    settings = "-c timezone=utc -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
    return {"connect_args": {"options": settings}}


def init_database(app: Flask) -> None:
    """Bind the database to the app. On SQLite, own the transactions and insist on durable writes."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            keep_private(db.engine)
            own_transactions(db.engine)
        else:
            ask_whoever_rested(db.engine)


def keep_private(engine: Engine) -> None:
    """SQLite: a new database is readable by its owner alone. Where it cannot be made, opening it says why."""
    path = engine.url.database
    if path and path != ":memory:":
        with suppress(OSError):
            Path(path).touch(mode=0o600, exist_ok=True)


def own_transactions(engine: Engine) -> None:
    """SQLite: we say BEGIN, not the driver; every connection keeps acknowledged saves through a power cut."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if connection.execute("PRAGMA synchronous").fetchone()[0] != SQLITE_FULL:
            raise RuntimeError("SQLite refused synchronous=FULL: acknowledged saves could be lost")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        begin = f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}"
        try:
            connection.connection.cursor().execute(begin)
        except sqlite3.Error as error:
            raise DBAPIError.instance(begin, None, error, sqlite3.Error, dialect=engine.dialect) from error


def ask_whoever_rested(engine: Engine) -> None:
    """PostgreSQL: a connection that rested for a while is asked whether it still is one, and replaced where it is not.

    Asked before each use, as the pool would, it costs a save two of its eight ways to the server and back. One that
    breaks between two uses close to each other fails once, as one does that breaks while it is used.
    """

    @event.listens_for(engine, "checkin")
    def _checkin(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _checkout(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        since = record.info.get("rests_since")
        if since is None or time.monotonic() - since < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as lost:
            raise InvalidatePoolError from lost
