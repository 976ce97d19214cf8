"""What may stand beside what when the facts of a case are put right."""

from datetime import date
from typing import Any

import pytest

from cdop.rules import corrections
from cdop.rules.vocabulary import Residency, Sex

TODAY = date(2026, 11, 20)
HERE, ELSEWHERE = "E06000049", "E06000051"
SOUND: dict[str, Any] = dict.fromkeys(corrections.FIELDS) | {
    "born_on": date(2026, 3, 1),
    "died_on": date(2026, 5, 1),
    "notified_on": date(2026, 5, 2),
    "residency": Residency.RESIDENT,
    "area_code": HERE,
}


def faults(reviewed_on: date | None = None, **facts: Any) -> dict[str, str]:
    return corrections.faults(
        SOUND | facts, today=TODAY, reviewed_on=reviewed_on, area_codes=frozenset({HERE, "E06000006"})
    )


def test_sound_facts_have_no_fault() -> None:
    assert faults() == {}
    assert faults(nhs_number="9990000018", postcode="CW1 2AB", reviewed_on=date(2026, 5, 2)) == {}
    assert faults(residency=Residency.ELSEWHERE, area_code=ELSEWHERE) == {}


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"born_on": date(2026, 5, 2)}, "died_on", "same as or after the date of birth"),
        ({"born_on": date(2008, 5, 1)}, "died_on", "children under 18"),
        ({"died_on": date(2026, 11, 21), "notified_on": date(2026, 11, 21)}, "died_on", "today or in the past"),
        ({"notified_on": date(2026, 4, 30)}, "notified_on", "same as or after the date of death"),
        ({"notified_on": date(2026, 11, 21)}, "notified_on", "today or in the past"),
        ({"reviewed_on": date(2026, 5, 1)}, "notified_on", "same as or before the review"),
        ({"nhs_number": "9990000019"}, "nhs_number", "check"),
        ({"postcode": "CW1"}, "postcode", "CW1 2AB"),
        ({"given_names": "\u200b"}, "given_names", "Given names must have a letter"),
        ({"family_name": "Smi\u202eht"}, "family_name", "Family name contains a character"),
        ({"area_code": ELSEWHERE}, "area_code", "Choose one of the panel's areas"),
    ],
)
def test_facts_that_cannot_stand_together_name_their_field(facts: dict[str, Any], field: str, words: str) -> None:
    found = faults(**facts)
    assert field in found
    assert words in found[field]


def test_facts_go_to_the_form_and_back_unchanged() -> None:
    facts = SOUND | {"sex": Sex.NOT_KNOWN, "deprivation_quintile": 3, "gestation_weeks": 40, "version": 7}
    shown = corrections.to_form(facts)
    assert shown["sex"] == "not known"
    assert shown["expectedness"] == ""
    assert shown["version"] == 7
    assert corrections.from_form(shown) == {name: facts[name] for name in corrections.FIELDS}


def test_numbers_are_tidied_and_what_is_no_number_is_left_for_its_message() -> None:
    typed = corrections.to_form(SOUND | {"version": 1})
    assert corrections.from_form(typed | {"nhs_number": "999 000 0018"})["nhs_number"] == "9990000018"
    assert corrections.from_form(typed | {"postcode": "cw12ab"})["postcode"] == "CW1 2AB"
    assert corrections.from_form(typed | {"nhs_number": "999"})["nhs_number"] == "999"
