"""What may connect somebody with a case is proposed from the records, and usually they declare and stay."""

import pytest

from cdop.rules.conflicts import Connection, Involved, Involvement, Person, connections, staying, usual_decision
from cdop.rules.vocabulary import ConflictDecision, ConflictKind

CASE = Involvement(
    {1: "Invented Surgery"},
    frozenset({"gp@example.com"}),
    (Involved("Dr Ann Invented", ConflictKind.TREATED, "the family’s key worker"),),
    {"ward.nhs.uk": "Invented Ward"},
)


@pytest.mark.parametrize(
    ("person", "found"),
    [
        (Person("Bo Invented", "bo@example.com"), ()),
        (Person("Bo Invented", "bo@example.com", 2), ()),
        (
            Person("ann  INVENTED", "ann@example.com"),
            (Connection(ConflictKind.TREATED, "Dr Ann Invented is on record as the family’s key worker"),),
        ),
        (
            Person("Bo Invented", "gp@example.com", 1),
            (
                Connection(ConflictKind.PROVIDED_FORM, "a reporting form went to their address"),
                Connection(ConflictKind.EMPLOYER, "Invented Surgery, their employer, was asked for a reporting form"),
            ),
        ),
    ],
)
def test_connections_come_from_employer_address_and_name(person: Person, found: tuple[Connection, ...]) -> None:
    assert connections(person, CASE) == found


@pytest.mark.parametrize(
    ("name", "is_proposed"),
    [
        ("Anne Invented", True),
        ("A. Invented", True),
        ("Invented, Ann", True),
        ("Ann Invinted-Example", False),
        ("Ann Inventid", True),
        ("Dr Invented", True),
        ("Bo Invented", False),
        ("Ann Example", False),
        ("", False),
    ],
)
def test_name_that_is_written_otherwise_is_proposed_and_said_to_be_alike(name: str, *, is_proposed: bool) -> None:
    found = [each.because for each in connections(Person(name, "ann@example.com"), CASE)]
    words = "Dr Ann Invented, a name like theirs, is on record as the family’s key worker"
    assert found == ([words] if is_proposed else [])


@pytest.mark.parametrize(
    ("email", "is_proposed"),
    [
        ("bo@mail.ward.nhs.uk", True),
        ("bo@ward.nhs.uk", True),
        ("bo@forward.nhs.uk", False),
        ("bo@nhs.net", False),
        ("bo", False),
    ],
)
def test_employer_is_known_by_the_organisation_of_an_address(email: str, *, is_proposed: bool) -> None:
    found = [each.kind for each in connections(Person("Bo Invented", email), CASE)]
    assert found == ([ConflictKind.EMPLOYER] if is_proposed else [])


def test_usual_decision_is_to_stay_and_who_treated_or_led_does_not_lead() -> None:
    not_to_lead = {kind for kind in ConflictKind if usual_decision(kind) is ConflictDecision.DOES_NOT_LEAD}
    assert not_to_lead == {ConflictKind.TREATED, ConflictKind.LED}
    assert ConflictDecision.LEAVES not in {usual_decision(kind) for kind in ConflictKind}


def test_who_leaves_for_a_case_does_not_count_for_it() -> None:
    present = [("Dr Ann Invented", "lead health professional"), ("Bo Invented", "police")]
    assert staying(present, ["ann invented"]) == ("police",)
