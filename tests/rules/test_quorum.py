"""A meeting is quorate with lead health, the local authority and enough members, whoever else is there."""

import pytest

from cdop.rules.quorum import Part, Quorum, quorum, sentence

FIVE = (Part.LEAD_HEALTH, Part.LOCAL_AUTHORITY, Part.CHAIR, Part.POLICE, Part.PUBLIC_HEALTH)


def test_quorum_of_five_with_both_required_parts_is_quorate() -> None:
    assert quorum(FIVE) == Quorum(5, (), ())
    assert sentence(quorum(FIVE)) == "Quorate: 5 members were present."


@pytest.mark.parametrize("part", [Part.LEAD_HEALTH, Part.LOCAL_AUTHORITY])
def test_quorum_without_a_required_part_is_none_however_many_come(part: Part) -> None:
    parts = [Part.MEMBER if each is part else each for each in FIVE] * 2
    assert quorum(parts).lacking == (f"no {part}",)


@pytest.mark.parametrize("part", [Part.EXPERT, Part.SECRETARIAT, Part.OBSERVER])
def test_quorum_does_not_count_those_who_are_no_members(part: Part) -> None:
    found = quorum([*FIVE[:4], part])
    assert (found.members, found.lacking) == (4, ("4 members of at least 5",))
    assert sentence(found) == "Not quorate: 4 members of at least 5. Discuss the cases, but do not sign."


def test_quorum_of_nobody_says_all_that_is_lacking() -> None:
    found = quorum([])
    assert found.lacking == ("0 members of at least 5", "no lead health professional", "no local authority")
    assert found.usually_too == ("chair or deputy", "police", "public health")
    assert not found.is_quorate


def test_quorum_takes_a_part_that_it_does_not_know_for_a_member() -> None:
    assert quorum([*FIVE[:4], "a part of earlier days"]) == Quorum(5, (), ("public health",))
