"""What may connect somebody with a case is proposed from the records, and usually they declare and stay."""

import pytest

from cdop.rules.conflicts import Connection, Involved, Involvement, Person, connections, staying, usual_decision
from cdop.rules.vocabulary import ConflictDecision, ConflictKind

CASE = Involvement(
    {1: "Invented Surgery"},
    frozenset({"gp@example.com"}),
    (Involved("Dr Ann Invented", ConflictKind.TREATED, "the family’s key worker"),),
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


def test_usual_decision_is_to_stay_and_who_treated_or_led_does_not_lead() -> None:
    not_to_lead = {kind for kind in ConflictKind if usual_decision(kind) is ConflictDecision.DOES_NOT_LEAD}
    assert not_to_lead == {ConflictKind.TREATED, ConflictKind.LED}
    assert ConflictDecision.LEAVES not in {usual_decision(kind) for kind in ConflictKind}


def test_who_leaves_for_a_case_does_not_count_for_it() -> None:
    present = [("Dr Ann Invented", "lead health professional"), ("Bo Invented", "police")]
    assert staying(present, ["ann invented"]) == ("police",)
