"""Runs the migrations in one real transaction each, on SQLite as on PostgreSQL: a failing one leaves nothing."""

from alembic import context
from flask import current_app

from cdop import models  # noqa: F401  (registers the tables)
from cdop.extensions import db

BEGIN_AT_ONCE = {"begin": "IMMEDIATE"}


def run_migrations() -> None:
    """Bring the app's database to the wanted revision."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(**BEGIN_AT_ONCE) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
