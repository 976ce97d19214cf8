"""One form, one effect."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from flask import Flask
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import CaseNote
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb
from cdop.services import cases, submissions
from cdop.services.unit import writes
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast

pytestmark = ON_BOTH

MARK = "one-time-mark-of-a-form"


@writes(AuditVerb.CASE_NOTE_ADDED)
def send(actor: Actor, act: Callable[[], str], *, now: datetime, said: object = "") -> str:
    """Send a form of the tests."""
    return submissions.once(actor, MARK, act, now=now, said=said)


def notes() -> list[str]:
    return list(db.session.scalars(select(CaseNote.text).order_by(CaseNote.id)))


def test_send_twice_acts_once_and_answers_alike(cast: Cast, now: datetime) -> None:
    person, calls = cast.person("coordinator"), []

    def act() -> str:
        calls.append("called")
        return f"effect {len(calls)}"

    answers = [send(person, act, now=now) for _ in range(3)]
    assert (answers, calls) == (["effect 1"] * 3, ["called"])


def test_send_whose_effect_is_foreseen_acts_once_and_answers_alike(cast: Cast, now: datetime) -> None:
    person, calls = cast.person("coordinator"), []

    @writes(AuditVerb.CASE_NOTE_ADDED)
    def foreseen(actor: Actor, foreseen: str, *, now: datetime) -> str:
        act = lambda: calls.append("called") or "effect"  # noqa: E731
        return submissions.once(actor, MARK, act, now=now, said=foreseen, foreseen=foreseen)

    answers = [foreseen(person, effect, now=now) for effect in ("effect", "effect", "another", "another")]
    assert (answers, calls) == (["effect"] * 4, ["called"] * 2)


def test_send_again_with_other_words_is_another_form(cast: Cast, now: datetime) -> None:
    person = cast.person("coordinator")
    answers = [send(person, lambda said=said: f"effect of {said}", now=now, said=said) for said in ("a", "b", "a")]
    assert answers == ["effect of a", "effect of b", "effect of a"]


def test_send_with_the_mark_of_somebody_else_is_another_form(cast: Cast, now: datetime) -> None:
    people = [cast.person(name) for name in ("coordinator", "chair")]
    assert [send(person, lambda name=person.name: name, now=now) for person in people] == [
        "Coordinator",
        "Chair",
    ]


def test_send_after_a_failure_acts(cast: Cast, now: datetime) -> None:
    person = cast.person("coordinator")

    def fail() -> str:
        raise RuntimeError("half way")

    try:
        send(person, fail, now=now)
    except RuntimeError:
        answer = send(person, lambda: "effect", now=now)
    assert answer == "effect"


def test_note_edited_after_going_back_is_kept_as_well(cast: Cast, now: datetime) -> None:
    person = cast.person("coordinator")
    case = add_case(person, now=now)
    for text in ("First thought", "First thought", "Second thought"):
        cases.add_note(person, case.public_id, text, submission_id=MARK, now=now)
    assert notes() == ["First thought", "Second thought"]


def test_ten_equal_notes_at_once_are_one_note_and_ten_equal_answers(app: Flask, cast: Cast, now: datetime) -> None:
    person = cast.person("coordinator")
    case = add_case(person, now=now)
    start = Barrier(10)

    def add(_number: int) -> str:
        with app.app_context():
            start.wait()
            return cases.add_note(person, case.public_id, "Once", submission_id=MARK, now=now)

    db.session.rollback()
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(add, range(10)))
    assert (answers, notes()) == ([case.public_id] * 10, ["Once"])
