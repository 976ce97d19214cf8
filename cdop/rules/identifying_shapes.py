"""What identifies by its form, whether any record holds it or not: numbers, addresses and people with a title."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cdop.rules import postcodes

_STREETS = "Road|Street|Lane|Close|Avenue|Drive|Way|Court|Gardens|Grove|Place|Crescent|Terrace|Square|Rd|St|Ave"
_PLACES = {
    "School|Academy|College|Nursery|Pre-?school": "[a school or nursery]",
    "Hospital|Infirmary|Maternity Unit|Hospice": "[a hospital]",
    "Surgery|Medical Centre|Health Centre|Medical Practice|Practice": "[a GP practice]",
}
_PEOPLE = {
    "Dr|Doctor|Prof|Professor": "[a doctor]",
    "PC|DC|DS|DI|DCI|Supt|Sgt|Sergeant|Inspector|Constable": "[a police officer]",
    "Nurse|Sister|Midwife": "[a nurse or midwife]",
    "Mr|Mrs|Ms|Miss|Mx|Rev|Reverend": "[a person]",
}
_KIN = (
    "mother|mum|mummy|father|dad|daddy|stepmother|stepfather|grandmother|grandfather|grandma|grandad|nan|brother|sister|"
    "half-brother|half-sister|twin|aunt|uncle|cousin|partner|husband|wife|boyfriend|girlfriend|friend"
)
_NAME = r"(?:[A-Z]\.?\s+){0,3}[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,2}"


@dataclass(frozen=True, slots=True)
class Shape:
    """Words of a text that have the form of something that identifies; a person looks at one that is not sure."""

    start: int
    end: int
    what: str
    replacement: str
    is_sure: bool = True


def shapes(text: str) -> Iterator[Shape]:
    """Return whatever in a text identifies by its form, dates left out. Parts may lie upon each other."""
    for what, replacement, is_sure, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield Shape(*found.span(found.lastindex or 0), what, replacement, is_sure)
    for found in _POSTCODE.finditer(text):
        if _is_postcode(found[0]):
            yield Shape(found.start(), found.end(), "a postcode", "[postcode]")


def _is_postcode(text: str) -> bool:
    try:
        postcodes.parse(text)
    except ValueError:
        return False
    return True


_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}\b")
# Of a pattern with a group the group alone identifies.
_PATTERNS = (
    ("an e-mail address", "[e-mail address]", True, re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")),
    ("an address of a page", "[address of a page]", True, re.compile(r"\b(?:https?://|www\.)\S+")),
    ("an NHS number", "[NHS number]", True, re.compile(r"\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b")),
    (
        "a telephone number",
        "[telephone number]",
        True,
        re.compile(
            r"(?<![\w/])(?:\+44\s?(?:\(0\)\s?)?|\(?0)\d(?:[\s()-]{0,2}\d){7,10}(?!\w)(?:\s?(?:ext|x)\.?\s?\d+)?"
        ),
    ),
    ("a vehicle’s number", "[vehicle]", True, re.compile(r"\b[A-Z]{2}[0-9]{2}\s?[A-Z]{3}\b")),
    ("a number on record", "[number]", True, re.compile(r"\b[A-Z]{0,3}[0-9]{6,}\b")),
    (
        "an address",
        "[address]",
        True,
        re.compile(rf"(?<![\w/.-])\d{{1,4}}[A-Za-z]?,?\s+(?:[A-Z][\w'’-]+\s+){{1,3}}(?:{_STREETS})\b"),
    ),
    *(
        ("a place", replacement, False, re.compile(rf"\b(?:[A-Z][\w'’-]*\.?\s+){{1,4}}(?:{ending})\b"))
        for ending, replacement in _PLACES.items()
    ),
    *(
        ("a person’s name", replacement, False, re.compile(rf"\b(?:{title})\.?\s+{_NAME}"))
        for title, replacement in _PEOPLE.items()
    ),
    (
        "a first name, it seems",
        "[a person]",
        False,
        re.compile(rf"\b(?i:{_KIN})(?:,|\s+\(|\s+called|\s+named)?\s*(?<=[\s(])([A-Z][a-z]+(?:['’-][A-Z][a-z]+)?)\b"),
    ),
)
