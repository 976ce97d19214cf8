"""Runs the migrations in one real transaction each, on SQLite as on PostgreSQL: a failing one leaves nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from cdop import models  # noqa: F401  (registers the tables)
from cdop.extensions import db

BEGIN_AT_ONCE = {"begin": "IMMEDIATE"}


def run_migrations() -> None:
    """Bring the app's database to the wanted revision."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(**BEGIN_AT_ONCE) as connection, without_links(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            transaction_per_migration=True,
            compare_type=True,
            on_version_apply=check_links,
        )
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def without_links(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by building it anew, which the foreign keys of other tables would not allow.

    The switch has no effect within a transaction, so it is turned before the first.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def check_links(ctx: Any, **_rest: Any) -> None:
    """At the end of each migration, still in its transaction: refuse one that leaves a row pointing nowhere."""
    if ctx.dialect.name == "sqlite" and (broken := ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise ValueError(f"the migration leaves {len(broken)} rows that point to nothing, first in {broken[0][0]}")


run_migrations()
