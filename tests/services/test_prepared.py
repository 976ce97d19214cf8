"""Statements that are compiled once give the rows, errors and events of those that go the ordinary way."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, create_engine, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from cdop import extensions
from cdop.extensions import db
from cdop.models import AuditEntry, Case, Panel
from cdop.prepared import Prepared
from cdop.queries.reading import in_pieces, plain_rows, read
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast

pytestmark = ON_BOTH


def test_rows_are_those_of_the_ordinary_way(app: Flask, cast: Cast, now: Any) -> None:
    add_case(cast.person("coordinator"), now=now)
    columns = (Case.id, Case.status, Case.created_at, Case.died_on.label("day"), Case.circumstances_told)
    statement = select(*columns).where(Case.panel_id == bindparam("panel_id"), Case.sensitive_at.is_(None))
    (row,), (same,) = read(Prepared(statement), panel_id=cast.panel_id), read(statement, panel_id=cast.panel_id)
    assert (tuple(row), row._fields, row.day) == (tuple(same), same._fields, same.day)
    assert [type(value) for value in row] == [type(value) for value in same]


def test_plain_rows_are_refused_where_a_type_makes_another_value_of_what_the_driver_gives(
    app: Flask, cast: Cast, now: Any
) -> None:
    add_case(cast.person("coordinator"), now=now)
    mine = Case.panel_id == bindparam("panel_id")
    named = Prepared(select(Case.id, Case.reference).where(mine))
    assert plain_rows(named, panel_id=cast.panel_id) == [tuple(row) for row in read(named, panel_id=cast.panel_id)]
    with pytest.raises(ValueError, match="not what the driver gives"):
        plain_rows(Prepared(select(Case.id, Case.status).where(mine)), panel_id=cast.panel_id)


def test_entries_of_the_audit_are_read_with_the_types_of_their_columns(app: Flask, cast: Cast, now: Any) -> None:
    add_case(cast.person("coordinator"), now=now)
    statement = select(*AuditEntry.__table__.columns).order_by(AuditEntry.id)
    assert [tuple(row) for row in read(Prepared(statement))] == [tuple(row) for row in read(statement)]


def test_list_among_the_values_goes_the_ordinary_way(app: Flask, cast: Cast) -> None:
    statement = Prepared(select(Panel.id).where(Panel.id.in_(bindparam("ids", expanding=True))).order_by(Panel.id))
    ids = sorted([cast.panel_id, cast.other_panel_id])
    assert [list(read(statement, ids=some).scalars()) for some in (ids, ids[:1], [])] == [ids, ids[:1], []]


def test_refusal_of_the_database_is_the_error_that_it_is_in_the_ordinary_way(app: Flask, cast: Cast) -> None:
    taken = db.session.scalar(select(Panel.public_id).where(Panel.id == cast.panel_id))
    statement = update(Panel.__table__).where(Panel.id == cast.other_panel_id)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError) as refused:
        Prepared(statement, names=["public_id", "figures_state"], is_of_the_unit=True).change(
            db.session.connection(), {"public_id": taken, "figures_state": 1}
        )
    assert refused.value.orig is not None
    db.session.rollback()


def test_statement_that_writes_is_not_prepared_for_anybody() -> None:
    with pytest.raises(ValueError, match="pass by the audit"):
        Prepared(insert(AuditEntry.__table__))  # type: ignore[arg-type]


def test_whoever_listens_to_statements_hears_of_it(app: Flask, cast: Cast) -> None:
    heard: list[str] = []
    panel_id = cast.panel_id

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    read(Prepared(select(Panel.id).where(Panel.id == bindparam("panel_id"))), panel_id=panel_id)
    event.remove(db.engine, "before_cursor_execute", note)
    assert [each.split()[0] for each in heard if not each.startswith("BEGIN")] == ["SELECT"]


def test_connection_that_was_lost_is_not_used_again(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    if db.engine.dialect.name == "sqlite":
        return  # has no server to lose
    statement, panel_id = Prepared(select(Panel.id).where(Panel.id == bindparam("panel_id"))), cast.panel_id
    db.session.rollback()
    lose_connections()
    with pytest.raises(OperationalError):
        read(statement, panel_id=panel_id).one()
    db.session.rollback()
    assert read(statement, panel_id=panel_id).scalar() == panel_id
    db.session.rollback()
    lose_connections()
    monkeypatch.setattr(extensions, "RESTED_SECONDS", 0)
    assert read(statement, panel_id=panel_id).scalar() == panel_id


def lose_connections() -> None:
    """End every other connection to the database, as a server does that is started again."""
    engine = create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        others = "pid <> pg_backend_pid() and datname = current_database()"
        connection.execute(text(f"select pg_terminate_backend(pid) from pg_stat_activity where {others}"))
    engine.dispose()


def test_reading_keeps_no_transaction_open_on_a_server_and_a_long_answer_is_read_in_one(
    app: Flask, cast: Cast, now: Any
) -> None:
    for number in range(3):
        add_case(cast.person("coordinator"), now=now, reference=f"2026/{number}")
    db.session.rollback()
    statement = select(Case.reference).where(Case.panel_id == bindparam("panel_id")).order_by(Case.id)
    kept = list(read(Prepared(statement), panel_id=cast.panel_id).scalars())
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        asked = text("select xact_start = query_start from pg_stat_activity where pid = pg_backend_pid()")
        assert connection.scalar(asked)
    in_parts = in_pieces(select(Case.reference).where(Case.panel_id == cast.panel_id).order_by(Case.id), 2)
    assert list(in_parts.scalars()) == kept == ["2026/0", "2026/1", "2026/2"]
