"""What may be put right on a case, and the rules its facts hold together (domain reference 9, rules 1 to 8)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from cdop.rules import ages, ethnicity, local_authorities, nhs_number, postcodes
from cdop.rules.vocabulary import Expectedness, JointAgencyResponse, Residency, Sex, YesNo

FIELDS = tuple(
    "nhs_number given_names family_name born_on died_on notified_on notified_by sex ethnicity area_code residency "
    "postcode deprivation_quintile place_of_death died_in_area expectedness joint_agency_response "
    "gestation_weeks birth_weight_g".split()
)

VOCABULARIES = {
    "sex": Sex,
    "residency": Residency,
    "died_in_area": YesNo,
    "expectedness": Expectedness,
    "joint_agency_response": JointAgencyResponse,
}
CHOSEN = (*VOCABULARIES, "notified_by", "ethnicity", "place_of_death", "deprivation_quintile")
"""The facts that are chosen from a list, where "not recorded" is one of the choices."""
_NUMBERS = {"nhs_number": nhs_number.parse, "postcode": postcodes.parse}


def faults(
    facts: Mapping[str, Any], *, today: date, reviewed_on: date | None, area_codes: frozenset[str]
) -> dict[str, str]:
    """Return a message for each field whose value cannot stand beside the others; empty where all can."""
    found: dict[str, str] = {}
    born, died, notified = facts["born_on"], facts["died_on"], facts["notified_on"]
    if born > died:
        found["died_on"] = "The date of death must be the same as or after the date of birth"
    elif not ages.is_child(born, died):
        found["died_on"] = (
            "The review is of children under 18; at these dates the young person was 18 or over"
        )
    elif died > today:
        found["died_on"] = "The date of death must be today or in the past"
    if notified < died:
        found["notified_on"] = "The date of notification must be the same as or after the date of death"
    elif notified > today:
        found["notified_on"] = "The date of notification must be today or in the past"
    elif reviewed_on is not None and notified > reviewed_on:
        found["notified_on"] = "The date of notification must be the same as or before the review"
    for name, parse in _NUMBERS.items():
        try:
            parse(facts[name] or "")
        except ValueError as refused:
            if facts[name]:
                found[name] = str(refused)
    if facts["residency"] is Residency.RESIDENT and facts["area_code"] not in area_codes:
        name = local_authorities.authority(facts["area_code"]).name
        found["area_code"] = (
            f"{name} is not one of the panel's areas: say that the child normally lived elsewhere"
        )
    return found


def ethnic_group(label: str | None) -> str | None:
    """Return the broad group that figures count a stored ethnicity in; None where none is recorded."""
    return ethnicity.group_of(label).value if label else None


def to_form(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts as their form shows them: "not recorded" is a choice of its own, a number is a number."""
    shown = {name: facts[name] for name in (*FIELDS, "version")}
    chosen = {name: str(shown[name] or "") for name in CHOSEN}
    return shown | chosen


def from_form(typed: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a case from the values of its form: blank is None, words are vocabulary, codes are tidy.

    What cannot be read as its kind is left as typed: `faults` says what is wrong with it.
    """
    facts: dict[str, Any] = {name: None if typed[name] == "" else typed[name] for name in FIELDS}
    for name, words in VOCABULARIES.items():
        facts[name] = words(facts[name]) if facts[name] is not None else None
    if facts["deprivation_quintile"] is not None:
        facts["deprivation_quintile"] = int(facts["deprivation_quintile"])
    for name, tidy in _NUMBERS.items():
        if facts[name] is not None:
            with suppress(ValueError):
                facts[name] = tidy(facts[name])
    return facts
