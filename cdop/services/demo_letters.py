"""The demonstration's letters to agencies, boards and trusts: each stands differently, two are drafts."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormRequest, Recommendation
from cdop.queries.official_letters import About
from cdop.rules import actors, form_b
from cdop.rules.actors import Actor
from cdop.rules.correspondence import OfficialKind
from cdop.rules.dates import LONDON
from cdop.services import official_letters, unit

GAP = "[Fill in: "
# Kind, whom it is to, how many days ago it left, and what was answered.
LETTERS = (
    (
        OfficialKind.REMINDER,
        "The chief executive, Invented Hospital",
        70,
        "The form will come this week. All invented.",
    ),
    (OfficialKind.REMINDER, "The head, Invented Ambulance Service", 50, ""),
    (OfficialKind.DUTY, "The medical director, Invented Clinic", 6, ""),
    (OfficialKind.LEARNING, "All invented maternity units", 20, ""),
)
DAYS_TO_ANSWER = 28


def load(coordinator: Actor, chair: Actor, *, now: datetime) -> None:
    """Write the letters, each on its day."""
    for number, (kind, to_name, days_ago, answer) in enumerate(LETTERS):
        _load(coordinator, chair, number, kind, to_name, answer, now=now - timedelta(days=days_ago), answered_at=now)
    _about_the_latest_form(coordinator, now=now)
    _with_the_recommendation(coordinator, now=now)


def _about_the_latest_form(coordinator: Actor, *, now: datetime) -> None:
    """The letter that is drafted when a form stays out, for the chair to sign."""
    late = (FormRequest.panel_id == coordinator.panel_id) & FormRequest.status.in_(form_b.OPEN)
    oldest = db.session.scalar(select(FormRequest.id).where(late).order_by(FormRequest.due_on, FormRequest.id).limit(1))
    unit.end_reads()
    if oldest is not None:
        official_letters.draft_by_clock(actors.job("reminders"), oldest, OfficialKind.DUTY, now=now)


def _with_the_recommendation(coordinator: Actor, *, now: datetime) -> None:
    """The letter that brings the panel's recommendation to its owner, as a draft."""
    row = db.session.scalar(select(Recommendation).where(Recommendation.panel_id == coordinator.panel_id).limit(1))
    unit.end_reads()
    if row is None:
        return
    day = now.astimezone(LONDON).date() + timedelta(days=DAYS_TO_ANSWER)
    told = {"to_name": row.addressee, "to_address": "1 Invented Street", "to_email": "", "answer_by": day}
    about = About(recommendation=row.public_id)
    mark = "letter-with-the-recommendation-of-the-demonstration"
    official_letters.draft(coordinator, OfficialKind.RECOMMENDATION, told, about=about, submission_id=mark, now=now)


def _load(
    coordinator: Actor,
    chair: Actor,
    number: int,
    kind: OfficialKind,
    to_name: str,
    answer: str,
    *,
    now: datetime,
    answered_at: datetime,
) -> None:
    today: date = now.astimezone(LONDON).date()
    by = today + timedelta(days=DAYS_TO_ANSWER) if kind is not OfficialKind.LEARNING else None
    told = {"to_name": to_name, "to_address": "1 Invented Street", "to_email": "", "answer_by": by}
    mark = f"letter-of-the-demonstration-{number}"
    letter_id = official_letters.draft(coordinator, kind, told, submission_id=mark, now=now)
    text = official_letters.read(coordinator, letter_id).text.replace(GAP, "[Invented: ")

    def seen() -> dict[str, Any]:
        return {"version": official_letters.read(coordinator, letter_id).version, "now": now}

    official_letters.change(coordinator, letter_id, told, text=text, **seen())
    official_letters.release(chair, letter_id, **seen())
    official_letters.post(coordinator, letter_id, posted_on=today, **seen())
    if answer:
        said: dict[str, Any] = {"answered_on": answered_at.date() - timedelta(days=1), "answer": answer}
        official_letters.note_answer(coordinator, letter_id, **said | seen() | {"now": answered_at})
