"""Records of one birth agree on the mother, the day and the weeks of pregnancy, as far as both tell them."""

from datetime import date

import pytest

from cdop.rules.related_cases import Birth, Relation, disagreements

MOTHER, ANOTHER = frozenset({"9990000018"}), frozenset({"9990000026"})
BORN = Birth(date(2026, 3, 1), 31, MOTHER)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Birth(date(2026, 3, 2), 31, MOTHER | ANOTHER), ()),
        (Birth(), ()),
        (Birth(date(2026, 3, 3), 31, MOTHER), ("the dates of birth are more than a day apart",)),
        (Birth(date(2026, 2, 28), 32, ANOTHER), ("the mother has another NHS number", "31 and 32 weeks of pregnancy")),
    ],
)
def test_records_of_one_birth_that_differ_are_told_and_those_of_brothers_and_sisters_are_not(
    other: Birth, expected: tuple[str, ...]
) -> None:
    assert disagreements(Relation.ONE_BIRTH, BORN, other) == expected
    assert disagreements(Relation.ONE_BIRTH, other, BORN)[:1] == expected[:1]
    assert disagreements(Relation.SIBLING, BORN, other) == ()
