"""The list of whom to ask, as it is shipped: a panel may change each row, add rows, and go back to this list.

The rows follow the chart "whom to ask" of the National Child Mortality Database, which is not to be had as text: they
are reconstructed from practice. Which death asks for which supplementary form is in `rules/supplements.py`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cdop.rules import supplements
from cdop.rules.form_b import Circumstance, Route


def _any(words: str) -> frozenset[str]:
    return frozenset(words.split(", "))


def _so(*circumstances: Circumstance) -> frozenset[Circumstance]:
    return frozenset(circumstances)


_HOSPITAL = _any("HOSP-ED, HOSP-PAED, HOSP-NNU, HOSP-PICU, HOSP-LW, HOSP-THEATRE, HOSP-ADULT, HOSP-AICU, HOSP-OTHER")
_OUTSIDE = _any("HOME, OTHER-PRIVATE, FOSTER, RESIDENTIAL, PUBLIC, SCHOOL, TEMP-ACCOM, AMBULANCE/IN-TRANSIT")
_LONG_ILL = _any("life-limiting, asthma or anaphylaxis, other medical")

# By key. A key never changes: a panel's own row takes the place of the one that has its key.
_ROWS: dict[str, Route] = {
    "gp": Route(("gp",), "Every child's practice is asked"),
    "social care": Route(("children's social care",), "The local authority is asked about every child"),
    "police": Route(("police",), "The police are asked about every child"),
    "hospital": Route(
        ("hospital trust",), "The death was confirmed in hospital, or the illness began there", places=_HOSPITAL
    ),
    "health visiting": Route(
        ("health visiting",), "The child was under 5", under_years=5, unless=_so(Circumstance.NEVER_HOME)
    ),
    "school nursing": Route(("school nursing",), "The child was of school age", from_years=5),
    "newborn": Route(("midwifery", "neonatal unit"), "The baby died in the first 28 days", under_days=28),
    "infant": Route(("midwifery",), "The child was under 1", from_days=28, under_years=1),
    "infant, went home": Route(
        ("emergency department",),
        "The death of a child under 1 who had gone home was sudden",
        under_years=1,
        types=_any("sudden unexpected death"),
    ),
    "nursery": Route(
        ("education",), "The child may have been at nursery or with a childminder", from_years=1, under_years=5
    ),
    "early help, young child": Route(("early help",), "The child was between 1 and 4", from_years=1, under_years=5),
    "school": Route(("education",), "The child was of school age", from_years=5),
    "adult services": Route(
        ("hospital trust", "adult mental health"),
        "The young person was in adult care, or moving to it",
        from_years=16,
        places=_any("HOSP-ADULT, HOSP-AICU"),
        circumstances=_so(Circumstance.ADULT_CARE),
    ),
    "care leaver": Route(
        ("children's social care", "housing"),
        "The young person had left care",
        from_years=16,
        circumstances=_so(Circumstance.CARE_LEAVER),
    ),
    "emergency department": Route(
        ("emergency department",), "The child was seen in the emergency department", places=_any("HOSP-ED")
    ),
    "ambulance": Route(
        ("ambulance",),
        "An ambulance was probably called",
        places=_OUTSIDE | _any("HOSP-ED"),
        circumstances=_so(Circumstance.RESUSCITATION),
    ),
    "intensive care": Route(("specialist centre",), "The child died in intensive care", places=_any("HOSP-PICU")),
    "known illness": Route(
        ("specialist centre", "community paediatrics"), "The child had a known illness", types=_LONG_ILL
    ),
    "life-limiting": Route(("hospice",), "The child had a life-limiting condition", types=_any("life-limiting")),
    "hospice": Route(("hospice",), "The child died in a hospice", places=_any("HOSPICE")),
    "disability": Route(
        ("community paediatrics",),
        "The child had a learning disability or was autistic",
        circumstances=_so(Circumstance.DISABILITY),
    ),
    "disability, school age": Route(
        ("education",),
        "The child had a learning disability or was autistic, and may have been at a special school",
        from_years=1,
        circumstances=_so(Circumstance.DISABILITY),
    ),
    "sudden death": Route(
        ("emergency department", "community paediatrics", "ambulance"),
        "The death was sudden and unexpected",
        types=_any("sudden unexpected death"),
    ),
    "joint agency response": Route(
        ("community paediatrics",),
        "A joint agency response was considered",
        circumstances=_so(Circumstance.JOINT_RESPONSE),
    ),
    "coroner": Route(("coroner",), "The death was referred to the coroner", circumstances=_so(Circumstance.CORONER)),
    "vehicle": Route(("ambulance", "hospital trust"), "There was a vehicle collision", types=_any("vehicle collision")),
    "railway": Route(
        ("police", "other"),
        "It happened on the railway: the British Transport Police and Network Rail know of it",
        circumstances=_so(Circumstance.RAILWAY),
    ),
    "drowning": Route(("fire", "ambulance"), "The death may have been by drowning", types=_any("drowning")),
    "fire": Route(("fire", "housing"), "There was a fire, a burn or an electrical injury", types=_any("fire or burns")),
    "self-harm": Route(
        ("camhs", "youth justice", "voluntary"),
        "The child may have died by suicide or after self-harm",
        types=_any("suicide or self-harm"),
    ),
    "self-harm, school": Route(
        ("education",),
        "The child may have died by suicide or after self-harm: the school's safeguarding lead knows most",
        from_years=5,
        types=_any("suicide or self-harm"),
    ),
    "homicide": Route(
        ("probation", "domestic abuse service"),
        "Abuse or neglect, or a homicide, is suspected",
        types=_any("suspected homicide"),
    ),
    "substances": Route(
        ("substance misuse service",),
        "Drugs, alcohol or a poison may have played a part",
        types=_any("substance misuse, poisoning"),
    ),
    "early help": Route(
        ("early help",), "The family was known to early help", circumstances=_so(Circumstance.EARLY_HELP)
    ),
    "looked after": Route(
        ("community paediatrics", "education"),
        "The child was looked after",
        circumstances=_so(Circumstance.LOOKED_AFTER),
    ),
    "foster or children's home": Route(
        ("other",),
        "The child lived with foster carers or in a children's home: its agency or provider is asked",
        places=_any("FOSTER, RESIDENTIAL"),
    ),
    "mental health unit": Route(
        ("camhs",), "The child was an inpatient of a mental health unit", places=_any("MH-INPATIENT")
    ),
    "custody": Route(("prison or secure", "youth justice"), "The child was in custody", places=_any("CUSTODY")),
    "temporary home": Route(("housing",), "The family lived in temporary accommodation", places=_any("TEMP-ACCOM")),
    "migration": Route(
        ("housing", "voluntary"),
        "The family had sought asylum: who housed and supported them is asked",
        circumstances=_so(Circumstance.MIGRATION),
    ),
    "parent's mental health": Route(
        ("adult mental health",), "A parent's mental health played a part", circumstances=_so(Circumstance.PARENT_MIND)
    ),
    "parent's use of substances": Route(
        ("substance misuse service",),
        "A parent used drugs or alcohol",
        circumstances=_so(Circumstance.PARENT_SUBSTANCES),
    ),
    "parent's offences": Route(
        ("probation", "domestic abuse service"),
        "A parent was known to probation, or there was abuse at home",
        circumstances=_so(Circumstance.PARENT_OFFENCES),
    ),
    "abroad": Route(
        ("other",),
        "The child died abroad: the Foreign, Commonwealth and Development Office is asked",
        places=_any("ABROAD"),
    ),
    "outing": Route(
        ("other",),
        "It happened at sport, on an outing or on a school trip: its organiser is asked",
        circumstances=_so(Circumstance.OUTING),
    ),
    "school premises": Route(("education",), "It happened at school", places=_any("SCHOOL")),
    "lived elsewhere": Route(
        ("out of area",), "The child lived in another area", circumstances=_so(Circumstance.ELSEWHERE)
    ),
}


def _keyed(key: str, route: Route, **more: Any) -> Route:
    return replace(route, key=key, **more)


def shipped() -> tuple[Route, ...]:
    """Return whom to ask, and for which supplementary form, in the order in which it is proposed."""
    return _SHIPPED


def in_force(own: Mapping[str, Route | None]) -> tuple[Route, ...]:
    """Return the list of a panel: the shipped rows but those that it has its own row for, and its own.

    `own` are the panel's rows by key; None for one that does not hold today.
    """
    ours = (route for route in _SHIPPED if route.key not in own)
    return (*ours, *(route for route in own.values() if route is not None))


_SHIPPED = (
    *(_keyed(key, route) for key, route in _ROWS.items()),
    *(
        _keyed(": ".join((form, *sorted(route.types))), route, asks=supplements.COMPLETED_BY[form], forms=(form,))
        for route in supplements.ROUTES
        for form in route.asks
    ),
)
