"""What may be put right on a case, and the rules its facts hold together (the rules of `intake_checks`)."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from cdop.rules import ages, case_words, ethnicity, intake_checks, nhs_number, not_known, postcodes, typed_text
from cdop.rules.dates import written_date
from cdop.rules.intake_checks import Stage
from cdop.rules.intake_facts import IntakeFacts
from cdop.rules.vocabulary import Expectedness, JointAgencyResponse, Residency, Sex, YesNo

FIELDS = tuple(
    (
        "nhs_number given_names family_name born_on died_on notified_on notified_by sex ethnicity area_code "
        "residency postcode deprivation_quintile place_of_death died_in_area expectedness "
        "joint_agency_response gestation_weeks gestation_not_known birth_weight_g birth_weight_not_known"
    ).split()
)

AGREED = (
    "gestation_weeks",
    "birth_weight_g",
    "place_of_death",
    "born_on",
    "died_on",
    "sex",
    "nhs_number",
    "postcode",
    "ethnicity",
)
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
_CHECKED = ("nhs_number", "born_on", "died_on", "notified_on", "residency", "area_code", "postcode")
LONGEST_NAME = 500
BOTH = "Enter the number, or say that it is not known: not both"
FAR_APART = "{}: this is {} from {}, the date that the case has. Change it, or say that it is right"


def faults(
    facts: Mapping[str, Any], *, today: date, reviewed_on: date | None, area_codes: frozenset[str]
) -> dict[str, str]:
    """Return a message for each field whose value cannot stand beside the others; empty where all can."""
    checked = IntakeFacts(today=today, panel_areas=area_codes, **{name: facts[name] for name in _CHECKED})
    found = {
        "notified_on": _after_review(facts["notified_on"], reviewed_on),
        **{name: _name_fault(facts[name], called) for name, called in _NAMES.items()},
        **{name: BOTH for name, beside in not_known.BESIDE.items() if facts[beside] and facts[name] is not None},
    }
    stated = {name: fault for name, fault in found.items() if fault}
    return stated | intake_checks.blocking(intake_checks.findings(checked, Stage.CORRECTION))


def _after_review(notified: date, reviewed: date | None) -> str | None:
    is_late = reviewed is not None and notified > reviewed
    return "The date of notification must be the same as or before the review" if is_late else None


def _name_fault(name: str | None, called: str) -> str | None:
    return typed_text.name_fault(name, called, LONGEST_NAME) if name else None


def far_apart(held: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    """Return what to ask about each date that is a month or more from the one that the case has; "" where none is.

    A digit of the year or the month that was typed wrong passes every other rule.
    """
    asked = (_far_apart(label, held[name], told[name]) for name, (label, _say) in case_words.FACTS.items())
    return ". ".join(question for question in asked if question)


def _far_apart(label: str, held: Any, told: Any) -> str:
    if not isinstance(held, date) or not isinstance(told, date):
        return ""
    first, last = sorted((held, told))
    if not ages.completed_months(first, last):
        return ""
    return FAR_APART.format(label, ages.age_in_words(first, last), written_date(held))


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
