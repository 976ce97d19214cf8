"""The unit of work: run, audit, and be committed or rolled back by whoever has the turn to write. Nothing else commits.

`@writes(AuditVerb.X)` makes a function a verb. Its first argument is the actor; it is told the time as `now`.
A verb called within another joins the other's unit. What a request read before is ended first, so that on
SQLite the unit begins with the write lock (BEGIN IMMEDIATE) and nothing it decides on can change under it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from sqlalchemy import Connection, Engine, Row, Table, bindparam, event, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction
from sqlalchemy.orm.exc import StaleDataError

from cdop.extensions import Base, JoiningSession, db
from cdop.models import AuditEntry, Panel
from cdop.models.base import Audited, Drawn, Figured
from cdop.prepared import Prepared
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb
from cdop.services import audit, data_version, inserts
from cdop.services.errors import Stale
from cdop.services.new_rows import NewRow
from cdop.turns import write_in_turn

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

# PostgreSQL's names for a unique value that somebody else has written, and for a row that pointed to one which somebody
# else took away. On SQLite units write one after another.
OVERTAKEN = ("23505", "23503")
# A statement that writes, and the table it writes to.
_WRITE = re.compile(r'\s*(?:insert\s+into|replace\s+into|update|delete\s+from|truncate(?:\s+table)?)\s+"?(\w+)', re.I)
# The mark of the unit's own statements on a table that is otherwise written row by row.
_OWN = {"is_of_the_unit": True}
_ENTRIES = Prepared(
    insert(AuditEntry.__table__),  # type: ignore[arg-type]
    names=[column.name for column in AuditEntry.__table__.columns if column.name != "id"],
    is_of_the_unit=True,
)

# The id of the request that a unit serves, for the audit; the web front sets it.
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


class UnauditedWrite(RuntimeError):
    """Something was about to be written outside a unit of work, or past the audit."""


@dataclass
class Unit:
    """What is known while a verb runs."""

    actor: Actor
    verb: AuditVerb
    now: datetime
    is_short: bool = False
    reason: str | None = None
    pending: list[tuple[Base, dict[str, list[Any]]]] = field(default_factory=list)
    data_sums: dict[int, int] = field(default_factory=dict)
    is_flushing: bool = False
    # An inner verb failed: what it had done cannot be told apart, so nothing of the unit is kept.
    is_doomed: bool = False


class Verb(Protocol[P, R_co]):
    """A function that `@writes` made a verb."""

    audit_verb: AuditVerb

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co: ...


def writes(verb: AuditVerb, *, is_short: bool = False) -> Callable[[Callable[P, R]], Verb[P, R]]:
    """Return a decorator that runs a function as one unit of work, audited as `verb`.

    A short unit writes a few rows and waits for nothing: it may share a turn to write with others.
    """

    def decorate(function: Callable[P, R]) -> Verb[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            outer = current()
            if outer is not None:
                return _joined(outer, verb, lambda: function(*args, **kwargs))
            unit = Unit(cast(Actor, args[0]), verb, cast(datetime, kwargs["now"]), is_short)
            return _whole(unit, lambda: function(*args, **kwargs))

        run.audit_verb = verb  # type: ignore[attr-defined]
        return cast(Verb[P, R], run)

    return decorate


def current() -> Unit | None:
    """Return the unit that is open in this session, or None."""
    return cast(Unit | None, db.session.info.get("unit"))


def end_reads() -> None:
    """End the transaction in which was read so far, so that what follows begins its own."""
    db.session.rollback()


def reason(text: str | None) -> None:
    """Give the open unit the reason that its audit entries carry."""
    unit = current()
    if unit is None:
        raise UnauditedWrite("a reason belongs to a unit of work")
    unit.reason = text


def record(subject_kind: str, subject_id: str | int, *, case_id: int | None = None, **changes: Any) -> None:
    """Write an audit entry for something that changes no audited row, such as a case being looked at."""
    unit = current()
    if unit is None:
        raise UnauditedWrite("an audit entry belongs to a unit of work")
    _insert_entries(unit, [audit.entry(subject_kind, str(subject_id), case_id, changes)])


def insert_all(model: type[Base], rows: Sequence[NewRow]) -> list[int]:
    """Insert new rows of an audited table, each with its audit entry; return their ids, none where the key is another.

    For rows by the thousand: they pass by the session, and most of the work on them was done before the unit began.
    """
    unit = current()
    if unit is None:
        raise UnauditedWrite("rows are inserted within a unit of work")
    if not rows:
        return []
    values = [_with_digest(unit, model, row.values) for row in rows]
    ids = inserts.insert_rows(db.session().connection(), model, values, options=_OWN)
    if ids:
        values = [told | {"id": new_id} for told, new_id in zip(values, ids, strict=True)]
    table, key = inserts.table_of(model)
    _insert_entries(unit, [_entry(table.name, key, *both) for both in zip(values, rows, strict=True)])
    return ids


def rewrite(model: type[Base], row: Row[Any], **values: Any) -> None:
    """Change columns of a row of an audited table, with its audit entry; nothing where all are as they were.

    `row` is the whole row as it was read, plainly: for a table that no figure reads and of which rows are read and
    changed very often. Raises Stale where it is another by now.
    """
    unit = current()
    if unit is None:
        raise UnauditedWrite("a row is changed within a unit of work")
    before = dict(row._mapping)
    changed = {name: value for name, value in values.items() if value != before[name]}
    if not changed:
        return
    table, key, statement = _rewriting(model, tuple(changed))
    of_row = {f"of_{name}": before[name] for name in (*key, "version")}
    sent = of_row | changed | {"version": before["version"] + 1}
    if statement.change(db.session().connection(), sent) != 1:
        raise Stale
    told = audit.told_of_changed(model, before, changed)
    _insert_entries(unit, [audit.entry_of(table.name, [before[name] for name in key], before, told)])


@functools.cache
def _rewriting(model: type[Base], changed: tuple[str, ...]) -> tuple[Table, list[str], Prepared]:
    """A model's table, its key, and the statement that changes these columns of a row in the version that was read."""
    table, key = inserts.table_of(model)
    is_it = (table.c[name] == bindparam(f"of_{name}") for name in (*key, "version"))
    return table, key, Prepared(update(table).where(*is_it), names=(*changed, "version"), is_of_the_unit=True)


def _entry(kind: str, key: list[str], values: dict[str, Any], row: NewRow) -> dict[str, Any]:
    return audit.entry_of(kind, [values[name] for name in key], values, row.changes)


def _with_digest(unit: Unit, model: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    """The values, with the row's digest where figures read it, which the unit adds to the panel's sum."""
    if not issubclass(model, Figured):
        return values
    digest = data_version.digest_of(model, values)
    panel_id = values["panel_id"]
    unit.data_sums[panel_id] = data_version.total(unit.data_sums.get(panel_id, 0), digest)
    return values | {"figures_digest": digest}


def _whole(unit: Unit, run: Callable[[], R]) -> R:
    end_reads()
    try:
        return write_in_turn(db.engine, functools.partial(_in_turn, unit, run), is_short=unit.is_short)
    except (IntegrityError, StaleDataError) as error:
        if _is_overtaken(error):
            raise Stale from error
        raise


def _in_turn(unit: Unit, run: Callable[[], R], connection: Connection) -> R:
    """Run a verb in the transaction of this connection, which whoever has the turn begins and ends."""
    session = cast(JoiningSession, db.session())
    session.info["unit"], session.joined = unit, connection
    connection.execution_options(session=session)
    try:
        result = run()
        if unit.is_doomed:
            raise RuntimeError("a verb within this unit failed, so the unit cannot be saved")
        session.flush()
        _add_data_sums(session, unit)
        if session.in_transaction():
            session.commit()
        return result
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("unit")
        session.joined = None


def _joined(unit: Unit, verb: AuditVerb, run: Callable[[], R]) -> R:
    """Run an inner verb in the open unit; its own changes are audited under its own name."""
    db.session.flush()
    outer, unit.verb = unit.verb, verb
    try:
        result = run()
        db.session.flush()
        return result
    except BaseException:
        unit.is_doomed = True
        raise
    finally:
        unit.verb = outer


def _is_overtaken(error: BaseException) -> bool:
    """Whether somebody else wrote first what this unit was about to: the row changed or went, or the value is taken."""
    taken = isinstance(error, IntegrityError) and getattr(error.orig, "sqlstate", None) in OVERTAKEN
    return taken or isinstance(error, StaleDataError)


def _insert_entries(unit: Unit, entries: list[dict[str, Any]]) -> None:
    who = audit.who(unit.actor) | {
        "at": unit.now,
        "verb": unit.verb,
        "reason": unit.reason,
        "request_id": request_id.get(),
    }
    _ENTRIES.change(db.session().connection(), *(who | entry for entry in entries))


def _drawn_for(session: Session, row: Any) -> Sequence[int]:
    """The panels whose pages of figures a row is drawn on: its own, or all of them."""
    if "panel_id" in inspect(type(row)).columns:
        return (row.panel_id,)
    return session.connection().scalars(select(Panel.id)).all()


def _add_data_sums(session: Session, unit: Unit) -> None:
    """Last of all, so that the panel's row is locked for the shortest time and always after the others.

    Whatever is added, nought or more, the panel's `figures_state` is another after it.
    """
    for panel_id, delta in sorted(unit.data_sums.items()):
        session.connection().execute(
            update(Panel.__table__)  # type: ignore[arg-type]
            .where(Panel.id == panel_id)
            .values(data_sum=data_version.plus(Panel.data_sum, delta)),
            execution_options=_OWN,
        )


@event.listens_for(Session, "before_flush")
def _note_changes(session: Session, _flush: UOWTransaction, _instances: Any) -> None:
    unit = cast(Unit | None, session.info.get("unit"))
    changed = [row for row in session.dirty if session.is_modified(row)]
    touched = [*session.new, *changed, *session.deleted]
    if not touched:
        return
    if unit is None:
        raise UnauditedWrite(f"{type(touched[0]).__name__} was changed outside a unit of work")
    unit.is_flushing = True
    for row in touched:
        if isinstance(row, Figured):
            panel_id, delta = data_version.redigest(row, deleted=row in session.deleted)
            if delta:
                unit.data_sums[panel_id] = data_version.total(unit.data_sums.get(panel_id, 0), delta)
        if isinstance(row, Drawn):
            unit.data_sums.update({panel_id: unit.data_sums.get(panel_id, 0) for panel_id in _drawn_for(session, row)})
        if isinstance(row, Audited):
            unit.pending.append((cast(Base, row), audit.diff(row, deleted=row in session.deleted)))


@event.listens_for(Session, "after_flush")
def _write_entries(session: Session, _flush: UOWTransaction) -> None:
    """The new rows have their ids now."""
    unit = cast(Unit | None, session.info.get("unit"))
    if unit is None:
        return
    unit.is_flushing = False
    pending, unit.pending = unit.pending, []
    if pending:
        _insert_entries(unit, [audit.entry_for(row, changes) for row, changes in pending])


@event.listens_for(Session, "after_begin")
def _name_session(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    connection.execution_options(session=session)


@event.listens_for(Engine, "before_cursor_execute")
def _refuse_unseen_writes(
    _connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    """Nothing that a session sends passes by the audit: bulk statements and plain SQL are seen here as well.

    Within a unit, audited and figured tables and those that figures are drawn from are written by a flush, row by row.
    """
    options = context.execution_options if context is not None else {}
    write = _WRITE.match(statement) if "session" in options else None
    if write is None or _OWN.keys() <= options.keys():
        return
    unit = cast(Unit | None, options["session"].info.get("unit"))
    if unit is None or (write[1].lower() in _guarded_tables() and not unit.is_flushing):
        raise UnauditedWrite(f"a statement that writes to {write[1]} would pass by the audit")


@functools.cache
def _guarded_tables() -> frozenset[str]:
    mapped = [mapper.class_ for mapper in Base.registry.mappers]
    return frozenset(inspect(c).local_table.name for c in mapped if issubclass(c, Audited | Drawn | Figured))
