"""Letters: the days on which a family is not written to, how an answer stands, and what points to a child."""

from datetime import date

import pytest

from cdop.rules.letters import near_days
from cdop.rules.official_letters import AnswerStanding, standing, told_of

BORN, DIED = date(2020, 2, 29), date(2025, 12, 30)


@pytest.mark.parametrize(
    ("day", "near"),
    [
        (date(2026, 2, 21), 0),
        (date(2026, 2, 22), 1),  # a week before 1 March, as the leap day is in other years
        (date(2026, 3, 8), 1),
        (date(2026, 3, 9), 0),
        (date(2028, 2, 29), 1),
        (date(2026, 12, 22), 0),
        (date(2026, 12, 23), 1),
        (date(2027, 1, 6), 1),  # across the new year
        (date(2027, 1, 7), 0),
        (date(2026, 1, 5), 0),  # the death itself is no anniversary
    ],
)
def test_near_days_are_a_week_around_birthday_and_anniversary(day: date, near: int) -> None:
    assert len(near_days(day, born_on=BORN, died_on=DIED)) == near


def test_birth_itself_is_no_birthday() -> None:
    assert near_days(date(2026, 5, 10), born_on=date(2026, 5, 9), died_on=date(2026, 5, 9)) == []


@pytest.mark.parametrize(
    ("told", "stands"),
    [
        ((None, date(2026, 5, 1), None), AnswerStanding.NOT_SENT),
        ((date(2026, 4, 1), None, None), AnswerStanding.NOT_ASKED),
        ((date(2026, 4, 1), date(2026, 5, 1), None), AnswerStanding.AWAITED),
        ((date(2026, 4, 1), date(2026, 4, 30), None), AnswerStanding.LATE),
        ((date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1)), AnswerStanding.ANSWERED),
    ],
)
def test_answer_stands_by_its_day(told: tuple[date | None, ...], stands: AnswerStanding) -> None:
    assert standing(*told, today=date(2026, 5, 1)) is stands


def test_name_or_number_of_the_child_is_found_as_a_whole_word() -> None:
    child = {"names": ("Ada Mae", "O’Neill"), "nhs_number": "9990000018"}
    for text, found in (("About ADA:", "ADA"), ("the Neill family", "Neill"), ("999-000 0018", "9990000018")):
        assert told_of(text, **child) == [found]
    for text in ("Canada", "an adaptation of the road", "999 000 0019"):
        assert told_of(text, **child) == []
