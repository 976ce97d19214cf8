"""What may be put right on a case, and the rules its facts hold together (domain reference 9, rules 1 to 8)."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from cdop.rules import ages, ethnicity, local_authorities, nhs_number, postcodes, typed_text
from cdop.rules.vocabulary import Expectedness, JointAgencyResponse, Residency, Sex, YesNo

FIELDS = tuple(
    (
        "nhs_number given_names family_name born_on died_on notified_on notified_by sex ethnicity area_code "
        "residency postcode deprivation_quintile place_of_death died_in_area expectedness "
        "joint_agency_response gestation_weeks birth_weight_g"
    ).split()
)

AGREED = ("gestation_weeks", "birth_weight_g", "place_of_death")
"""The facts that are also questions of the reporting form, of the same name and with the same answers."""

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
_NAMES = {"given_names": "Given names", "family_name": "Family name"}
LONGEST_NAME = 500


def faults(
    facts: Mapping[str, Any], *, today: date, reviewed_on: date | None, area_codes: frozenset[str]
) -> dict[str, str]:
    """Return a message for each field whose value cannot stand beside the others; empty where all can."""
    found = {
        "died_on": _death_fault(facts["born_on"], facts["died_on"], today),
        "notified_on": _notification_fault(facts["died_on"], facts["notified_on"], reviewed_on, today),
        "area_code": _area_fault(facts, area_codes),
        **{name: _form_fault(facts[name], parse) for name, parse in _NUMBERS.items()},
        **{name: _name_fault(facts[name], called) for name, called in _NAMES.items()},
    }
    return {name: fault for name, fault in found.items() if fault}


def _death_fault(born: date, died: date, today: date) -> str | None:
    if born > died:
        return "The date of death must be the same as or after the date of birth"
    if not ages.is_child(born, died):
        return "The review is of children under 18; at these dates the young person was 18 or over"
    return "The date of death must be today or in the past" if died > today else None


def _notification_fault(died: date, notified: date, reviewed: date | None, today: date) -> str | None:
    if notified < died:
        return "The date of notification must be the same as or after the date of death"
    if notified > today:
        return "The date of notification must be today or in the past"
    is_late = reviewed is not None and notified > reviewed
    return "The date of notification must be the same as or before the review" if is_late else None


def _area_fault(facts: Mapping[str, Any], area_codes: frozenset[str]) -> str | None:
    if facts["residency"] is not Residency.RESIDENT or facts["area_code"] in area_codes:
        return None
    name = local_authorities.authority(facts["area_code"]).name
    return f"{name} is not one of the panel's areas: say that the child normally lived elsewhere"


def _name_fault(name: str | None, called: str) -> str | None:
    return typed_text.name_fault(name, called, LONGEST_NAME) if name else None


def _form_fault(text: str | None, parse: Callable[[str], str]) -> str | None:
    """What is wrong with a number that may be left out."""
    if text:
        try:
            parse(text)
        except ValueError as refused:
            return str(refused)
    return None


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


def ethnic_group(label: str | None) -> str | None:
    """Return the broad group that figures count a stored ethnicity in; None where none is recorded."""
    return ethnicity.group_of(label).value if label else None
