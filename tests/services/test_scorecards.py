"""How agencies answer: counted over what was asked, judged on no fewer than five, in two statements."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from cdop.extensions import db
from cdop.models import Agency
from cdop.queries.scorecards import AgencyScore, scorecards
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer
from cdop.questionnaires.words import NonAnswer
from cdop.rules.actors import Actor
from cdop.rules.scorecard import Counts, scorecard
from cdop.rules.vocabulary import ActorKind, Role
from cdop.services import form_b, form_b_returns
from tests.agencies import add_agency, ask, respondent
from tests.factories import add_case
from tests.personas import Cast


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


def card_of(actor: Actor, agency: str, now: datetime, **told: Any) -> AgencyScore:
    (found,) = scorecards(actor, agency_id=agency, now=now, **told)
    db.session.rollback()
    return found


def test_counts_and_quartiles_of_an_agency(cast: Cast, coordinator: Actor, now: datetime) -> None:
    agency = add_agency(coordinator, now=now)
    requests = [
        ask(coordinator, add_case(coordinator, now=now, reference=f"2026/00{n}"), agency_id=agency, now=now)
        for n in range(8)
    ]
    for days, request in enumerate(requests[:5], start=1):
        somebody = respondent(request, panel_id=cast.panel_id, now=now)
        form_b_returns.hold_nothing(somebody, now=now + timedelta(days=days))
    form_b.withdraw(coordinator, requests[5].public_id, reason="By mistake", now=now)
    later = now + timedelta(days=60)
    card = card_of(coordinator, agency, later).card
    counts = card.counts
    assert (counts.asked, counts.returned, counts.nothing_held, counts.late) == (7, 0, 5, 2)
    assert (card.days, card.is_enough, card.completeness) == ((2, 3, 4), True, None)
    assert scorecards(coordinator, since=later, now=later) == ()
    assert scorecards(cast.person("panel member"), now=later) == ()
    assert scorecards(cast.person("chair", panel_id=cast.other_panel_id), now=later) == ()


def test_answers_of_a_returned_form_are_counted(cast: Cast, coordinator: Actor, now: datetime) -> None:
    agency = add_agency(coordinator, now=now)
    request = ask(coordinator, add_case(coordinator, now=now), agency_id=agency, now=now)
    manager = respondent(request, panel_id=cast.panel_id, now=now)
    typed = {
        ("records_searched", NOT_IN_A_GROUP): Answer(("child",)),
        ("in_contact_at_death", NOT_IN_A_GROUP): Answer(non_answer=NonAnswer.NOT_KNOWN),
    }
    form_b_returns.save(manager, "form_b", "reporting", typed, seen={}, now=now)
    form_b_returns.submit(manager, reason="No time", now=now)
    card = card_of(coordinator, agency, now).card
    assert (card.counts.returned, card.counts.answered, card.counts.not_known) == (1, 5, 1)
    assert card.counts.questions > card.counts.answered
    assert (card.is_enough, card.days, card.not_known) == (False, None, 0.2)


def test_agency_sees_its_own_scorecard_and_no_other(coordinator: Actor, now: datetime) -> None:
    mine, theirs = (add_agency(coordinator, now=now) for _ in range(2))
    for agency in (mine, theirs):
        ask(coordinator, add_case(coordinator, now=now, reference=agency[:8]), agency_id=agency, now=now)
    agency_id = db.session.scalar(select(Agency.id).where(Agency.public_id == mine)) or 0
    somebody = Actor(
        ActorKind.PERSON,
        user_id=coordinator.user_id,
        panel_id=coordinator.panel_id,
        roles=frozenset({Role.AGENCY_RESPONDENT}),
        agency_ids=frozenset({agency_id}),
    )
    assert [score.public_id for score in scorecards(somebody, now=now)] == [mine]
    assert scorecards(somebody, agency_id=theirs, now=now) == ()


@pytest.mark.parametrize("number", [1, 3])
def test_scorecards_take_two_statements(number: int, coordinator: Actor, now: datetime) -> None:
    case = add_case(coordinator, now=now)
    for _ in range(number):
        ask(coordinator, case, now=now)
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    found = scorecards(coordinator, now=now)
    event.remove(db.engine, "before_cursor_execute", note)
    assert (len(found), sum(each.startswith("SELECT") for each in sent)) == (number, 2)


def test_fewer_than_five_answers_have_no_quartiles() -> None:
    assert scorecard(Counts(9, 4, 0, 0), [1, 2, 3, 4]).days is None
    assert scorecard(Counts(9, 5, 0, 0), [9, 1, 2, 3, 4]).days == (2, 3, 4)
    assert [scorecard(Counts(asked, 0, 0, 0), []).is_enough for asked in (4, 5)] == [False, True]
