"""The minimal app on the application's own stack: Flask and Flask-SQLAlchemy, written as their manuals write it.

The same note, version check and audit row in one durable transaction. No sign-in, policy, form or token.
"""

import os
from datetime import UTC, datetime
from types import SimpleNamespace

from flask import Flask, Response, redirect, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.minimal import DURABLE, is_postgresql


class Base(DeclarativeBase):
    """What the tables have in common."""


def uri(address: str) -> str:
    """The address as SQLAlchemy writes it."""
    return address.replace("postgresql:", "postgresql+psycopg:") if is_postgresql(address) else f"sqlite:///{address}"


ADDRESS = os.environ.get("MINIMAL_DATABASE", "")
# The application's tripwire hears every session of its process: to it this one is always within a unit of work.
UNIT = SimpleNamespace(is_flushing=True, data_sums={}, pending=[])
db = SQLAlchemy(model_class=Base, session_options={"info": {"unit": UNIT}})
app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = uri(ADDRESS)
db.init_app(app)


class Case(db.Model):  # type: ignore[name-defined,misc]
    """A case and the version of it that a page shows."""

    __tablename__ = "cases"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


class Note(db.Model):  # type: ignore[name-defined,misc]
    """A note on a case."""

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    text: Mapped[str]


class Audit(db.Model):  # type: ignore[name-defined,misc]
    """What was done."""

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    what: Mapped[str]
    at: Mapped[str]


with app.app_context():
    if not is_postgresql(ADDRESS):

        @event.listens_for(db.engine, "connect")
        def _durable(connection, _record) -> None:  # type: ignore[no-untyped-def]
            connection.isolation_level = None
            for pragma in DURABLE:
                connection.execute(f"pragma {pragma}")

        @event.listens_for(db.engine, "begin")
        def _begin(connection) -> None:  # type: ignore[no-untyped-def]
            connection.exec_driver_sql("begin immediate")


@app.get("/")
def ready() -> str:
    """Say that the server is up."""
    return "ready"


@app.post("/cases/<int:case_id>/notes")
def save(case_id: int) -> Response | tuple[str, int]:
    """Write a note on a case that is still as it was when the page was shown."""
    case = db.session.get(Case, case_id, with_for_update=True)
    if case is None or case.version < int(request.form["version"]):
        return "stale", 409
    case.version += 1
    db.session.add(Note(case_id=case_id, text=request.form["text"]))
    db.session.add(Audit(case_id=case_id, what="note added", at=datetime.now(UTC).isoformat()))
    db.session.commit()
    return redirect(f"/cases/{case_id}")  # type: ignore[return-value]
