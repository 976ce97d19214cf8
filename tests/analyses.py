"""Invented analyses: answers that hang together, for tests that sign."""

from datetime import date
from typing import Any

from cdop.questionnaires.answer import Answer, AnswerKey

ROW = "a1"


def analysis(**changes: Any) -> dict[AnswerKey, Answer]:
    """Return the answers of an analysis that can be signed; `changes` replace answers outside groups, None clears."""
    plain: dict[str, Any] = {
        "case_summary": "The baby was found unresponsive in the morning.",
        "child_score": "1",
        "social_score": "2",
        "physical_score": "0",
        "service_score": "1",
        "primary_category": "10",
        "modifiable": "yes",
        "themes": ("safe-sleep",),
    } | changes
    answers: dict[AnswerKey, Answer] = {(key, ""): Answer(value) for key, value in plain.items()}
    rows = {
        "social_factor_code": "B02",
        "social_factor_score": "2",
        "social_factor_modifiable": "yes",
        "social_factor_text": "Smoking in the household",
        "action_text": "Ask about smoking at every visit",
        "action_owner": "Invented Owner",
        "action_agency": "Invented health visiting service",
        "action_due_on": date(2027, 3, 31),
        "learning_text": "Ask about sleep at every contact",
    }
    return answers | {(key, ROW): Answer(value) for key, value in rows.items()}
