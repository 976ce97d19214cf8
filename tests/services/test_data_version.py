"""The data version: it changes when a figure could, and at no other time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from cdop.extensions import Base, db
from cdop.models import Case, Panel
from cdop.models.base import Figured
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb, CaseStatus, Expectedness, Sex
from cdop.services import cases, data_version, lifecycle
from cdop.services.unit import writes
from tests.databases import ON_BOTH
from tests.factories import MadeCase, add_case
from tests.personas import Cast

pytestmark = ON_BOTH

FIGURED = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, Figured)]


def stored(panel_id: int) -> int:
    total = db.session.scalars(select(Panel.data_sum).where(Panel.id == panel_id)).one()
    db.session.rollback()
    return total


def summed(panel_id: int) -> tuple[int, int]:
    """The sum of the digests that the panel's rows carry, and of those that their columns have now."""
    rows = [row for model in FIGURED for row in db.session.scalars(select(model).where(model.panel_id == panel_id))]
    carried = data_version.total(*(row.figures_digest for row in rows))
    worked_out = data_version.total(*(data_version.digest(row) for row in rows))
    db.session.rollback()
    return carried, worked_out


def version_of(case: MadeCase) -> int:
    return db.session.scalars(select(Case.version).where(Case.id == case.id)).one()


def correct(cast: Cast, case: MadeCase, **facts: Any) -> None:
    cases.correct(
        cast.person("coordinator"),
        case.public_id,
        facts,
        version=version_of(case),
        is_sure=True,
        submission_id=f"{sorted(facts.items())}{version_of(case)}",
        now=cast.now,
    )


@pytest.fixture
def case(cast: Cast) -> MadeCase:
    return add_case(cast.person("coordinator"), now=cast.now)


CHANGES: dict[str, tuple[Callable[[Cast, MadeCase], object], bool]] = {
    "sex": (lambda cast, case: correct(cast, case, sex=Sex.FEMALE), True),
    "date of death": (lambda cast, case: correct(cast, case, died_on=date(2026, 4, 30)), True),
    "area": (lambda cast, case: correct(cast, case, area_code="E06000006"), True),
    "move": (
        lambda cast, case: lifecycle.move(
            cast.person("coordinator"), case.id, "start gathering information", now=cast.now
        ),
        True,
    ),
    "another case": (lambda cast, _case: add_case(cast.person("coordinator"), now=cast.now), True),
    "name": (lambda cast, case: correct(cast, case, given_names="Another"), False),
    "postcode": (lambda cast, case: correct(cast, case, postcode="CW1 1AA"), False),
    "note": (
        lambda cast, case: cases.add_note(
            cast.person("coordinator"), case.public_id, "A note", submission_id="m" * 20, now=cast.now
        ),
        False,
    ),
    "look": (lambda cast, case: cases.open_case(cast.person("chair"), case.public_id, now=cast.now), False),
    "person": (lambda cast, _case: cast.person("auditor"), False),
    "case of another panel": (
        lambda cast, _case: add_case(cast.person("coordinator", panel_id=cast.other_panel_id), now=cast.now),
        False,
    ),
}


def test_version_changes_with_what_figures_read_and_with_nothing_else(cast: Cast, case: MadeCase) -> None:
    faults = []
    for name, (change, is_counted) in CHANGES.items():
        before = stored(cast.panel_id)
        change(cast, case)
        after = stored(cast.panel_id)
        is_right = (after != before) is is_counted and summed(cast.panel_id) == (after, after)
        faults += [] if is_right else [name]
    assert faults == []


def test_version_of_a_change_that_was_undone_is_the_old_one(cast: Cast, case: MadeCase) -> None:
    before = stored(cast.panel_id)
    correct(cast, case, expectedness=Expectedness.EXPECTED)
    assert stored(cast.panel_id) != before
    correct(cast, case, expectedness=None)
    assert stored(cast.panel_id) == before


def test_version_of_a_unit_that_failed_is_the_old_one(cast: Cast, case: MadeCase) -> None:
    before = stored(cast.panel_id)
    with pytest.raises(ValueError, match="does not begin as"):
        add_and_fail(cast)
    assert (stored(cast.panel_id), summed(cast.panel_id)) == (before, (before, before))


def add_and_fail(cast: Cast) -> None:
    """A unit that adds a case and then asks for something impossible."""

    @writes(AuditVerb.REGISTER_IMPORTED)
    def fail(actor: Actor, *, now: datetime) -> None:
        made = add_case(actor, now=now)
        lifecycle.enter(actor, db.session.get_one(Case, made.id), CaseStatus.CLOSED, now=now)

    fail(cast.person("coordinator"), now=cast.now)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(days=st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_sum_is_that_of_the_rows_whatever_was_done(days: list[int], cast: Cast, case: MadeCase) -> None:
    for day in days:
        correct(cast, case, born_on=date(2026, 2, 1) - timedelta(days=day), sex=list(Sex)[day % 4])
    total = stored(cast.panel_id)
    assert summed(cast.panel_id) == (total, total)


def test_two_writers_at_once_both_count(app: Flask, cast: Cast) -> None:
    people = [cast.person("coordinator"), cast.person("coordinator", panel_id=cast.other_panel_id)]
    panel_ids = (cast.panel_id, cast.other_panel_id)
    db.session.rollback()

    def add(number: int) -> None:
        with app.app_context():
            add_case(people[number % 2], now=cast.now)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(16)))
    assert [summed(panel_id) for panel_id in panel_ids] == [(stored(p), stored(p)) for p in panel_ids]
