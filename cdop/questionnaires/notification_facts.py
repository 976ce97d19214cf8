"""From what a notifier wrote to the facts of a case: read once, when the first check opens the case."""

from datetime import UTC, date, datetime
from typing import Any

from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.words import NonAnswer
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import Expectedness, Sex

_PLAIN = ("given_names", "family_name", "nhs_number", "postcode", "born_on", "died_on", "ethnicity", "place_of_death")
_MORE = ("gestation_weeks", "birth_weight_g", "notified_by")


def case_facts(answers: AnswerSet, received_at: datetime) -> dict[str, Any]:
    """Return the columns of a case that a notification's answers give; what they do not give is None.

    "Not known" stays "not known" where the case has a word for it, and is None elsewhere.
    """
    facts: dict[str, Any] = {name: answer(answers, name).value or None for name in (*_PLAIN, *_MORE)}
    facts["sex"] = _word(answers, "sex", Sex, Sex.NOT_KNOWN)
    facts["expectedness"] = _word(answers, "expectedness", Expectedness, Expectedness.NOT_KNOWN)
    facts["notified_at"], facts["notified_on"] = received_at, received_at.astimezone(LONDON).date()
    facts["died_at"] = died_at(answers, received_at)
    return facts


def died_at(answers: AnswerSet, received_at: datetime) -> datetime | None:
    """Return the instant of the death in UTC; None where the time is not known or later than the notification."""
    day, at = answer(answers, "died_on").value, answer(answers, "died_at_time").value
    if day is None or at is None:
        return None
    instant = datetime.combine(day, at, LONDON).astimezone(UTC)
    return instant if instant <= received_at else None


def known_as(answers: AnswerSet) -> tuple[str, date | None]:
    """Return the child's name as the notifier wrote it, and the date of death if they gave one."""
    names = (answer(answers, name).value for name in ("given_names", "family_name"))
    return " ".join(name for name in names if name), answer(answers, "died_on").value


def _word(answers: AnswerSet, key: str, words: type, not_known: Any) -> Any:
    found = answer(answers, key)
    if found.non_answer is NonAnswer.NOT_KNOWN:
        return not_known
    return words(found.value) if found.value else None
