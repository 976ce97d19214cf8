"""Where a child died: the place list of the national notification form (NHS England and NCMD), with our
codes.
"""

from dataclasses import dataclass

NOT_KNOWN = "NK"
"""The code of a place that nobody could tell."""


@dataclass(frozen=True, slots=True)
class Place:
    """`also` are other words by which a register may name the place."""

    code: str
    label: str
    also: tuple[str, ...] = ()


PLACES = (
    Place("HOSP-ED", "Hospital: emergency department", ("Emergency department", "ED")),
    Place("HOSP-PAED", "Hospital: children's ward", ("Children's ward", "Paediatric ward")),
    Place("HOSP-NNU", "Hospital: neonatal unit", ("Neonatal unit", "NNU")),
    Place("HOSP-PICU", "Hospital: paediatric intensive care", ("Paediatric intensive care", "PICU")),
    Place(
        "HOSP-LW",
        "Hospital: labour ward or delivery suite",
        ("Labour ward", "Delivery suite", "Labour/delivery"),
    ),
    Place("HOSP-THEATRE", "Hospital: operating theatre", ("Operating theatre", "Theatre")),
    Place("HOSP-ADULT", "Hospital: adult ward", ("Adult ward",)),
    Place("HOSP-AICU", "Hospital: adult intensive care", ("Adult intensive care", "Adult ICU", "AICU")),
    Place("HOSP-OTHER", "Hospital: another place", ("Hospital", "Hospital, other", "Other hospital")),
    Place("HOME", "Home"),
    Place("OTHER-PRIVATE", "Another private home", ("Other private",)),
    Place("FOSTER", "Foster home"),
    Place("RESIDENTIAL", "Residential care"),
    Place("PUBLIC", "Public place", ("Road, rail, water, park, sport, shop, other",)),
    Place("SCHOOL", "School"),
    Place("HOSPICE", "Hospice"),
    Place("MH-INPATIENT", "Mental health inpatient unit", ("Mental health inpatient",)),
    Place("CUSTODY", "Custody"),
    Place("AMBULANCE/IN-TRANSIT", "Ambulance or in transit", ("AMBULANCE", "IN-TRANSIT", "In transit")),
    Place("TEMP-ACCOM", "Temporary accommodation"),
    Place("ABROAD", "Abroad"),
    Place("OTHER", "Other"),
    Place(NOT_KNOWN, "Not known"),
)

_BY_CODE = {place.code: place for place in PLACES}


def _folded(text: str) -> str:
    return " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split())


_BY_WORDS = {_folded(words): place.code for place in PLACES for words in (place.code, place.label, *place.also)}


def parse(text: str) -> str:
    """Return the code of a place named by its code or label, whatever its capitals.

    Raises ValueError, with a message for the person who typed it, where there is none.
    """
    code = _BY_WORDS.get(_folded(text))
    if code is None:
        raise ValueError(f"A place of death is one of: {', '.join(_BY_CODE)}.")
    return code


def label(code: str) -> str:
    """Return how a place is shown. Raises KeyError for an unknown code."""
    return _BY_CODE[code].label
