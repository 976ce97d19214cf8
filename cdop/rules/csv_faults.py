"""The faults of a CSV file as people read them: one line each, or a CSV file of their own."""

from collections.abc import Iterable, Iterator

from cdop.rules import csv_table
from cdop.rules.csv_table import FAULT_COLUMNS, Fault


def in_words(fault: Fault) -> str:
    """Return `line 12, date_of_birth, "31/02/2014": the rule`, harmless to a terminal."""
    place = [
        f"line {fault.line}" if fault.line is not None else "",
        fault.column or "",
        f'"{harmless(fault.value)}"' if fault.value else "",
    ]
    before = ", ".join(part for part in place if part)
    return f"{before}: {harmless(fault.rule)}" if before else harmless(fault.rule)


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults in the order of the file, those of the whole file first."""
    return tuple(sorted(faults, key=lambda fault: fault.line or 0))


def as_csv(faults: Iterable[Fault]) -> Iterator[str]:
    """Yield the lines of a CSV file of the faults, its header first."""
    return csv_table.csv_lines(FAULT_COLUMNS, map(csv_table.fault_line, faults))


def harmless(text: str) -> str:
    """Return the text with a mark in place of each character that a terminal would obey rather than show."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
