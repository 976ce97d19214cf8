"""Recommendations: they come of the signed analysis, are answered by their owner's link, and judged at their day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import OutboundMessage, Recommendation
from cdop.rules.actors import Actor, public
from cdop.rules.vocabulary import RecommendationStatus, Strength, Verdict
from cdop.services import cases, recommendations
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from tests.personas import Cast, address
from tests.recommended import ADDRESSEE, TEXT, TOLD, recommendation, sent_recommendation, stored

ACCEPTED, REFUSED = RecommendationStatus.ACCEPTED, RecommendationStatus.REFUSED


@pytest.fixture
def officer(cast: Cast) -> Actor:
    return cast.person("coordinator")


def test_recommendation_comes_of_the_signed_analysis_and_says_what_is_missing(officer: Actor, now: datetime) -> None:
    made = recommendation(officer, now=now)
    row = stored(made)
    assert (row.text, row.addressee, row.level, row.status) == (TEXT, ADDRESSEE, "local", RecommendationStatus.MADE)
    assert row.due_on == date(2027, 2, 1)
    db.session.rollback()
    with pytest.raises(Blocked) as blocked:
        recommendations.send_recommendation(officer, made.public_id, now=now)
    assert blocked.value.reasons == [
        "Say who owns it",
        "Enter the owner’s e-mail address",
    ]
    told = replace(TOLD, text="Ring 07700 900123 as the mother did")
    recommendations.change_recommendation(officer, made.public_id, told, version=1, now=now)
    with pytest.raises(Blocked, match="07700 900123"):
        recommendations.send_recommendation(officer, made.public_id, now=now)
    with pytest.raises(Stale):
        recommendations.change_recommendation(officer, made.public_id, TOLD, version=1, now=now)
    wrong = replace(TOLD, owner_email="nobody")
    with pytest.raises(Invalid):
        recommendations.change_recommendation(officer, made.public_id, wrong, version=2, now=now)


def test_owner_answers_by_their_link_until_it_is_over(officer: Actor, now: datetime) -> None:
    made = sent_recommendation(officer, now=now)
    message = db.session.scalars(select(OutboundMessage).where(OutboundMessage.template == "recommendation_sent")).one()
    assert (message.to_address, sorted(message.context)) == ("head@example.com", ["recommendation", "reference"])
    db.session.rollback()
    said = (public(), made.token)
    recommendations.answer_recommendation(*said, ACCEPTED, response="", name="Invented Head", now=now)
    with pytest.raises(Invalid) as invalid:
        recommendations.answer_recommendation(*said, REFUSED, response=" ", name="", now=now)
    assert set(invalid.value.faults) == {"response", "name"}
    recommendations.answer_recommendation(*said, REFUSED, response="No money", name="Invented Head", now=now)
    row = stored(made)
    assert (row.status, row.response, row.responded_by, row.strength) == (
        REFUSED,
        "No money",
        "Invented Head",
        Strength.MEDIUM,
    )
    db.session.rollback()
    with pytest.raises(Blocked):
        recommendations.answer_recommendation(*said, ACCEPTED, response="", name="Invented Head", now=now)
    with pytest.raises(Blocked):
        recommendations.send_recommendation(officer, made.public_id, now=now)


def test_link_sent_again_ends_the_one_before(officer: Actor, now: datetime) -> None:
    made = sent_recommendation(officer, now=now)
    recommendations.send_recommendation(officer, made.public_id, now=now)
    with pytest.raises(NotFound):
        recommendations.answer_recommendation(public(), made.token, ACCEPTED, response="", name="I", now=now)
    assert db.session.scalar(select(func.count()).select_from(Recommendation)) == 1


def test_verdict_is_recorded_by_officers_for_a_day_that_has_come(cast: Cast, officer: Actor, now: datetime) -> None:
    made = sent_recommendation(officer, now=now)
    judge = {"verdict_on": now.date(), "note": "18 of 20", "version": stored(made).version}
    db.session.rollback()
    with pytest.raises(Forbidden):
        recommendations.judge_recommendation(
            cast.person("designated doctor"), made.public_id, Verdict.MOVED, **judge, now=now
        )
    early = judge | {"verdict_on": now.date() + timedelta(days=1)}
    with pytest.raises(Invalid):
        recommendations.judge_recommendation(officer, made.public_id, Verdict.MOVED, **early, now=now)
    recommendations.judge_recommendation(officer, made.public_id, Verdict.CANNOT_TELL, **judge, now=now)
    assert (stored(made).verdict, stored(made).verdict_on) == (Verdict.CANNOT_TELL, now.date())
    db.session.rollback()
    chair = cast.person("chair")
    cases.exclude(officer, made.signed.case.public_id, email=address("chair"), reason="Knew the family", now=now)
    away = replace(chair, excluded_case_ids=frozenset({made.signed.case.id}))
    with pytest.raises(NotFound):
        recommendations.judge_recommendation(away, made.public_id, Verdict.MOVED, **judge, now=now)
