"""Seals over the audit log: whatever is done to a sealed entry behind the application's back is found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, select, text, update

from cdop.extensions import db
from cdop.models import AuditEntry, Panel
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb
from cdop.services import audit_seals, keys
from cdop.services.unit import writes
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast

pytestmark = ON_BOTH

TRIGGERS = {
    "sqlite": ("drop trigger audit_entry_no_update", "drop trigger audit_entry_no_delete"),
    "postgresql": ("drop trigger audit_entry_no_change on audit_entry",),
}
COLUMNS = [column.name for column in AuditEntry.__table__.columns if column.name != "id"]


@pytest.fixture
def sealed(cast: Cast, now: datetime) -> list[int]:
    """The ids of entries under three seals, and of one that no seal covers yet."""
    coordinator = cast.person("coordinator")
    for _ in range(3):
        add_case(coordinator, now=now)
        audit_seals.seal(now=now)
    rename(cast.command_line, "Unsealed", now=now)
    ids = list(db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))
    db.session.rollback()
    return ids


@writes(AuditVerb.PANEL_ADDED)
def rename(actor: Actor, name: str, *, now: datetime) -> None:
    """A verb of the tests."""
    db.session.get_one(Panel, actor.panel_id).name = name


def tamper(change: Callable[[Connection], object]) -> None:
    """Alter the log as somebody could who owns the database: without the triggers."""
    db.session.rollback()
    with db.engine.begin() as connection:
        for statement in TRIGGERS[db.engine.dialect.name]:
            connection.execute(text(statement))
        change(connection)


def test_untouched_log_holds(sealed: list[int]) -> None:
    assert (audit_seals.first_fault(), audit_seals.first_fault(known=audit_seals.newest())) == (None, None)


def test_seal_covers_what_was_written_since(cast: Cast, sealed: list[int], now: datetime) -> None:
    assert [audit_seals.seal(now=now) for _ in range(2)] == [1, 0]
    assert audit_seals.first_fault() is None


EDITS = {
    "actor_kind": "'public'",
    "actor_id": "99",
    "actor_name": "'Somebody else'",
    "panel_id": "99",
    "verb": "'case printed'",
    "subject_kind": "'other'",
    "subject_id": "'99'",
    "case_id": "99",
    "changes": "'{}'",
    "reason": "'another'",
    "request_id": "'another'",
    "at": "'2020-01-01 00:00:00'",
}


def is_altered() -> bool:
    """Whether the seals tell that the log was altered: of the log as it is now."""
    fault = audit_seals.first_fault()
    db.session.rollback()
    return "the audit log was altered" in str(fault)


def test_edit_of_any_column_is_found(sealed: list[int]) -> None:
    table = AuditEntry.__table__
    entry = table.c.id == sealed[len(sealed) // 2]
    tamper(lambda _connection: None)
    found = []
    for column in COLUMNS:
        with db.engine.begin() as connection:
            row = connection.execute(select(table).where(entry)).mappings().one()
            connection.execute(update(table).where(entry).values({column: text(EDITS[column])}))
        found += [column] if is_altered() else []
        with db.engine.begin() as connection:
            connection.execute(update(table).where(entry).values(dict(row)))
        assert not is_altered(), f"{column} is as it was"
    assert found == COLUMNS


@pytest.mark.parametrize("place", [0, 3, 20])
def test_deleted_entry_is_found(place: int, sealed: list[int]) -> None:
    tamper(lambda c: c.execute(text(f"delete from audit_entry where id = {sealed[place]}")))
    assert "the audit log was altered" in str(audit_seals.first_fault())


def test_swapped_entries_are_found(sealed: list[int]) -> None:
    first, second = sealed[0], sealed[1]

    def change(connection: Connection) -> None:
        for old, new in ((first, -1), (second, first), (-1, second)):
            connection.execute(text(f"update audit_entry set id = {new} where id = {old}"))

    tamper(change)
    assert "the audit log was altered" in str(audit_seals.first_fault())


def test_inserted_entry_is_found(sealed: list[int]) -> None:
    gap = sealed[4]

    def change(connection: Connection) -> None:
        row = connection.execute(select(AuditEntry.__table__).where(AuditEntry.id == gap)).mappings().one()
        connection.execute(text(f"delete from audit_entry where id = {gap}"))
        connection.execute(insert(AuditEntry.__table__).values(dict(row) | {"actor_name": "Somebody else"}))

    tamper(change)
    assert "the audit log was altered" in str(audit_seals.first_fault())


def test_entry_put_before_the_first_is_found(sealed: list[int]) -> None:
    def change(connection: Connection) -> None:
        row = connection.execute(select(AuditEntry.__table__).where(AuditEntry.id == sealed[0])).mappings().one()
        connection.execute(insert(AuditEntry.__table__).values(dict(row) | {"id": -1}))

    tamper(change)
    assert "the audit log was altered" in str(audit_seals.first_fault())


def test_tail_that_was_cut_off_is_found_though_its_seal_was_moved(sealed: list[int]) -> None:
    def change(connection: Connection) -> None:
        last = connection.execute(text("select last_entry_id from audit_seal where id = 3")).scalar() or 0
        connection.execute(text(f"update audit_seal set last_entry_id = {last - 1} where id = 3"))
        connection.execute(text(f"delete from audit_entry where id >= {last}"))

    tamper(change)
    assert "the audit log was altered" in str(audit_seals.first_fault())


def test_tail_cut_off_with_its_seals_is_found_by_a_seal_that_was_kept(sealed: list[int]) -> None:
    kept = audit_seals.newest()

    def change(connection: Connection) -> None:
        last = connection.execute(text("select last_entry_id from audit_seal where id = 1")).scalar()
        connection.execute(text("delete from audit_seal where id > 1"))
        connection.execute(text(f"delete from audit_entry where id > {last}"))

    tamper(change)
    assert audit_seals.first_fault() is None
    assert audit_seals.first_fault(known=kept) == f"The seal {kept} is missing: the audit log was cut off."


def test_altered_seal_is_found(sealed: list[int]) -> None:
    tamper(lambda c: c.execute(text("update audit_seal set digest = 'x' where id = 2")))
    assert "the audit log was altered" in str(audit_seals.first_fault())


def test_seal_made_without_the_key_does_not_hold(sealed: list[int], now: datetime) -> None:
    keys.use_secret("another secret, of somebody who has the database only")
    try:
        audit_seals.seal(now=now)
    finally:
        keys.use_secret("a secret of the tests, long enough to pass")
    assert "the audit log was altered" in str(audit_seals.first_fault())


def test_seal_waits_for_entries_that_are_being_written(app: Flask, cast: Cast, now: datetime) -> None:
    """On PostgreSQL an entry may have its number and not be committed while a later one already is."""
    wrote, go = Event(), Event()

    @writes(AuditVerb.PANEL_ADDED)
    def slow(actor: Actor, *, now: datetime) -> None:
        db.session.get_one(Panel, actor.panel_id).telephone = "01632 960 111"
        db.session.flush()
        wrote.set()
        go.wait(5)

    def in_thread(run: Callable[[], object]) -> object:
        with app.app_context():
            return run()

    other = cast.other_panel_id
    actor = cast.command_line
    db.session.rollback()
    with ThreadPoolExecutor(2) as threads:
        writer = threads.submit(in_thread, lambda: slow(actor, now=now))
        wrote.wait(5)
        if db.engine.dialect.name == "postgresql":
            later = Actor(actor.kind, panel_id=other, name=actor.name)
            rename(later, "Committed first", now=now)
        sealer = threads.submit(in_thread, lambda: audit_seals.seal(now=now))
        wait([sealer], timeout=0.5)
        go.set()
        writer.result(10)
        assert sealer.result(10)
    audit_seals.seal(now=now)
    assert audit_seals.first_fault() is None
