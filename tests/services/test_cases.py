"""Verbs on a case: who may, what follows from the facts, and what stays as it was."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AuditEntry, Case, CaseExclusion, CaseFactHistory, CaseNote, CaseSearchTerm
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb
from cdop.services import cases
from cdop.services.errors import Forbidden, Invalid, NotFound, Stale
from tests.databases import ON_BOTH
from tests.factories import MadeCase, add_case
from tests.personas import Cast, address


@pytest.fixture
def case(cast: Cast, now: datetime) -> MadeCase:
    return add_case(cast.person("coordinator"), now=now)


def correct(actor: Actor, case: MadeCase, now: datetime, *, version: int | None = None, **facts: Any) -> bool:
    if version is None:
        version = db.session.scalars(select(Case.version).where(Case.id == case.id)).one()
    return cases.correct(
        actor, case.public_id, facts, version=version, is_sure=True, submission_id=f"{sorted(facts)}{version}", now=now
    )


@ON_BOTH
def test_correct_brings_what_follows_from_the_facts_up_to_date(cast: Cast, case: MadeCase, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    correct(coordinator, case, now, died_on=date(2026, 3, 5), given_names="Zoë", ethnicity="Pakistani")
    row = db.session.get_one(Case, case.id)
    terms = set(db.session.scalars(select(CaseSearchTerm.term).where(CaseSearchTerm.case_id == case.id)))
    assert (row.age_band, row.days_to_notification, row.year_of_death, row.name_folded) == (
        "0-27 days",
        58,
        "2025-26",
        "child zoe",
    )
    assert ({"zoe", "child"} <= terms, "invented" in terms, row.ethnic_group) == (True, False, "Asian")


@ON_BOTH
def test_correct_keeps_each_value_it_replaced(cast: Cast, case: MadeCase, now: datetime) -> None:
    correct(cast.person("coordinator"), case, now, given_names="Other", born_on=date(2026, 3, 2))
    past = CaseFactHistory
    rows = db.session.execute(select(past.field, past.old, past.new, past.by_name, past.at).order_by(past.field))
    assert [tuple(row) for row in rows] == [
        ("born_on", "2026-03-01", "2026-03-02", "Coordinator", now),
        ("given_names", "Invented", "Other", "Coordinator", now),
    ]


def test_correct_to_what_is_there_changes_nothing(cast: Cast, case: MadeCase, now: datetime) -> None:
    assert correct(cast.person("coordinator"), case, now, given_names="Invented") is False
    assert db.session.scalars(select(CaseFactHistory.id)).all() == []
    assert db.session.get_one(Case, case.id).version == 1
    assert db.session.scalars(select(AuditEntry.id).where(AuditEntry.verb == AuditVerb.CASE_CORRECTED)).all() == []


@ON_BOTH
def test_correct_an_older_version_is_stale(cast: Cast, case: MadeCase, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    correct(coordinator, case, now, given_names="First")
    with pytest.raises(Stale):
        correct(coordinator, case, now, version=1, given_names="Second")
    assert db.session.get_one(Case, case.id).given_names == "First"


@pytest.mark.parametrize("name", ["chair", "designated doctor"])
def test_correct_by_whoever_may_only_read_is_forbidden(name: str, cast: Cast, case: MadeCase, now: datetime) -> None:
    with pytest.raises(Forbidden):
        correct(cast.person(name), case, now, given_names="X")


@pytest.mark.parametrize("name", ["panel member", "analyst", "auditor", "administrator", "key worker"])
def test_case_does_not_exist_for_whoever_may_not_see_it(name: str, cast: Cast, case: MadeCase, now: datetime) -> None:
    person = cast.person(name)
    for verb in (
        lambda: cases.open_case(person, case.public_id, now=now),
        lambda: cases.print_case(person, case.public_id, now=now),
        lambda: cases.add_note(person, case.public_id, "Text", submission_id="m" * 20, now=now),
        lambda: correct(person, case, now, given_names="X"),
        lambda: cases.exclude(person, case.public_id, email=address("chair"), reason="Why", now=now),
    ):
        with pytest.raises(NotFound):
            verb()


@pytest.mark.parametrize("text", ["", "  ", "\n\t"])
def test_add_note_without_words_is_refused(text: str, cast: Cast, case: MadeCase, now: datetime) -> None:
    with pytest.raises(Invalid):
        cases.add_note(cast.person("chair"), case.public_id, text, submission_id="m" * 20, now=now)
    assert db.session.scalars(select(CaseNote.id)).all() == []


@ON_BOTH
def test_exclude_twice_is_one_exclusion(cast: Cast, case: MadeCase, now: datetime) -> None:
    chair = cast.person("chair")
    for _ in range(2):
        cases.exclude(
            cast.person("coordinator"),
            case.public_id,
            email=address("chair").upper(),
            reason=" Treated the child ",
            now=now,
        )
    rows = db.session.execute(select(CaseExclusion.user_id, CaseExclusion.reason)).all()
    assert [tuple(row) for row in rows] == [(chair.user_id, "Treated the child")]


def test_exclude_somebody_of_another_panel_or_without_a_reason_names_both_faults(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    cast.person("chair", panel_id=cast.other_panel_id)
    with pytest.raises(Invalid) as refused:
        cases.exclude(cast.person("coordinator"), case.public_id, email=address("chair"), reason=" ", now=now)
    assert set(refused.value.faults) == {"email", "reason"}


@ON_BOTH
def test_record_viewing_says_who_looked_at_which_case(cast: Cast, case: MadeCase, now: datetime) -> None:
    cases.record_viewing(cast.person("chair"), case.id, now=now)
    viewed = select(AuditEntry.actor_name, AuditEntry.case_id).where(AuditEntry.verb == AuditVerb.CASE_VIEWED)
    assert [tuple(row) for row in db.session.execute(viewed)] == [("Chair", case.id)]


def test_correct_to_a_number_of_a_case_that_one_may_not_know_of_does_not_name_it(
    cast: Cast, case: MadeCase, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    other = add_case(coordinator, now=now, nhs_number="9990000018")
    outsider = replace(coordinator, excluded_case_ids=frozenset({other.id}))
    for actor, is_named in ((coordinator, True), (outsider, False)):
        with pytest.raises(Invalid) as refused:
            correct(actor, case, now, nhs_number="9990000018")
        assert (set(refused.value.faults), other.reference in str(refused.value)) == ({"nhs_number"}, is_named)
