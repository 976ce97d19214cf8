"""Rows by the thousand: what they leave is what rows added one by one leave."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select

from cdop.extensions import db
from cdop.models import AuditEntry, CaseNote, CaseStatusChange, FormAnswer, FormResponse, Panel, Theme
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb, CaseStatus, ResponseStatus
from cdop.services import data_version, lifecycle, new_rows, unit
from cdop.services.errors import Stale
from cdop.services.unit import UnauditedWrite, writes
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast

pytestmark = ON_BOTH


@writes(AuditVerb.REGISTER_IMPORTED)
def act(actor: Actor, acts: Callable[[], None], *, now: datetime) -> None:
    """A verb of the tests."""
    acts()


def theme(key: str) -> Theme:
    return Theme(key=key, label="Own theme", is_active=True)


def insert_theme(panel_id: int, key: str) -> None:
    unit.insert_all(Theme, [new_rows.worked_out(theme(key)).with_ids(panel_id=panel_id)])


def add_theme(panel_id: int, key: str) -> None:
    row = theme(key)
    row.panel_id = panel_id
    db.session.add(row)


def entries_of(kind: str) -> list[dict[str, Any]]:
    """All but the number of the audit entries about rows of a table."""
    names = [column for column in AuditEntry.__table__.c if column.name != "id"]
    query = select(*names).where(AuditEntry.subject_kind == kind).order_by(AuditEntry.id)
    return [dict(row) for row in db.session.execute(query).mappings()]


def test_rows_inserted_leave_the_entries_and_the_sum_that_rows_added_leave(cast: Cast, now: datetime) -> None:
    panel = select(Panel.data_sum).where(Panel.id == cast.panel_id)
    sums = [db.session.scalar(panel) or 0]
    for add in add_theme, insert_theme:
        act(cast.command_line, lambda add=add: add(cast.panel_id, f"own-{add.__name__}"), now=now)
        sums.append(db.session.scalar(panel) or 0)
    rows = [db.session.get_one(Theme, (cast.panel_id, f"own-{add.__name__}")) for add in (add_theme, insert_theme)]
    added, inserted = entries_of("theme")[-2:]
    changed = inserted["changes"] | {"key": [None, "own-add_theme"]}
    assert inserted | {"subject_id": f"{cast.panel_id}/own-add_theme", "changes": changed} == added
    assert [data_version.total(sums[0], rows[0].figures_digest), rows[1].figures_digest] == [
        sums[1],
        data_version.digest(rows[1]),
    ]
    assert data_version.total(sums[1], rows[1].figures_digest) == sums[2]


def test_rows_inserted_are_answered_with_their_ids_in_order(cast: Cast, now: datetime) -> None:
    actor = cast.person("coordinator")
    cases = [add_case(actor, now=now) for _ in range(3)]
    entrance = new_rows.worked_out(lifecycle.entrance(actor, CaseStatus.NOTIFIED, now=now))
    ids: list[int] = []

    def insert() -> None:
        rows = [entrance.with_ids(panel_id=case.panel_id, case_id=case.id) for case in cases]
        ids.extend(unit.insert_all(CaseStatusChange, rows))

    act(actor, insert, now=now)
    assert [db.session.get_one(CaseStatusChange, each).case_id for each in ids] == [case.id for case in cases]
    told = [(entry["subject_id"], entry["case_id"]) for entry in entries_of("case_status_change")[-3:]]
    assert told == [(str(each), case.id) for each, case in zip(ids, cases, strict=True)]


def test_rows_of_a_unit_that_fails_are_gone_with_their_entries(cast: Cast, now: datetime) -> None:
    before = len(entries_of("theme")) if cast.panel_id else 0

    def fail() -> None:
        insert_theme(cast.panel_id, "own")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act(cast.command_line, fail, now=now)
    assert db.session.get(Theme, (cast.panel_id, "own")) is None
    assert len(entries_of("theme")) == before


def test_rows_are_not_inserted_outside_a_unit(cast: Cast) -> None:
    with pytest.raises(UnauditedWrite):
        insert_theme(cast.panel_id, "own")


def test_row_made_without_an_object_is_told_as_one_of_an_object(cast: Cast, now: datetime) -> None:
    case = add_case(cast.person("coordinator"), now=now)
    values = {"panel_id": case.panel_id, "case_id": case.id, "text": "A note", "by_name": "Coordinator"}
    dated = values | {"created_at": now, "created_by_id": None}
    assert new_rows.new_row(CaseNote, **dated) == new_rows.worked_out(CaseNote(**dated))


def _answer(actor: Actor, now: datetime) -> tuple[str, ...]:
    """The key of one more answer."""
    response = FormResponse(
        panel_id=actor.panel_id, form_key="form_b", form_version="1", status=ResponseStatus.STARTED, created_at=now
    )
    db.session.add(response)
    db.session.flush()
    values = {"panel_id": response.panel_id, "value": "before", "at": now, "by_kind": actor.kind, "by_name": "Before"}
    unit.insert_all(
        FormAnswer, [new_rows.new_row(FormAnswer, response_id=response.id, question_key="q", row_key="", **values)]
    )
    return (response.id, "q", "")


def _row(key: tuple[Any, ...]) -> Any:
    return db.session.execute(select(*inspect(FormAnswer).columns).where(FormAnswer.response_id == key[0])).one()


def test_row_written_anew_leaves_what_an_object_changed_leaves(cast: Cast, now: datetime) -> None:
    actor, later, keys = cast.person("coordinator"), now + timedelta(minutes=1), []
    act(actor, lambda: keys.extend([_answer(actor, now), _answer(actor, now)]), now=now)
    changes = {"value": "after", "at": later, "by_name": "Before"}

    def change_object() -> None:
        row = db.session.get_one(FormAnswer, keys[0])
        for name, value in changes.items():
            setattr(row, name, value)

    act(actor, change_object, now=later)
    act(actor, lambda: unit.rewrite(FormAnswer, _row(keys[1]), **changes), now=later)
    of_object, written = entries_of("form_answer")[-2:]
    assert written | {"subject_id": of_object["subject_id"], "request_id": of_object["request_id"]} == of_object
    assert [tuple(_row(key))[3:] for key in keys] == [tuple(_row(keys[0]))[3:]] * 2
    assert (_row(keys[1]).value, _row(keys[1]).version) == ("after", 2)


def test_row_that_changed_since_it_was_read_is_not_written_anew(cast: Cast, now: datetime) -> None:
    actor, keys = cast.person("coordinator"), []
    act(actor, lambda: keys.append(_answer(actor, now)), now=now)
    read = _row(keys[0])
    act(actor, lambda: unit.rewrite(FormAnswer, read, value="theirs"), now=now)
    with pytest.raises(Stale):
        act(actor, lambda: unit.rewrite(FormAnswer, read, value="mine"), now=now)
    assert _row(keys[0]).value == "theirs"
    with pytest.raises(UnauditedWrite):
        unit.rewrite(FormAnswer, read, value="past the audit")
