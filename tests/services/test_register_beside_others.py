"""A register comes in while others work: nobody's save fails, nothing is lost. All children here are invented."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import AuditEntry, Case, CaseNote
from cdop.rules.vocabulary import AuditVerb
from cdop.services import cases, register
from cdop.services.register import ImportSummary
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast
from tests.registers import NAMED, REVIEWED, digest_of_database, many, register_file, row

pytestmark = ON_BOTH

NOTES = 20


def test_notes_saved_while_a_register_comes_in_are_all_kept(app: Flask, cast: Cast, now: datetime) -> None:
    actor, command_line = cast.person("coordinator"), cast.command_line
    case = add_case(actor, now=now)
    is_under_way = Event()

    def come_in() -> ImportSummary:
        with app.app_context():
            progress = lambda done, total: is_under_way.set()  # noqa: E731
            return register.import_register(command_line, many(2_000, named=True), progress=progress, now=now)

    def write(number: int) -> str:
        with app.app_context():
            is_under_way.wait(timeout=60)
            return cases.add_note(actor, case.public_id, f"Note {number}", submission_id=f"note {number}", now=now)

    with ThreadPoolExecutor(5) as pool:
        importing = pool.submit(come_in)
        answers = list(pool.map(write, range(NOTES)))
        assert importing.result().added == 2_000
    assert answers == [case.public_id] * NOTES
    assert sorted(db.session.scalars(select(CaseNote.text))) == sorted(f"Note {number}" for number in range(NOTES))
    noted = select(func.count()).select_from(AuditEntry).where(AuditEntry.verb == AuditVerb.CASE_NOTE_ADDED)
    assert db.session.scalar(noted) == NOTES
    assert db.session.scalar(select(func.count()).select_from(Case)) == 2_001


def test_import_of_more_than_is_worked_out_before_comes_to_the_same(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "READY_AT_MOST", 1)
    file = register_file(NAMED | REVIEWED, row("INV/002", themes="sepsis"), row("INV/003"))
    assert register.import_register(cast.command_line, file, now=now).added == 3
    found = db.session.execute(select(Case.reference, Case.panel_id).order_by(Case.id)).all()
    assert [tuple(one) for one in found] == [(f"INV/00{n}", cast.panel_id) for n in (1, 2, 3)]
    before = digest_of_database()
    assert register.check_register(cast.command_line, file, now=now).left_out == 3
    assert digest_of_database() == before
