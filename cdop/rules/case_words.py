"""A case in words: the labels of its facts and how each value is said."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cdop.rules import agencies, categories, local_authorities, nhs_number, not_known, places
from cdop.rules.dates import written_date
from cdop.rules.handling import Marks, labels
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import CaseStatus, JointAgencyResponse, Modifiable, Residency

NOT_RECORDED = "Not recorded"
MODIFIABLE_WORDS = {
    Modifiable.YES: "Identified",
    Modifiable.NO: "None identified",
    Modifiable.INADEQUATE: "Inadequate information to judge",
}
"""What stands beside "Modifiable factors"."""
RESIDENCY_WORDS = {
    Residency.RESIDENT: "In the panel's area",
    Residency.ELSEWHERE: "Elsewhere",
}

JOINT_AGENCY_WORDS = {
    JointAgencyResponse.HELD: "Held",
    JointAgencyResponse.MET_NOT_HELD: "Not held, although a criterion is met",
    JointAgencyResponse.NOT_MET: "Not needed: no criterion is met",
    JointAgencyResponse.NOT_KNOWN: "Not known",
}


def _said(value: Any) -> str:
    text = str(value)
    return text[:1].upper() + text[1:]


def _number(say: Callable[[int], str]) -> Callable[[Any], str]:
    return lambda value: _said(value) if value == not_known.NUMBER else say(value)


def quintile(value: int) -> str:
    """Return a fifth of the small areas of England as it is told, the ends by what they are."""
    return {1: "1 (most deprived)", 5: "5 (least deprived)"}.get(value, str(value))


FACTS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "given_names": ("Given names", str),
    "family_name": ("Family name", str),
    "nhs_number": ("NHS number", nhs_number.display),
    "born_on": ("Date of birth", written_date),
    "died_on": ("Date of death", written_date),
    "notified_on": ("Panel notified on", written_date),
    "notified_by": ("Notified by", agencies.label),
    "sex": ("Sex", _said),
    "ethnicity": ("Ethnicity", _said),
    "residency": ("Where the child normally lived", lambda value: RESIDENCY_WORDS[value]),
    "area_code": ("Local authority", lambda code: local_authorities.authority(code).name),
    "postcode": ("Postcode", str),
    "deprivation_quintile": ("Deprivation quintile of the address", quintile),
    "place_of_death": ("Place of death", places.label),
    "died_in_area": ("Died in the panel's area", _said),
    "expectedness": ("Whether the death was expected", _said),
    "joint_agency_response": ("Joint agency response", lambda value: JOINT_AGENCY_WORDS[value]),
    "gestation_weeks": ("Gestation at birth", _number(lambda weeks: counted(weeks, "week"))),
    "birth_weight_g": ("Birth weight", _number(lambda grams: f"{grams:,} g")),
}
"""Each fact's label and how a value is said, in the order in which they are shown."""
_WHETHER_KNOWN = {beside: FACTS[name][0] for name, beside in not_known.BESIDE.items()}


def name(facts: Mapping[str, Any]) -> str:
    """Return the child's name, "the child" where none is recorded."""
    return " ".join(part for part in (facts["given_names"], facts["family_name"]) if part) or "The child"


def listed_name(given: str | None, family: str | None) -> str:
    """Return the child's name as a list shows it."""
    return " ".join(part for part in (given, family) if part) or "Name not recorded"


def fact(key: str, value: Any) -> tuple[str, str]:
    """Return label and words of one fact."""
    label, say = FACTS[key]
    return label, NOT_RECORDED if value is None else say(value)


def facts(values: Mapping[str, Any], marks: Mapping[str, Marks] | None = None) -> tuple[tuple[str, str], ...]:
    """Return label and words of every fact, also of those not recorded, with the handling marks that it has."""
    told = ((fact(key, not_known.told(values, key)), labels((marks or {}).get(key, ()))) for key in FACTS)
    return tuple((label, f"{said} ({'; '.join(marked)})" if marked else said) for (label, said), marked in told)


def findings(values: Mapping[str, Any], themes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return label and words of what the panel found; empty before its review is complete."""
    if values["reviewed_on"] is None:
        return ()
    category = categories.category(values["category"])
    return (
        ("Review complete", written_date(values["reviewed_on"])),
        ("Category of death", category.numbered),
        ("Modifiable factors", MODIFIABLE_WORDS[values["modifiable"]]),
        ("Themes", "; ".join(themes) or "None recorded"),
    )


def step(name: str, was: CaseStatus | None, now: CaseStatus) -> str:
    """Return a step of the case in words; a case begins by being entered or imported."""
    return f"{name.capitalize()} as {now}" if was is None else f"From {was} to {now}"


NOTIFICATION = "notification"
"""How the history of a case's facts names a notification that was said to be of another child."""


ANOTHER_CASE = "another case"
"""The same of a case that was said to be of another child."""
RELATED_CASE, UNRELATED_CASE = "related case", "case not related"
"""The same of a case of the same family, and of one that is none after all."""
JOINED_CASE = "joined case"
"""The same of a case that was joined to it."""
TWO_CHILDREN = (ANOTHER_CASE, RELATED_CASE)
"""What says of a case that it is of another child."""
OF_SAME_CHILD = {
    NOTIFICATION: "A notification was said to be of another child",
    ANOTHER_CASE: "A case that is like this one was said to be of another child",
    RELATED_CASE: "Another case was recorded to be of the same family or household",
    UNRELATED_CASE: "A record that another case is of the same family was taken back",
    JOINED_CASE: "Another case of this child was joined to this one",
}


def correction(field: str) -> str:
    """Return in words that a fact was changed, without its value."""
    if field in OF_SAME_CHILD:
        return OF_SAME_CHILD[field]
    if field in _WHETHER_KNOWN:
        return f"Correction of whether “{_WHETHER_KNOWN[field]}” is known"
    return f"Correction of “{FACTS[field][0]}”" if field in FACTS else "Correction of a fact"


def decile(number: int, year: str) -> str:
    """Return a decile of deprivation in words, with the year of its table."""
    ends = {1: " (the most deprived tenth of England)", 10: " (the least deprived tenth of England)"}
    return f"{number}{ends.get(number, '')}, Index of Multiple Deprivation {year}"
