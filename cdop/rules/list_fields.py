"""What a list of deaths may say of each, and the headings by which lists from elsewhere call it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cdop.rules.cases import folded

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListField:
    """`headings` are folded: other spellings of them are recognised too."""

    key: str
    label: str
    headings: tuple[str, ...]
    hint: str = ""


FIELDS = (
    ListField(
        "nhs_number",
        "NHS number",
        ("nhs number", "nhs no", "nhs num", "nhs", "nhsnumber", "nhs id", "new nhs no"),
    ),
    ListField(
        "name",
        "Whole name",
        ("name", "full name", "name of child", "child s name", "childs name", "child name", "child", "patient name",
         "patient", "name of deceased", "deceased name", "deceased", "name and surname"),
        hint="Where first and family names are in one column: “SMITH, Ann” and “Ann Smith” are both understood",
    ),
    ListField(
        "given_names",
        "First names",
        ("first names", "first name", "forenames", "forename", "forename s", "given names", "given name"),
    ),
    ListField("family_name", "Family name", ("family name", "surname", "last name", "surname of deceased")),
    ListField("born_on", "Date of birth", ("date of birth", "dob", "d o b", "birth date", "born", "date born")),
    ListField(
        "died_on",
        "Date of death",
        ("date of death", "dod", "d o d", "death date", "died", "date died", "date and time of death", "deceased date",
         "date of death confirmed"),
    ),
    ListField(
        "age",
        "Age in years",
        ("age in years", "age years", "age yrs", "age at death years"),
        hint="Only where they are years: people of 18 and over are left out where no date of birth is given",
    ),
    ListField(
        "postcode",
        "Postcode of the home",
        ("postcode", "post code", "home postcode", "postcode of usual address", "usual postcode", "pcode"),
    ),
    ListField(
        "place",
        "Place of death",
        ("place of death", "where died", "location of death", "location", "ward", "site", "hospital", "place"),
    ),
    ListField(
        "event_on",
        "Date of registration or decision",
        ("date of registration", "date registered", "registration date", "registered", "registered on", "reg date"),
    ),
    ListField(
        "list_reference",
        "The list’s own reference",
        ("reference", "ref", "entry number", "entry no", "register entry", "hospital number", "incident number",
         "call number", "id", "no"),
    ),
)  # fmt: skip
KEYS = tuple(field.key for field in FIELDS)
LOOKED_THROUGH = 30
"""Among so many first lines the headings are looked for."""
NEEDED = (("died_on",), ("nhs_number", "name", "given_names", "family_name"))
"""Of each of these a list has one at least."""

_BY_HEADING = {heading: field.key for field in FIELDS for heading in field.headings}


def guessed(headings: Sequence[str], remembered: Mapping[str, str] | None = None) -> dict[str, int]:
    """Return in which column each field is, by what was chosen for this source before, else by its heading."""
    words = [folded(heading) for heading in headings]
    found: dict[str, int] = {}
    for key, heading in (remembered or {}).items():
        if key in KEYS and folded(heading) in words:
            found[key] = words.index(folded(heading))
    for place, word in enumerate(words):
        key = _BY_HEADING.get(word, "")
        if key and key not in found and place not in found.values():
            found[key] = place
    return found


def header_line(rows: Iterable[tuple[int, Row]], remembered: Mapping[str, str] | None = None) -> int:
    """Return the line that looks most like headings: with most known cells, else the first of several cells."""
    best, most = 0, 0
    for line, row in rows:
        known = len(guessed(row, remembered))
        filled = sum(map(bool, row))
        if best == 0 and filled > 1:
            best = line
        if known > max(most, 1):
            best, most = line, known
    return best


def missing(columns: Mapping[str, int]) -> tuple[str, ...]:
    """Return in words what no column was chosen for and a comparison needs."""
    words = ("the date of death", "a name or the NHS number")
    return tuple(said for said, keys in zip(words, NEEDED, strict=True) if not any(key in columns for key in keys))
