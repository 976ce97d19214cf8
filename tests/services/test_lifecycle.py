"""Moving a case: one mover, every reason why not, and a history whose newest row is what the case says of itself."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, CaseStatusChange
from cdop.rules import lifecycle as rules
from cdop.rules.vocabulary import CaseStatus
from cdop.services import lifecycle
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound
from tests.databases import ON_BOTH
from tests.factories import FINDINGS, MadeCase, add_case
from tests.personas import Cast

STEPS = [transition.name for transition in rules.TRANSITIONS]


def status_of(case: MadeCase) -> CaseStatus:
    return db.session.scalars(select(Case.status).where(Case.id == case.id)).one()


def history_of(case: MadeCase) -> list[tuple[Any, ...]]:
    change = CaseStatusChange
    query = select(change.step, change.from_status, change.to_status, change.by_name, change.reason)
    return [tuple(row) for row in db.session.execute(query.where(change.case_id == case.id).order_by(change.id))]


@ON_BOTH
def test_move_takes_the_step_and_says_who_and_why(cast: Cast, now: datetime) -> None:
    chair = cast.person("chair")
    case = add_case(cast.person("coordinator"), now=now, status=CaseStatus.READY)
    before = len(history_of(case))
    assert lifecycle.move(chair, case.id, "gather more information", "A form is missing", now=now) == (
        CaseStatus.GATHERING
    )
    assert history_of(case)[before:] == [
        ("gather more information", "ready for panel", "gathering information", "Chair", "A form is missing")
    ]


def test_move_from_the_wrong_stage_says_so_and_changes_nothing(cast: Cast, now: datetime) -> None:
    case = add_case(cast.person("coordinator"), now=now)
    with pytest.raises(Blocked) as blocked:
        lifecycle.move(cast.person("coordinator"), case.id, "close", now=now)
    assert blocked.value.reasons == ["The case is at “notified”, and this step starts from “reviewed”"]
    assert (status_of(case), len(history_of(case))) == (CaseStatus.NOTIFIED, 1)


def test_move_that_lacks_several_things_names_them_all(cast: Cast, now: datetime) -> None:
    case = add_case(cast.person("coordinator"), now=now, status=CaseStatus.ON_AGENDA)
    with pytest.raises(Blocked) as blocked:
        lifecycle.move(cast.person("coordinator"), case.id, "complete the review", now=now)
    assert blocked.value.reasons == [
        "The date of the panel's review is not recorded",
        "The category of death is not recorded",
        "Whether there were modifiable factors is not recorded",
    ]


@pytest.mark.parametrize("reason", [None, "", "  \n "])
def test_move_that_needs_a_reason_is_refused_without_one(reason: str | None, cast: Cast, now: datetime) -> None:
    case = add_case(cast.person("coordinator"), now=now, status=CaseStatus.ON_AGENDA)
    with pytest.raises(Invalid) as refused:
        lifecycle.move(cast.person("coordinator"), case.id, "take off the agenda", reason, now=now)
    missing = {"reason": "Say why the case is taken off the agenda"}
    assert (refused.value.faults, status_of(case)) == (missing, CaseStatus.ON_AGENDA)


@pytest.mark.parametrize("name", ["designated doctor", "panel member", "analyst", "administrator"])
def test_move_by_whoever_may_not_is_refused(name: str, cast: Cast, now: datetime) -> None:
    case = add_case(cast.person("coordinator"), now=now)
    with pytest.raises(Forbidden):
        lifecycle.move(cast.person(name), case.id, "start gathering information", now=now)
    assert status_of(case) is CaseStatus.NOTIFIED


def test_move_of_a_case_of_another_panel_is_refused(cast: Cast, now: datetime) -> None:
    theirs = add_case(cast.person("coordinator", panel_id=cast.other_panel_id), now=now)
    with pytest.raises(Forbidden):
        lifecycle.move(cast.person("chair"), theirs.id, "start gathering information", now=now)


def test_case_begins_in_no_stage_but_the_first_ones(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = db.session.get_one(Case, add_case(coordinator, now=now).id)
    for status in set(CaseStatus) - rules.ENTRY:
        with pytest.raises(ValueError, match="does not begin as"):
            lifecycle.enter(coordinator, case, status, now=now)


@ON_BOTH
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(walk=st.lists(st.sampled_from(STEPS), max_size=25))
def test_newest_row_of_the_history_is_the_status_on_any_walk(walk: list[str], cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    expected = CaseStatus.NOTIFIED
    for minute, step in enumerate(walk, start=1):
        at = now + timedelta(minutes=minute)
        try:
            moved = lifecycle.move(coordinator, case.id, step, "A reason", now=at)
        except Blocked:
            assert rules.transition(step) not in rules.allowed(expected) or step == "complete the review"
        else:
            expected = rules.transition(step).target
            assert moved is expected
        history = history_of(case)
        assert (status_of(case), history[-1][2]) == (expected, expected)
        assert [row[1] for row in history[1:]] == [row[2] for row in history[:-1]]


@ON_BOTH
def test_whole_life_of_a_case_is_in_its_history(cast: Cast, now: datetime) -> None:
    case = add_case(cast.person("coordinator"), now=now, status=CaseStatus.CLOSED)
    assert [row[2] for row in history_of(case)] == [
        "notified",
        "gathering information",
        "ready for panel",
        "on an agenda",
        "reviewed",
        "closed",
    ]
    reviewed = db.session.execute(
        select(Case.reviewed_on, Case.category, Case.modifiable).where(Case.id == case.id)
    ).one()
    assert tuple(reviewed) == tuple(FINDINGS.values())


@ON_BOTH
def test_take_step_is_taken_once_however_often_it_is_sent(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.REVIEW_MEETING)
    for _ in range(2):
        taken = lifecycle.take_step(
            coordinator, case.public_id, "make ready for panel", "", submission_id="t" * 20, now=now
        )
        assert taken is CaseStatus.READY
    db.session.rollback()
    assert [row[0] for row in history_of(case)].count("make ready for panel") == 1
    assert db.session.scalars(select(Case.ready_on).where(Case.id == case.id)).one() == now.date()


@pytest.mark.parametrize(("step", "words"), [("put on an agenda", "taken with the agenda"), ("finish", "^$")])
def test_take_step_that_belongs_to_other_work_or_is_none_is_refused(
    cast: Cast, now: datetime, step: str, words: str
) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.READY)
    with pytest.raises((Blocked, NotFound), match=words):
        lifecycle.take_step(coordinator, case.public_id, step, "", submission_id="t" * 20, now=now)
    assert status_of(case) is CaseStatus.READY


def test_gathering_more_information_takes_the_day_it_was_ready_away(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.READY)
    lifecycle.take_step(
        coordinator, case.public_id, "gather more information", "A report", submission_id="t" * 20, now=now
    )
    db.session.rollback()
    assert db.session.scalars(select(Case.ready_on).where(Case.id == case.id)).one() is None
