"""What the lines of a list of deaths come to, as a CSV file to keep."""

from collections.abc import Iterable, Iterator
from typing import Any

from cdop.rules import csv_table, nhs_number
from cdop.rules.csv_table import guarded
from cdop.rules.vocabulary import ListOutcome

OUTCOMES = {
    ListOutcome.MISSING: "Missing",
    ListOutcome.POSSIBLE: "Possible",
    ListOutcome.MATCHED: "Matched",
    ListOutcome.AWAITED: "Awaited",
    ListOutcome.NOT_OURS: "Not for the panel",
}
COLUMNS = (
    "line", "list_reference", "given_names", "family_name", "nhs_number", "date_of_birth", "date_of_death", "postcode",
    "place_of_death", "outcome", "evidence", "case", "notification", "awaited_notification", "remarks", "settled_by",
    "note",
)  # fmt: skip


def report_lines(lines: Iterable[Any]) -> Iterator[str]:
    """Yield the lines of the file, its header first; `lines` have the names of a line of a list. Safe to open."""
    return csv_table.csv_lines(COLUMNS, map(_cells, lines))


def _cells(line: Any) -> dict[str, str]:
    told = {
        "line": line.line,
        "list_reference": line.list_reference,
        "given_names": line.given_names,
        "family_name": line.family_name,
        "nhs_number": nhs_number.display(line.nhs_number) if line.nhs_number else None,
        "date_of_birth": line.born_on,
        "date_of_death": line.died_on,
        "postcode": line.postcode,
        "place_of_death": line.place,
        "outcome": OUTCOMES[line.outcome],
        "evidence": "; ".join(line.evidence),
        "case": line.case,
        "notification": line.notification,
        "awaited_notification": line.awaited,
        "remarks": "; ".join(line.remarks),
        "settled_by": line.settled_by,
        "note": line.note,
    }
    return {name: "" if value is None else guarded(str(value)) for name, value in told.items()}
