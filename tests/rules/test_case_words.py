"""A case in words: nothing is left out, and what is not recorded says so."""

from datetime import date

import pytest

from cdop.rules import case_words
from cdop.rules.vocabulary import CaseStatus, Modifiable, Residency, Sex

NOTHING = dict.fromkeys((*case_words.FACTS, "reviewed_on", "category", "modifiable"))
KNOWN = NOTHING | {
    "given_names": "Zoë",
    "family_name": "Invented",
    "nhs_number": "9990000018",
    "born_on": date(2026, 5, 1),
    "sex": Sex.NOT_KNOWN,
    "residency": Residency.ELSEWHERE,
    "area_code": "E06000051",
    "deprivation_quintile": 1,
    "birth_weight_g": 3250,
}


def test_facts_say_every_fact_and_what_is_not_recorded() -> None:
    said = dict(case_words.facts(KNOWN))
    assert len(said) == len(case_words.FACTS)
    assert said["NHS number"] == "999 000 0018"
    assert said["Date of birth"] == "1 May 2026"
    assert said["Sex"] == "Not known"
    assert said["Local authority"] == "Shropshire"
    assert said["Deprivation quintile of the address"] == "1 (most deprived)"
    assert said["Birth weight"] == "3,250 g"
    assert said["Postcode"] == said["Place of death"] == "Not recorded"


def test_name_of_a_child_without_one_is_the_child() -> None:
    assert case_words.name(KNOWN) == "Zoë Invented"
    assert case_words.name(NOTHING) == "The child"


def test_findings_are_said_only_once_the_review_is_complete() -> None:
    reviewed = KNOWN | {"reviewed_on": date(2026, 11, 5), "category": 8, "modifiable": Modifiable.INADEQUATE}
    assert case_words.findings(KNOWN, ["Safer sleep"]) == ()
    assert case_words.findings(reviewed, []) == (
        ("Review complete", "5 November 2026"),
        ("Category of death", "8. Perinatal/neonatal event"),
        ("Modifiable factors", "Inadequate information to judge"),
        ("Themes", "None recorded"),
    )


@pytest.mark.parametrize(
    ("name", "was", "words"),
    [
        ("imported", None, "Imported as reviewed"),
        ("entered", None, "Entered as reviewed"),
        ("complete the review", CaseStatus.ON_AGENDA, "From on an agenda to reviewed"),
    ],
)
def test_step_is_said_by_where_it_began(name: str, was: CaseStatus | None, words: str) -> None:
    assert case_words.step(name, was, CaseStatus.REVIEWED) == words


def test_correction_names_the_fact_and_never_its_value() -> None:
    assert case_words.correction("born_on") == "Correction of “Date of birth”"
    assert case_words.correction("something else") == "Correction of a fact"
