"""Checks of dates that several forms share: against each other, from the answers alone, and against today."""

from datetime import date

from cdop.questionnaires.answer import Answer, AnswerSet, answer
from cdop.questionnaires.spec import Fault, Question
from cdop.rules.ages import is_child

NOT_YET = "The date must be today or in the past"


def is_still_to_come(question: Question, given: Answer, today: date) -> bool:
    """Say whether a date that tells of the past is after today."""
    return question.is_past and isinstance(given.value, date) and given.value > today


def _day(answers: AnswerSet, key: str) -> date | None:
    value = answer(answers, key).value
    return value if isinstance(value, date) else None


def death_not_before_birth(answers: AnswerSet) -> Fault | None:
    """Return a fault where the death is before the birth."""
    born, died = _day(answers, "born_on"), _day(answers, "died_on")
    if born is None or died is None or born <= died:
        return None
    return Fault(("born_on", "died_on"), "The date of death is before the date of birth. Check both dates.")


def under_18_at_death(answers: AnswerSet) -> Fault | None:
    """Return a fault where the death was on or after the eighteenth birthday.

    Source: Children Act 2004, part 2: a child is a person under the age of 18.
    """
    born, died = _day(answers, "born_on"), _day(answers, "died_on")
    if born is None or died is None or is_child(born, died):
        return None
    return Fault(
        ("born_on", "died_on"),
        "By these dates the young person was 18 or older. Child death review is for deaths before the 18th "
        "birthday. Check both dates, or ring us.",
    )


def first_contact_not_after_last(answers: AnswerSet) -> Fault | None:
    """Return a fault where an agency's first contact is after its last."""
    first, last = _day(answers, "first_contact_on"), _day(answers, "last_contact_on")
    if first is None or last is None or first <= last:
        return None
    return Fault(("first_contact_on", "last_contact_on"), "The first contact is after the last one. Check both dates.")
