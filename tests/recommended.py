"""A recommendation of a signed analysis, written out and sent to its owner."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Recommendation
from cdop.questionnaires.answer import Answer, AnswerKey
from cdop.rules.actions import Level
from cdop.rules.actors import Actor
from cdop.rules.owned import Told
from cdop.rules.vocabulary import Strength
from cdop.services import recommendations
from cdop.services.owner_links import link_secret
from tests.beginnings import first_step
from tests.signed_cases import SignedCase, signed_case

TEXT, ADDRESSEE = "Ask about sleep at every contact", "Invented health visiting service: head of service"
ANSWERS: dict[AnswerKey, Answer] = {
    ("recommendation_text", "r1"): Answer(TEXT),
    ("recommendation_addressee", "r1"): Answer(ADDRESSEE),
    ("recommendation_level", "r1"): Answer("local"),
    ("recommendation_answer_on", "r1"): Answer(date(2027, 2, 1)),
}
TOLD = Told(
    text=TEXT,
    level=Level.LOCAL,
    strength=Strength.MEDIUM,
    owner="Invented Head",
    owner_email="head@example.com",
    due_on=date(2027, 3, 1),
    expected_change="Sleep is asked about",
    indicator="Audit of 20 records",
)


@dataclass(frozen=True, slots=True)
class MadeRecommendation:
    """How a test names it; `token` is the secret of its link, "" before it is sent."""

    public_id: str
    signed: SignedCase
    token: str = ""


@first_step
def recommendation(officer: Actor, *, now: datetime) -> MadeRecommendation:
    """A recommendation as it comes of a signed analysis."""
    signed = signed_case(officer, now=now, more=ANSWERS)
    public_id = db.session.scalars(select(Recommendation.public_id)).one()
    db.session.rollback()
    return MadeRecommendation(public_id, signed)


@first_step
def sent_recommendation(officer: Actor, *, now: datetime) -> MadeRecommendation:
    """The same, written out and sent."""
    made = recommendation(officer, now=now)
    recommendations.change_recommendation(officer, made.public_id, TOLD, version=1, now=now)
    recommendations.send_recommendation(officer, made.public_id, now=now)
    row = stored(made)
    token = link_secret(row)
    db.session.rollback()
    return MadeRecommendation(made.public_id, made.signed, token)


def stored(made: MadeRecommendation) -> Recommendation:
    """It as it is kept."""
    db.session.rollback()
    return db.session.scalars(select(Recommendation).where(Recommendation.public_id == made.public_id)).one()
