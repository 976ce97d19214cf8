"""People who save at the same time, on the server as it runs: no error, nothing lost, nothing doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPException
from itertools import count
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from cdop import clock, create_app
from cdop.extensions import db
from cdop.models import AuditEntry, Case, CaseFactHistory, CaseNote
from cdop.rules.vocabulary import AuditVerb
from tests.client import form_fields
from tests.databases import ON_BOTH, config_for
from tests.factories import MadeCase, add_case
from tests.personas import Cast
from tests.serving import Server, Visitor, serving

CLIENTS = 8
SAVES = 10
HOT_CASES = 3
# Every so many saves is a correction; the others are notes.
CORRECTION_EVERY = 5


@dataclass
class Told:
    """What the server acknowledged to one person."""

    notes: list[str] = field(default_factory=list)
    # Of each correction: the weight that its page showed, and the one that was put in its place.
    weights: list[tuple[str, str]] = field(default_factory=list)
    stale: int = 0
    statuses: list[int] = field(default_factory=list)


@cache
def app_on(url: str) -> Flask:
    """The application on this database, beside the server."""
    return create_app(config_for(url))


def prepare(url: str) -> list[MadeCase]:
    """A panel with a coordinator and a few cases, made by the clock of the server."""
    with app_on(url).app_context():
        coordinator = Cast(clock.now()).person("coordinator")
        made = [add_case(coordinator, now=clock.now(), birth_weight_g=500) for _ in range(HOT_CASES)]
        db.session.remove()
        db.engine.dispose()
    return made


def held(url: str, read: Callable[[], list[tuple[object, ...]]]) -> list[tuple[object, ...]]:
    """What the database holds afterwards."""
    with app_on(url).app_context():
        found = read()
        db.session.remove()
        db.engine.dispose()
    return found


def notes_held(url: str) -> list[str]:
    rows = held(url, lambda: [tuple(row) for row in db.session.execute(select(CaseNote.text))])
    return sorted(str(text) for (text,) in rows)


def save_note(visitor: Visitor, case: MadeCase, text: str, told: Told) -> None:
    answer = visitor.post(f"{case.path}/notes", text=text)
    told.statuses.append(answer.status)
    if answer.status == 302:
        told.notes.append(text)


def save_correction(visitor: Visitor, case: MadeCase, weight: int, told: Told) -> None:
    page = visitor.get(f"{case.path}/correct")
    told.statuses.append(page.status)
    names = f"Given names of correction {weight}"
    fields = form_fields(page.text)
    changed = {"birth_weight_g": str(weight), "given_names": names}
    answer = visitor.post(f"{case.path}/correct", **fields | changed)
    told.statuses.append(answer.status)
    if answer.status == 302:
        told.weights.append((fields["birth_weight_g"], str(weight)))
    else:
        assert answer.status == 409, answer.text
        assert names in answer.text
        told.stale += 1


def work(server: Server, cases: list[MadeCase], person: int, start: Barrier) -> Told:
    """One person's saves, one after another."""
    told = Told()
    visitor = Visitor(server).sign_in("coordinator")
    start.wait()
    for number in range(SAVES):
        case = cases[(person + number) % len(cases)]
        if number % CORRECTION_EVERY == 0:
            save_correction(visitor, case, 1000 + person * SAVES + number, told)
        else:
            save_note(visitor, case, f"Note {number} of person {person}", told)
    return told


@ON_BOTH
def test_eight_people_on_two_workers_save_without_error_or_lost_update(database_url: str) -> None:
    cases = prepare(database_url)
    start = Barrier(CLIENTS)
    with serving(database_url) as server, ThreadPoolExecutor(CLIENTS) as threads:
        told = list(threads.map(lambda person: work(server, cases, person, start), range(CLIENTS)))
    statuses = {status for each in told for status in each.statuses}
    assert statuses <= {200, 302, 409}
    assert notes_held(database_url) == sorted(note for each in told for note in each.notes)
    assert sum(len(each.notes) for each in told) == CLIENTS * SAVES * (CORRECTION_EVERY - 1) // CORRECTION_EVERY
    assert_no_lost_update(database_url, told)


def assert_no_lost_update(url: str, told: list[Told]) -> None:
    """Each acknowledged correction replaced the very value its page had shown; the last of them stands."""

    def read() -> list[tuple[object, ...]]:
        past = CaseFactHistory
        query = select(past.case_id, past.old, past.new).where(past.field == "birth_weight_g").order_by(past.id)
        return [tuple(row) for row in db.session.execute(query)]

    links = held(url, read)
    current = dict(held(url, lambda: [tuple(r) for r in db.session.execute(select(Case.id, Case.birth_weight_g))]))
    assert sorted((old, new) for _, old, new in links) == sorted(w for each in told for w in each.weights)
    last = dict.fromkeys(current, "500")
    for case_id, old, new in links:
        assert last[case_id] == old
        last[case_id] = str(new)
    assert {case_id: int(value) for case_id, value in last.items()} == current


@ON_BOTH
def test_ten_identical_forms_at_once_are_one_note_and_ten_equal_answers(database_url: str) -> None:
    case = prepare(database_url)[0]
    start = Barrier(10)
    with serving(database_url) as server, ThreadPoolExecutor(10) as threads:
        visitor = Visitor(server).sign_in("coordinator")

        def send(_number: int) -> tuple[int, str | None]:
            start.wait()
            answer = visitor.post(f"{case.path}/notes", text="The same words", submission_id="m" * 24)
            return answer.status, answer.location

        answers = set(threads.map(send, range(10)))
    assert answers == {(302, f"{case.path}#notes")}
    assert notes_held(database_url) == ["The same words"]


def save_until_killed(server: Server, case: MadeCase, person: int, acknowledged: Callable[[str], None]) -> None:
    """Save notes until the server is gone."""
    try:
        visitor = Visitor(server).sign_in("coordinator")
        for number in count():
            text = f"Note {number} of person {person}, {server.port}"
            if visitor.post(f"{case.path}/notes", text=text).status == 302:
                acknowledged(text)
    except (OSError, HTTPException):
        return


def killed_after(url: str, case: MadeCase, saves: int) -> list[str]:
    """Kill the server once so many notes were acknowledged; return all that were."""
    server, acknowledged = Server(url), []

    def note(text: str) -> None:
        acknowledged.append(text)
        if len(acknowledged) == saves:
            server.kill()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda person: save_until_killed(server, case, person, note), range(4)))
    return acknowledged


@pytest.mark.parametrize("saves", [30])
@ON_BOTH
def test_every_acknowledged_note_is_there_after_kill_9(saves: int, database_url: str) -> None:
    case = prepare(database_url)[0]
    acknowledged = killed_after(database_url, case, saves)
    notes = notes_held(database_url)
    assert len(acknowledged) >= saves
    assert set(acknowledged) <= set(notes)
    assert len(notes) == len(set(notes))
    assert audited(database_url) == len(notes)


def audited(url: str) -> int:
    query = select(AuditEntry.id).where(AuditEntry.verb == AuditVerb.CASE_NOTE_ADDED)
    return len(held(url, lambda: [tuple(row) for row in db.session.execute(query)]))
