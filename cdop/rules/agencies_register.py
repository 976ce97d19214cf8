"""The directory of agencies as a CSV file: one row for each contact of an agency, one for an agency without any.

What is said of an agency stands in each of its rows. A file without a column of contacts says nothing about them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cdop.rules import agencies, csv_columns, csv_table, email_addresses, telephones
from cdop.rules.csv_columns import Column, text_of, word_of
from cdop.rules.csv_table import Fault
from cdop.rules.vocabulary import YesNo


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody at an agency."""

    name: str
    role: str | None = None
    email: str | None = None
    telephone: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency. `contacts` is None where the file says nothing about them."""

    name: str
    kind: str
    email: str
    telephone: str | None = None
    lead_name: str | None = None
    lead_email: str | None = None
    can_be_asked: bool = True
    has_release_step: bool = False
    contacts: tuple[ContactLine, ...] | None = None


@dataclass(frozen=True, slots=True)
class AgenciesReading:
    """The sound rows and every fault, in the order of the file. With any fault, nothing is to be written."""

    rows: tuple[AgencyLine, ...]
    faults: tuple[Fault, ...]
    ignored_columns: tuple[str, ...] = ()


def _parsed(parse: Callable[[str], object], longest: int) -> Callable[[str], str]:
    """A reader of text that a rule accepts, in small letters where it is an address."""
    short = text_of(longest)

    def read(text: str) -> str:
        parse(text)
        return short(text)

    return read


def _email(text: str) -> str:
    return _parsed(email_addresses.parse, 254)(text.lower())


_telephone = _parsed(telephones.parse, 40)
_AGENCY = (
    Column("name", text_of(120), required=True),
    Column("kind", agencies.parse, required=True),
    Column("email", _email, required=True),
    Column("telephone", _telephone),
    Column("lead_name", text_of(120)),
    Column("lead_email", _email),
    Column("can_be_asked", word_of(YesNo)),
    Column("release_step", word_of(YesNo)),
)
_CONTACT = (
    Column("contact_name", text_of(120)),
    Column("contact_role", text_of(120)),
    Column("contact_email", _email),
    Column("contact_telephone", _telephone),
    Column("contact_for", text_of(200)),
)
_COLUMNS = (*_AGENCY, *_CONTACT)
AGENCY_COLUMNS = csv_columns.names(_COLUMNS)
"""The columns in the order of an export."""


def read_agencies(raw: bytes) -> AgenciesReading:
    """Return the agencies and the faults of a file of them."""
    table = csv_table.read_table(raw, AGENCY_COLUMNS, csv_columns.required_names(_COLUMNS))
    faults = list(table.faults)
    has_contacts = bool(table.columns & set(csv_columns.names(_CONTACT)))
    found: dict[str, tuple[int, AgencyLine]] = {}
    for entry in table.entries:
        if isinstance(entry, Fault):
            faults.append(entry)
            continue
        values, of_cells = csv_columns.read_cells(entry, _COLUMNS, table.columns)
        faults += of_cells
        if of_cells or any(values[column.name] is None for column in _AGENCY if column.required):
            continue
        contact = _contact(values)
        if contact is None and any(values[column.name] for column in _CONTACT):
            faults.append(Fault(entry.line, "contact_name", "", "Say who the contact is."))
            continue
        faults += _put(found, entry.line, _agency(values), contact, has_contacts)
    return AgenciesReading(tuple(line for _number, line in found.values()), tuple(faults), table.ignored_columns)


def agency_lines(agency: AgencyLine) -> tuple[dict[str, str], ...]:
    """Return an agency as the rows of an export, cells by column name; `read_agencies` gives the same back."""
    said = {
        "can_be_asked": _word(agency.can_be_asked),
        "release_step": _word(agency.has_release_step),
    } | {name: getattr(agency, name) for name in ("name", "kind", "email", "telephone", "lead_name", "lead_email")}
    rows = [said | _said_of(contact) for contact in agency.contacts or ()] or [said]
    return tuple(
        {
            column.name: "" if row.get(column.name) is None else csv_table.guarded(row[column.name])
            for column in _COLUMNS
        }
        for row in rows
    )


def _put(
    found: dict[str, tuple[int, AgencyLine]],
    line: int,
    agency: AgencyLine,
    contact: ContactLine | None,
    has_contacts: bool,
) -> list[Fault]:
    """Add a row to what the file says of its agency, unless it says something else than an earlier one."""
    first, earlier = found.get(agency.name, (line, agency))
    if (agency.name in found and not has_contacts) or _bare(earlier) != _bare(agency):
        rule = f"Line {first} says something else of this agency, or the same again."
        return [Fault(line, "name", agency.name, rule)]
    contacts = ((earlier.contacts or ()) + ((contact,) if contact else ())) if has_contacts else None
    values = {name: getattr(agency, name) for name in AgencyLine.__slots__} | {"contacts": contacts}
    found[agency.name] = first, AgencyLine(**values)
    return []


def _bare(agency: AgencyLine) -> tuple[Any, ...]:
    return tuple(getattr(agency, name) for name in AgencyLine.__slots__ if name != "contacts")


def _agency(values: dict[str, Any]) -> AgencyLine:
    told = {name: values[name] for name in ("name", "kind", "email", "telephone", "lead_name", "lead_email")}
    can_be_asked, releases = values["can_be_asked"] != YesNo.NO, values["release_step"] == YesNo.YES
    return AgencyLine(**told, can_be_asked=can_be_asked, has_release_step=releases)


def _contact(values: dict[str, Any]) -> ContactLine | None:
    name = values["contact_name"]
    rest = (values[f"contact_{part}"] for part in ("role", "email", "telephone", "for"))
    return None if name is None else ContactLine(name, *rest)


def _said_of(contact: ContactLine) -> dict[str, str | None]:
    named = {f"contact_{part}": getattr(contact, part) for part in ("name", "role", "email", "telephone")}
    return {**named, "contact_for": contact.purpose}


def _word(is_so: bool) -> str:
    return YesNo.YES.value if is_so else YesNo.NO.value
