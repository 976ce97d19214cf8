"""Registers for tests: sound rows, files with faults, and a digest of a whole database.

All children here are invented; NHS numbers are of the 999 range, which is never issued.
"""

from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from cdop.extensions import Base, db
from cdop.rules.csv_table import csv_lines
from cdop.rules.register import REGISTER_COLUMNS

EXAMPLE = Path(__file__).parent / "examples" / "pan_cheshire_2013_14"

SOUND = {
    "case_ref": "INV/001",
    "date_of_birth": "2013-03-12",
    "date_of_death": "2013-03-20",
    "date_notified": "2013-03-21",
    "area": "Halton",
}
NAMED = SOUND | {"given_names": "Zoë Invented", "family_name": "O’Example", "nhs_number": "9990000018"}
REVIEWED = {"date_reviewed": "2014-02-20", "category": "8", "modifiable": "no"}


def row(reference: str, **cells: str) -> dict[str, str]:
    """A sound row of this reference, with these cells."""
    return SOUND | {"case_ref": reference} | cells


def register_file(*rows: dict[str, str], without: str = "", also: tuple[str, ...] = ()) -> bytes:
    """A register of these rows, perhaps without one column or with others that it does not know."""
    columns = [column for column in (*REGISTER_COLUMNS, *also) if column != without]
    return "".join(csv_lines(columns, [dict.fromkeys(columns, "") | cells for cells in rows])).encode()


def meetings_file(*lines: str) -> bytes:
    """A file of meetings: `date,kind,theme` and these lines."""
    return "".join(f"{line}\r\n" for line in ("date,kind,theme", *lines)).encode()


def many(count: int, *, named: bool = False) -> bytes:
    """A register of so many children."""
    names = {"family_name": "Example"} if named else {}
    rows = (
        row(f"INV/{number:05d}", **({"given_names": f"Child {number}"} | names if named else {}))
        for number in range(count)
    )
    return register_file(*rows)


SAVE = "Open it in the spreadsheet program and save it as “CSV UTF-8 (comma delimited)”."
FAULTS: dict[str, tuple[bytes, str]] = {
    "wrong encoding": (
        register_file(NAMED).decode().encode("cp1252"),
        f'line 2, "0xEB": Byte 327 of the file is not UTF-8 (in Windows-1252 it would be ë). {SAVE}',
    ),
    "missing column": (
        register_file(SOUND, without="area"),
        "line 1, area: This column is missing. Its heading in the file is “area”.",
    ),
    "impossible date": (
        register_file(row("INV/001", date_of_birth="31/02/2013")),
        'line 2, date_of_birth, "31/02/2013": There is no such day in the calendar.',
    ),
    "child of 18": (
        register_file(row("INV/001", date_of_birth="1995-03-20")),
        'line 2, date_of_death, "2013-03-20": Aged 18 at death. The panel reviews deaths before the 18th birthday.',
    ),
    "death before birth": (
        register_file(row("INV/001", date_of_birth="2013-03-21")),
        'line 2, date_of_death, "2013-03-20": Before the date of birth, which is 2013-03-21.',
    ),
    "unknown area": (
        register_file(row("INV/001", area="Atlantis")),
        'line 2, area, "Atlantis": The area is the name or GSS code of an English county, '
        "unitary, metropolitan or London borough council, of "
        "Flintshire or of Wrexham; a district council is not one.",
    ),
    "area of another panel": (
        register_file(row("INV/001", area="Kent")),
        'line 2, area, "Kent": Not one of the panel\'s local authorities. Is the residency “elsewhere”?',
    ),
    "failed NHS number": (
        register_file(row("INV/001", nhs_number="9990000019")),
        'line 2, nhs_number, "9990000019": The NHS number fails its check digit: a digit is wrong or two are swapped.',
    ),
    "duplicate rows": (
        register_file(SOUND, SOUND),
        'line 3, case_ref, "INV/001": The row repeats line 2 in full: take it out.',
    ),
    "empty file": (b"", "The file is empty."),
    "header alone": (register_file(), "The file has a header and no cases."),
    "Excel file": (
        b"PK\x03\x04\x14\x00\x06\x00",
        f"This is an Excel workbook (or another zip file), not a CSV file. {SAVE}",
    ),
    "NUL byte": (
        register_file(SOUND).replace(b"Halton", b"Hal\0ton"),
        f'line 2, "NUL": Byte 356 of the file is NUL, which no text has: the file is damaged. {SAVE}',
    ),
}
"""For each fault a file that has it and the line that says so."""
SIXTY = register_file(*(row(f"INV/{number:03d}", sex="unsure") for number in range(60)))


def digest_of_database(*, without: tuple[str, ...] = ()) -> str:
    """A digest of every row of every table, but for the tables named."""
    found = []
    for table in Base.metadata.sorted_tables:
        if table.name not in without:
            found.append((table.name, sorted(map(repr, db.session.execute(select(table)).all()))))
    db.session.rollback()
    return sha256(repr(found).encode()).hexdigest()


def exported(folder: Path) -> dict[str, bytes]:
    """The files of an export, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
