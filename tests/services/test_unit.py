"""The unit of work: all or nothing, nothing past the audit, on SQLite under the write lock from the first."""

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from cdop.extensions import db
from cdop.models import AuditEntry, Case, CaseNote, Panel, Theme
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import ActorKind, AuditVerb, CaseStatus
from cdop.services import cases, lifecycle, unit
from cdop.services.errors import Stale
from cdop.services.unit import UnauditedWrite, writes
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast

pytestmark = ON_BOTH


@writes(AuditVerb.PANEL_ADDED)
def rename(actor: Actor, panel_id: int, name: str, *, now: datetime, fail: bool = False) -> None:
    """A verb of the tests."""
    db.session.get_one(Panel, panel_id).name = name
    if fail:
        db.session.flush()
        raise RuntimeError("half way")


@writes(AuditVerb.MEETINGS_IMPORTED)
def rename_twice(actor: Actor, panel_id: int, *, now: datetime, fail: bool = False) -> None:
    """A verb that calls another and then does something of its own."""
    rename(actor, panel_id, "Inner", now=now)
    db.session.get_one(Panel, panel_id).telephone = "01632 960 000"
    if fail:
        raise RuntimeError("half way")


@writes(AuditVerb.MEETINGS_IMPORTED)
def rename_in_spite_of_a_fault(actor: Actor, panel_id: int, *, now: datetime) -> None:
    """A verb that swallows what an inner verb raised."""
    try:
        rename(actor, panel_id, "Half", now=now, fail=True)
    except RuntimeError:
        db.session.get_one(Panel, panel_id).telephone = "01632 960 001"


def entries(after: int = 0) -> list[tuple[Any, ...]]:
    """Verb, subject and changes of the audit entries after one, in order."""
    columns = (AuditEntry.verb, AuditEntry.subject_kind, AuditEntry.subject_id, AuditEntry.changes)
    rows = db.session.execute(select(*columns).where(AuditEntry.id > after).order_by(AuditEntry.id))
    return [tuple(row) for row in rows]


def last_entry() -> int:
    return db.session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)) or 0


def names() -> list[str]:
    return list(db.session.scalars(select(Panel.name).order_by(Panel.id)))


def test_change_outside_a_unit_is_refused(cast: Cast) -> None:
    panel = db.session.get_one(Panel, cast.panel_id)
    panel.name = "Nobody's"
    with pytest.raises(UnauditedWrite):
        db.session.flush()
    db.session.rollback()
    assert names() == ["Test panel"]


def test_added_and_deleted_rows_outside_a_unit_are_refused(cast: Cast) -> None:
    theme = db.session.scalars(select(Theme).where(Theme.panel_id == cast.panel_id)).first()
    db.session.delete(theme)
    with pytest.raises(UnauditedWrite):
        db.session.commit()
    db.session.rollback()
    db.session.add(Theme(panel_id=cast.panel_id, key="new", label="New"))
    with pytest.raises(UnauditedWrite):
        db.session.commit()
    db.session.rollback()
    assert db.session.get(Theme, (cast.panel_id, "new")) is None


BULK: dict[str, Callable[[], object]] = {
    "update": lambda: db.session.execute(update(Panel).values(name="x")),
    "update of the table": lambda: db.session.execute(update(Panel.__table__).values(name="x")),
    "delete": lambda: db.session.execute(delete(CaseNote)),
    "insert": lambda: db.session.execute(insert(Theme).values(panel_id=1, key="k", label="l")),
    "query update": lambda: db.session.query(Panel).update({"name": "x"}),
    "query delete": lambda: db.session.query(CaseNote).delete(),
    "bulk save": lambda: db.session().bulk_save_objects([Theme(panel_id=1, key="k", label="l")]),
    "bulk insert": lambda: db.session().bulk_insert_mappings(
        Theme.__mapper__, [{"panel_id": 1, "key": "k", "label": "l"}]
    ),
    "bulk update": lambda: db.session().bulk_update_mappings(
        Theme.__mapper__, [{"panel_id": 1, "key": "asthma", "label": "l", "version": 1}]
    ),
    "words of SQL": lambda: db.session.execute(text("update panel set name = 'x'")),
    "words of SQL, the connection": lambda: db.session().connection().execute(text("delete from theme")),
}


@writes(AuditVerb.PANEL_ADDED)
def run_bulk(actor: Actor, statement: Callable[[], object], *, now: datetime) -> None:
    """Run a bulk statement within a unit."""
    statement()


def is_refused(act: Callable[[], object]) -> bool:
    """Whether something is refused as a write that nobody audits."""
    try:
        act()
    except UnauditedWrite:
        return True
    finally:
        db.session.rollback()
    return False


def test_bulk_statement_outside_a_unit_is_refused(cast: Cast) -> None:
    assert cast.panel_id == 1
    assert [name for name, act in BULK.items() if not is_refused(act)] == []
    assert names() == ["Test panel"]


def test_bulk_statement_on_an_audited_table_within_a_unit_is_refused(cast: Cast, now: datetime) -> None:
    before = last_entry() if cast.panel_id else 0
    run = partial(run_bulk, cast.command_line, now=now)
    assert [name for name, act in BULK.items() if not is_refused(partial(run, act))] == []
    assert (names(), entries(before)) == (["Test panel"], [])


def test_verb_that_changes_a_row_leaves_one_entry_with_all_it_should_say(cast: Cast, now: datetime) -> None:
    before = last_entry() if cast.panel_id else 0
    person = cast.person("administrator")
    before = last_entry()
    unit.request_id.set("abc123")
    try:
        rename(person, cast.panel_id, "New name", now=now)
    finally:
        unit.request_id.set(None)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.id > before)).one()
    told = {c.name: getattr(entry, c.name) for c in AuditEntry.__table__.columns if c.name != "id"}
    assert told == {
        "at": now,
        "actor_kind": ActorKind.PERSON,
        "actor_id": person.user_id,
        "actor_name": "Administrator",
        "panel_id": cast.panel_id,
        "verb": AuditVerb.PANEL_ADDED,
        "subject_kind": "panel",
        "subject_id": str(cast.panel_id),
        "case_id": None,
        "changes": {"name": ["Test panel", "New name"]},
        "reason": None,
        "request_id": "abc123",
    }


def test_reason_given_in_a_unit_is_on_its_entries(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.READY)
    before = last_entry()
    lifecycle.move(coordinator, case.id, "gather more information", "A form is missing", now=now)
    rows = db.session.execute(
        select(AuditEntry.verb, AuditEntry.subject_kind, AuditEntry.case_id, AuditEntry.reason)
        .where(AuditEntry.id > before)
        .order_by(AuditEntry.subject_kind)
    )
    assert [tuple(row) for row in rows] == [
        (AuditVerb.CASE_MOVED, "case_status_change", case.id, "A form is missing"),
        (AuditVerb.CASE_MOVED, "child_case", case.id, "A form is missing"),
    ]


def test_inner_verb_is_audited_under_its_own_name(cast: Cast, now: datetime) -> None:
    cast.person("administrator")
    before = last_entry()
    rename_twice(cast.command_line, cast.panel_id, now=now)
    assert [(verb, changes) for verb, _, _, changes in entries(before)] == [
        (AuditVerb.PANEL_ADDED, {"name": ["Test panel", "Inner"]}),
        (AuditVerb.MEETINGS_IMPORTED, {"telephone": [None, "01632 960 000"]}),
    ]


def test_verb_that_fails_half_way_leaves_nothing(cast: Cast, now: datetime) -> None:
    before = last_entry() if cast.panel_id else 0
    with pytest.raises(RuntimeError):
        rename(cast.command_line, cast.panel_id, "Half", now=now, fail=True)
    with pytest.raises(RuntimeError):
        rename_twice(cast.command_line, cast.panel_id, now=now, fail=True)
    assert (names(), entries(before), unit.current()) == (["Test panel"], [], None)


def test_unit_whose_inner_verb_failed_cannot_be_saved_in_part(cast: Cast, now: datetime) -> None:
    before = last_entry() if cast.panel_id else 0
    with pytest.raises(RuntimeError):
        rename_in_spite_of_a_fault(cast.command_line, cast.panel_id, now=now)
    assert (names(), entries(before)) == (["Test panel"], [])


def test_row_changed_under_a_unit_is_stale_not_an_error(cast: Cast, now: datetime) -> None:
    @writes(AuditVerb.PANEL_ADDED)
    def late(actor: Actor, *, now: datetime) -> None:
        panel = db.session.get_one(Panel, cast.panel_id)
        db.session().connection().execute(
            update(Panel.__table__).values(version=panel.version + 1),
            execution_options={"is_of_the_unit": True},
        )
        panel.name = "Too late"

    assert cast.panel_id
    with pytest.raises(Stale):
        late(cast.command_line, now=now)
    assert names() == ["Test panel"]


def test_entries_cannot_be_changed_or_deleted(cast: Cast) -> None:
    before = entries() if cast.panel_id else []
    db.session.rollback()
    for statement in ("update audit_entry set actor_name = 'x'", "delete from audit_entry"):
        with pytest.raises(DBAPIError, match="audit entries are never"), db.engine.begin() as connection:
            connection.execute(text(statement))
    assert entries() == before


PERSONAL_VALUES = {
    "given_names": "Quillonia",
    "family_name": "Zantedeschia",
    "nhs_number": "9990000018",
    "born_on": date(2019, 8, 7),
    "died_on": date(2021, 6, 5),
    "postcode": "ZZ99 9ZZ",
}
CANARIES = ("quillonia", "zantedeschia", "9990000018", "2019-08-07", "2021-06-05", "zz99")


def test_personal_values_appear_in_no_entry(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, notified_on=date(2021, 6, 9), **PERSONAL_VALUES)
    cases.add_note(coordinator, case.public_id, "Quillonia fell", submission_id="n" * 18, now=now)
    cases.correct(
        coordinator,
        case.public_id,
        {"given_names": "Other", "died_on": date(2021, 6, 6)},
        version=version_of(case.id),
        submission_id="c" * 18,
        now=now,
    )
    rows = db.session.execute(select(AuditEntry.__table__)).mappings()
    told = "\n".join(json.dumps(dict(row), default=str).lower() for row in rows)
    assert [canary for canary in CANARIES if canary in told] == []
    changed = [changes for verb, kind, _, changes in entries() if (verb, kind) == CORRECTED]
    assert {"given_names", "died_on", "name_folded"} <= changed[0].keys()


CORRECTED = (AuditVerb.CASE_CORRECTED, "child_case")


def version_of(case_id: int) -> int:
    return db.session.scalars(select(Case.version).where(Case.id == case_id)).one()


def test_entries_do_not_give_the_date_of_death_by_arithmetic(cast: Cast, now: datetime) -> None:
    """The date of notification is told; how long after the death it came must then not be."""
    add_case(cast.person("coordinator"), now=now)
    added = next(changes for verb, kind, _, changes in entries() if kind == "child_case")
    told = {name for name, (_, new) in added.items() if not isinstance(new, dict)}
    assert "notified_on" in told
    assert told.isdisjoint({"died_on", "born_on", "days_to_notification", "days_to_review"})


def test_sqlite_unit_begins_with_the_write_lock_and_reads_do_not(sqlite_app: Flask, now: datetime) -> None:
    cast = Cast(now)
    assert cast.panel_id
    db.session.rollback()
    sent: list[str] = []
    event.listen(db.engine, "checkout", lambda connection, *_rest: connection.set_trace_callback(sent.append))
    names()
    rename(cast.command_line, cast.panel_id, "New", now=now)
    names()
    begins = [statement for statement in sent if statement.startswith("BEGIN")]
    assert begins == ["BEGIN DEFERRED", "BEGIN IMMEDIATE", "BEGIN DEFERRED"]


def test_every_sqlite_connection_is_durable_and_checks_its_links(sqlite_app: Flask) -> None:
    connections = [db.engine.connect() for _ in range(3)]
    pragmas = ("synchronous", "journal_mode", "foreign_keys", "secure_delete")
    found = [tuple(c.exec_driver_sql(f"pragma {name}").scalar() for name in pragmas) for c in connections]
    for connection in connections:
        connection.close()
    assert found == [(2, "wal", 1, 1)] * 3


def test_verb_ends_what_was_read_before_it(cast: Cast, now: datetime) -> None:
    panel = db.session.get_one(Panel, cast.panel_id)
    with db.engine.begin() as other:
        other.execute(
            update(Panel.__table__).values(telephone="01632 960 999"),
            execution_options={"is_of_the_unit": True},
        )

    @writes(AuditVerb.PANEL_ADDED)
    def read(actor: Actor, *, now: datetime) -> str | None:
        return db.session.get_one(Panel, panel.id).telephone

    assert read(cast.command_line, now=now) == "01632 960 999"
