"""Letters to agencies, boards and trusts: which ask for an answer, how each stands, and what must not be in one."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from cdop.rules.correspondence import OfficialKind
from cdop.rules.vocabulary import Action

ASKING = frozenset({OfficialKind.REMINDER, OfficialKind.DUTY, OfficialKind.RECOMMENDATION})
"""Kinds that ask for an answer by a day."""

ABOUT_A_REQUEST = (OfficialKind.REMINDER, OfficialKind.DUTY)
"""Kinds that a request to an agency is followed by."""

DAYS_TO_ANSWER = 10
"""Working days in which an answer is asked for, where nobody says otherwise; proposed."""

SHORTEST_NAME = 3


def kinds_about(*, is_request: bool, is_recommendation: bool) -> tuple[OfficialKind, ...]:
    """Return the kinds of letter that can be written about something; a recommendation's is about that alone."""
    if is_recommendation:
        return (OfficialKind.RECOMMENDATION,)
    others = tuple(kind for kind in OfficialKind if kind is not OfficialKind.RECOMMENDATION)
    return ABOUT_A_REQUEST if is_request else others


def release_action(kind: OfficialKind) -> Action:
    """Return what one must be allowed to do to release a letter: what the law lets the partners do is the chair's."""
    return Action.DUTY_LETTER_RELEASE if kind is OfficialKind.DUTY else Action.LETTER_RELEASE


class AnswerStanding(StrEnum):
    """How the answer to a letter stands."""

    NOT_SENT = "not sent yet"
    NOT_ASKED = "no answer asked for"
    AWAITED = "answer awaited"
    LATE = "answer late"
    ANSWERED = "answered"


def standing(posted_on: date | None, answer_by: date | None, answered_on: date | None, today: date) -> AnswerStanding:
    """Return how the answer to a letter stands on a day."""
    if posted_on is None:
        return AnswerStanding.NOT_SENT
    if answered_on is not None:
        return AnswerStanding.ANSWERED
    if answer_by is None:
        return AnswerStanding.NOT_ASKED
    return AnswerStanding.LATE if today > answer_by else AnswerStanding.AWAITED


def told_of(text: str, names: Iterable[str | None], nhs_number: str | None) -> list[str]:
    """Return what of the child is in a text: names, as whole words of three letters or more, and the NHS number."""
    named = {word for name in names for word in re.findall(r"[^\W\d_]+", (name or "").casefold())}
    words = dict.fromkeys(re.findall(r"[^\W\d_]+", text))
    found = [word for word in words if len(word) >= SHORTEST_NAME and word.casefold() in named]
    has_number = nhs_number is not None and nhs_number in re.sub(r"[\s-]", "", text)
    return [*found, *([nhs_number] if has_number and nhs_number else [])]
