"""A case waits for somebody from a day until a day, and for each only once at a time."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import CaseHold
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import HoldKind
from cdop.services import holds
from cdop.services.errors import Forbidden, Invalid, NotFound
from tests.factories import MadeCase, add_case
from tests.personas import Cast


def held(actor: Actor, case: MadeCase, now: datetime, *, mark: str = "h" * 20, days: int = 0) -> str:
    return holds.start_hold(
        actor,
        case.public_id,
        HoldKind.INQUEST,
        started_on=now.date() + timedelta(days=days),
        note="Opened by the coroner",
        submission_id=mark,
        now=now,
    )


def test_start_and_end_keep_the_days_and_sending_twice_holds_once(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    hold = held(coordinator, case, now, days=-2)
    assert held(coordinator, case, now, days=-2) == hold
    holds.end_hold(coordinator, case.public_id, hold, ended_on=now.date(), now=now)
    db.session.rollback()
    row = db.session.scalars(select(CaseHold)).one()
    assert (row.started_on, row.ended_on, row.note) == (
        now.date() - timedelta(days=2),
        now.date(),
        "Opened by the coroner",
    )


def test_the_same_hold_runs_once_and_may_begin_again_after_its_end(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    first = held(coordinator, case, now)
    with pytest.raises(Invalid, match="already on hold"):
        held(coordinator, case, now, mark="i" * 20)
    holds.end_hold(coordinator, case.public_id, first, ended_on=now.date(), now=now)
    assert held(coordinator, case, now, mark="j" * 20) != first


def test_days_that_cannot_be_are_refused(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    with pytest.raises(Invalid, match="has not come yet"):
        held(coordinator, case, now, days=1)
    hold = held(coordinator, case, now)
    with pytest.raises(Invalid, match="before it began"):
        holds.end_hold(coordinator, case.public_id, hold, ended_on=now.date() - timedelta(days=1), now=now)
    with pytest.raises(NotFound):
        holds.end_hold(coordinator, case.public_id, "no-such-hold", ended_on=now.date(), now=now)


def test_hold_is_looked_at_again_no_sooner_than_it_began(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case, today = add_case(coordinator, now=now), now.date()

    def start(next_check_on: date, mark: str) -> None:
        told = {"started_on": today, "next_check_on": next_check_on, "submission_id": mark}
        holds.start_hold(coordinator, case.public_id, HoldKind.INQUEST, **told, now=now)

    with pytest.raises(Invalid) as refused:
        start(today - timedelta(days=1), "hold-too-soon-00001")
    assert set(refused.value.faults) == {"next_check_on"}
    start(today, "hold-on-the-day-0001")


def test_a_hold_by_the_designated_doctor_is_forbidden(cast: Cast, now: datetime) -> None:
    case = add_case(cast.person("coordinator"), now=now)
    with pytest.raises(Forbidden):
        held(cast.person("designated doctor"), case, now)


def test_hold_that_has_ended_is_not_looked_at_again(cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    hold = held(coordinator, case, now)
    holds.end_hold(coordinator, case.public_id, hold, ended_on=now.date(), now=now)
    told = {"next_check_on": now.date() + timedelta(days=7), "note": "", "owner": "", "evidence": "", "version": 2}
    with pytest.raises(Invalid, match="has ended"):
        holds.check_hold(coordinator, case.public_id, hold, **told, now=now)
