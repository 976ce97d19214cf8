"""Checks of dates against each other that several forms share. Each reads the answers alone.

That no date is in the future is judged where today is known.
"""

from datetime import date

from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.spec import Fault
from cdop.rules.ages import is_child


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
