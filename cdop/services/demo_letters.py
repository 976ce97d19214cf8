"""The demonstration's letters to agencies, boards and trusts: one awaits its answer, one is late, one is answered."""

from datetime import date, datetime, timedelta
from typing import Any

from cdop.rules.actors import Actor
from cdop.rules.correspondence import OfficialKind
from cdop.services import official_letters

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


def load(coordinator: Actor, *, now: datetime) -> None:
    """Write the letters, each on its day."""
    for number, (kind, to_name, days_ago, answer) in enumerate(LETTERS):
        _load(coordinator, number, kind, to_name, answer, now=now - timedelta(days=days_ago), answered_at=now)


def _load(
    coordinator: Actor,
    number: int,
    kind: OfficialKind,
    to_name: str,
    answer: str,
    *,
    now: datetime,
    answered_at: datetime,
) -> None:
    today: date = now.date()
    by = today + timedelta(days=DAYS_TO_ANSWER) if kind is not OfficialKind.LEARNING else None
    told = {"to_name": to_name, "to_address": "1 Invented Street", "to_email": "", "answer_by": by}
    mark = f"letter-of-the-demonstration-{number}"
    letter_id = official_letters.draft(coordinator, kind, told, submission_id=mark, now=now)
    text = official_letters.read(coordinator, letter_id).text.replace(GAP, "[Invented: ")

    def seen() -> dict[str, Any]:
        return {"version": official_letters.read(coordinator, letter_id).version, "now": now}

    official_letters.change(coordinator, letter_id, told, text=text, **seen())
    official_letters.release(coordinator, letter_id, **seen())
    official_letters.post(coordinator, letter_id, posted_on=today, **seen())
    if answer:
        said: dict[str, Any] = {"answered_on": answered_at.date() - timedelta(days=1), "answer": answer}
        official_letters.note_answer(coordinator, letter_id, **said | seen() | {"now": answered_at})
