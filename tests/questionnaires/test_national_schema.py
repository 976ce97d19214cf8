"""The record for the national database is checked against its published schema, in words and without what it says."""

from typing import Any

import pytest

from cdop.questionnaires.national_record import SCHEMA
from cdop.questionnaires.national_schema import faults

NOTIFIED = {"given_names": "Invented", "family_name": "Child", "died_on": "2026-11-19", "place_of_death": "home"}
REVIEWED = {"primary_category": "10", "modifiable": "yes"} | {
    f"{domain}_score": "1" for domain in ("child", "social", "physical", "service")
}


def record(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    fields = [{"key": key, "label": key, "value": value, "text": "Words"} for key, value in values.items()]
    parts = [{"title": "A page", "fields": fields}]
    return {"schema": SCHEMA, "case": "INV/1", "kind": kind, "digest": "0" * 64, "parts": parts, "lacks": []}


@pytest.mark.parametrize(("kind", "values"), [("notification", NOTIFIED), ("review", REVIEWED)])
def test_record_with_what_must_be_told_is_valid_and_nothing_of_it_may_lack(kind: str, values: dict[str, str]) -> None:
    assert faults(record(kind, values)) == ()
    for key in values:
        assert len(faults(record(kind, {name: value for name, value in values.items() if name != key}))) == 1


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"died_on": "19 November"}, "The date of death is no date"),
        ({"nhs_number": "123"}, "The NHS number has not ten digits"),
        ({"postcode": "nowhere"}, "The postcode is none of the United Kingdom"),
    ],
)
def test_fault_is_told_in_words_that_do_not_say_what_is_there(told: dict[str, str], fault: str) -> None:
    assert faults(record("notification", NOTIFIED | told)) == (fault,)
    # Not known is an answer.
    assert faults(record("notification", NOTIFIED | dict.fromkeys(told))) == ()


def test_field_that_is_otherwise_than_the_schema_has_it_is_named() -> None:
    wrong = record("notification", NOTIFIED)
    wrong["parts"][0]["fields"][0]["text"] = ""
    assert faults(wrong) == ("given_names: it cannot be entered as it is",)
    assert faults(record("notification", NOTIFIED) | {"digest": "short"}) == ("The record is not as its schema has it",)
