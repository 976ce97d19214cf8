"""The rows of a list of deaths, read by the columns that were chosen: children, adults who are left out, and faults.

Lists come from elsewhere and nobody here can put them right. So only what a comparison cannot do without is a fault;
the rest is a remark, and the row is compared by what can be read.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from cdop.rules import ages, cases, nhs_number, postcodes, typed_dates
from cdop.rules.csv_table import Fault, shown
from cdop.rules.list_fields import FIELDS, Row

LABELS = {field.key: field.label for field in FIELDS}
FIRST_EXCEL_DAY = date(1899, 12, 30)
_EXCEL_NUMBER = re.compile(r"[1-9]\d{4}(\.\d+)?")
_CLOCK = re.compile(r"[T ,]+\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?( ?[ap]\.?m\.?)?$", re.I)
_SHORT_YEAR = re.compile(r"(?!\d{4})(.*[/. -])(\d{2})")
_YEARS = re.compile(r"(\d{1,3})( ?(y|yr|yrs|year|years))?( ?old)?", re.I)
_TOTAL = re.compile(
    r"((grand|sub|overall)[ -]?)?(total|count|sum)s?( (of )?(deaths|children|records|rows|number))?:?", re.I
)
_SUM = re.compile(r"[0-9][0-9,]{0,6}")
_TITLES = frozenset("mr mrs ms miss mstr master dr mx".split())
NOT_COMPARED = "it is compared without it"
NO_DEATH_DATE = "The date of death is missing."
NO_NAME = "There is neither a name nor an NHS number."
AHEAD = "This day has not come yet."
BEFORE_BIRTH = "The date of death is before the date of birth."


@dataclass(frozen=True, slots=True)
class ListedDeath:
    """One child's death on a list. `remarks` say what of the row could not be read.

    `nth` counts rows of a list that say the same: unnamed twins do, and are two.
    """

    line: int
    died_on: date
    born_on: date | None = None
    given_names: str = ""
    family_name: str = ""
    nhs_number: str | None = None
    postcode: str | None = None
    place: str = ""
    event_on: date | None = None
    list_reference: str = ""
    remarks: tuple[str, ...] = ()
    nth: int = 1

    @property
    def digest(self) -> str:
        """What tells the row from every other row of its source: the same row on a later list has the same."""
        name = cases.folded_name(self.given_names, self.family_name)
        told = (self.nhs_number, name, self.born_on, self.died_on, self.nth)
        return sha256(repr(told).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class ListReading:
    """What a list says: its children's deaths, its faults, how many adults and how many lines that are no row."""

    deaths: tuple[ListedDeath, ...] = ()
    faults: tuple[Fault, ...] = ()
    adults: int = 0
    notes: int = 0


class _Adult(Exception):
    """The row is of a person of 18 or over."""


def read(rows: Iterable[tuple[int, Row]], header: int, columns: Mapping[str, int], *, today: date) -> ListReading:
    """Return what the rows after the line of headings say; `columns` says in which column each field is."""
    deaths: list[ListedDeath] = []
    faults: list[Fault] = []
    told: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    headings: Row = ()
    for line, row in rows:
        if line <= header:
            headings = row
            continue
        cells = {key: row[place] for key, place in columns.items() if place < len(row) and row[place]}
        if row == headings or sum(map(bool, row)) < 2 or not cells or _is_total(row):
            counts["notes"] += 1  # a heading that is repeated, a total, a note
            continue
        try:
            death, found = _read_row(line, cells, today)
        except _Adult:
            counts["adults"] += 1
            continue
        faults += found
        if death is not None:
            first = death.digest
            told[first] += 1
            deaths.append(replace(death, nth=told[first]))
    return ListReading(tuple(deaths), tuple(faults), counts["adults"], counts["notes"])


def read_day(text: str, *, today: date) -> date:
    """Return a date as lists write it: also with a time after it, with a year of two numbers, or as Excel's number.

    Raises ValueError with a message for whoever sent the list.
    """
    if _EXCEL_NUMBER.fullmatch(text):
        return FIRST_EXCEL_DAY + timedelta(days=int(float(text)))
    plain = _CLOCK.sub("", text).strip()
    if short := _SHORT_YEAR.fullmatch(plain):
        plain = f"{short[1]}{_full_year(int(short[2]), today)}"
    try:
        return typed_dates.read_line(plain)
    except typed_dates.UnreadableDate:
        raise ValueError("It is not a date that can be read, such as 1/4/2026.") from None


def _is_total(row: Row) -> bool:
    """Whether a row adds up the others: it says so, and the rest of it are numbers without a date among them."""
    filled = [cell for cell in row if cell]
    words = [cell for cell in filled if not _SUM.fullmatch(cell)]
    return len(words) < len(filled) and bool(words) and all(_TOTAL.fullmatch(cell) for cell in words)


def _full_year(year: int, today: date) -> int:
    """A year of two numbers: of this century unless that is still to come."""
    whole = today.year // 100 * 100 + year
    return whole - 100 if whole > today.year else whole


def split_name(whole: str) -> tuple[str, str]:
    """Return first names and family name of a whole name: "SMITH, Ann", "Ann SMITH" or "Ann Smith"."""
    if "," in whole:
        family, _, given = whole.partition(",")
        return _plain(given), _plain(family)
    words = _plain(whole).split()
    if len(words) < 2 or (words[0].casefold() == "baby" and "of" in map(str.casefold, words)):
        return (" ".join(words), "") if len(words) > 1 else ("", " ".join(words))
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        others = [word for word in words if word not in capitals]
        return " ".join(others), " ".join(capitals)
    return " ".join(words[:-1]), words[-1]


def _plain(name: str) -> str:
    words = name.split()
    while words and words[0].strip(".").casefold() in _TITLES:
        words = words[1:]
    return " ".join(words)


def _read_row(line: int, cells: Mapping[str, str], today: date) -> tuple[ListedDeath | None, list[Fault]]:
    """Raises _Adult."""
    faults: list[Fault] = []
    remarks: list[str] = []
    died_on = _day(line, cells, "died_on", faults, today)
    born_on = _day(line, cells, "born_on", faults, today)
    if not cells.get("died_on"):
        faults.append(Fault(line, LABELS["died_on"], "", NO_DEATH_DATE))
    if died_on and born_on and died_on < born_on:
        faults.append(Fault(line, LABELS["died_on"], shown(cells["died_on"]), BEFORE_BIRTH))
    if not faults and _is_adult(cells.get("age", ""), born_on, died_on):
        raise _Adult
    given, family = _names(cells)
    number = _or_remark(cells, "nhs_number", nhs_number.parse, remarks)
    if not (given or family or number):
        faults.append(Fault(line, LABELS["family_name"], "", NO_NAME))
    if faults or died_on is None:
        return None, faults
    event = _or_remark(cells, "event_on", lambda text: read_day(text, today=today).isoformat(), remarks)
    return ListedDeath(
        line=line,
        died_on=died_on,
        born_on=born_on,
        given_names=given,
        family_name=family,
        nhs_number=number,
        postcode=_or_remark(cells, "postcode", postcodes.parse, remarks),
        place=cells.get("place", "")[:200],
        event_on=None if event is None else date.fromisoformat(event),
        list_reference=cells.get("list_reference", "")[:60],
        remarks=tuple(remarks),
    ), []


def _day(line: int, cells: Mapping[str, str], key: str, faults: list[Fault], today: date) -> date | None:
    text = cells.get(key, "")
    if not text:
        return None
    try:
        day = read_day(text, today=today)
    except (ValueError, OverflowError) as refused:
        faults.append(Fault(line, LABELS[key], shown(text), str(refused)))
        return None
    if day > today:
        faults.append(Fault(line, LABELS[key], shown(text), AHEAD))
        return None
    return day


def _is_adult(age: str, born_on: date | None, died_on: date | None) -> bool:
    if born_on and died_on:
        return not ages.is_child(born_on, died_on)
    years = _YEARS.fullmatch(age)
    return years is not None and int(years[1]) >= ages.ADULT_AT


def _names(cells: Mapping[str, str]) -> tuple[str, str]:
    given, family = cells.get("given_names", ""), cells.get("family_name", "")
    if not (given or family) and cells.get("name"):
        given, family = split_name(cells["name"])
    return given, family


def _or_remark(cells: Mapping[str, str], key: str, read: Callable[[str], str], remarks: list[str]) -> str | None:
    """What a cell says, or a remark that it cannot be read."""
    text = cells.get(key, "")
    try:
        return read(text) if text else None
    except (ValueError, OverflowError):
        remarks.append(f"{LABELS[key]} “{shown(text)}” cannot be read: {NOT_COMPARED}")
        return None
