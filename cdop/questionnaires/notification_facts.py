"""From what a notifier wrote to the facts of a case: read once, when the first check opens the case."""

from datetime import UTC, date, datetime
from typing import Any

from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.words import NonAnswer
from cdop.rules.dates import LONDON
from cdop.rules.not_known import WORDS, stored
from cdop.rules.same_child import Child
from cdop.rules.vocabulary import Expectedness, Sex

_PLAIN = ("given_names", "family_name", "nhs_number", "postcode", "born_on", "died_on", "ethnicity", "place_of_death")
_VOCABULARIES = {"sex": Sex, "expectedness": Expectedness}
_MORE = ("gestation_weeks", "birth_weight_g", "notified_by")


def case_facts(answers: AnswerSet, received_at: datetime) -> dict[str, Any]:
    """Return the columns of a case that a notification's answers give; what they do not give is None.

    "Not known" stays "not known" where the case has a word for it, and is None elsewhere.
    """
    facts: dict[str, Any] = {name: answer(answers, name).value or None for name in (*_PLAIN, *_MORE, *_VOCABULARIES)}
    facts |= {name: words(facts[name]) for name, words in _VOCABULARIES.items() if facts[name]}
    for name, word in WORDS.items():
        is_not_known = answer(answers, name).non_answer is NonAnswer.NOT_KNOWN
        facts |= stored(name, word if is_not_known else facts[name])
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


def child_told(answers: AnswerSet) -> Child:
    """Return what a notification tells of the child, to be compared with other accounts."""
    told: dict[str, Any] = {name: answer(answers, name).value or None for name in TOLD_OF_CHILD}
    order, plurality = told.pop("birth_order"), told.pop("plurality")
    is_single = None if plurality is None else plurality == "single"
    return Child(**told, mothers_number=_mothers_number(answers), order=order, is_single=is_single)


TOLD_OF_CHILD = (
    "given_names",
    "family_name",
    "other_names",
    "nhs_number",
    "born_on",
    "died_on",
    "postcode",
    "sex",
    "birth_order",
    "plurality",
)
TOLD_OF_PARENTS = ("parent_relationship", "parent_nhs_number")
"""The answers that `child_told` reads, of the notification and of its rows of parents."""


def _mothers_number(answers: AnswerSet) -> str | None:
    mothers = (row for (key, row), given in answers.items() if key == TOLD_OF_PARENTS[0] and given.value == "mother")
    return next((number for row in sorted(mothers) if (number := answer(answers, TOLD_OF_PARENTS[1], row).value)), None)
