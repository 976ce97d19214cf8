"""The columns of a CSV file as a table: name, whether it must be filled, how it is read and written.

A reader is a function from a cell's cleaned text to its value that raises ValueError with the rule that the
cell breaks, in words for the person who will put it right.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from unicodedata import category

from cdop.rules.csv_table import Fault, Record, guarded, shown

A_DAY = "A day, as 2026-11-30 or 30/11/2026."
"""What stands in a column of dates."""
MAX_TEXT = 500
"""Characters of a name or any other free text."""

_NOT_TEXT = {"Cc", "Zl", "Zp"}
"""The Unicode categories of control characters, line and paragraph separators."""
_Word = TypeVar("_Word", bound=StrEnum)
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_WRITTEN_OUT = {"nhs": "NHS", "gss": "GSS", "ref": "reference", "g": "in grams"}
"""What the parts of a column's name stand for."""


@dataclass(frozen=True, slots=True)
class Column:
    """`write` is the inverse of `read`; `holds` tells whoever fills the column what stands in a cell of it."""

    name: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    required: bool = False
    holds: str = ""


def names(columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the names of the columns, in order."""
    return tuple(column.name for column in columns)


def header(columns: Sequence[Column]) -> str:
    """Return the first line of a file of these columns, and nothing below it: what a new file begins with."""
    return ",".join(names(columns)) + "\r\n"


def required_names(columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the names of those that must be there and be filled, in order."""
    return tuple(column.name for column in columns if column.required)


def in_words(name: str) -> str:
    """Return the name of a column as it is said within a sentence: `nhs_number` is "NHS number"."""
    return " ".join(_WRITTEN_OUT.get(part, part) for part in name.split("_"))


def label(name: str) -> str:
    """Return the name of a column as it is shown by itself: `date_of_birth` is "Date of birth"."""
    words = in_words(name)
    return words[:1].upper() + words[1:]


def read_cells(
    record: Record, columns: Sequence[Column], present: frozenset[str]
) -> tuple[dict[str, Any], list[Fault]]:
    """Return a row's values by column name, None for an empty cell, and the faults of its cells.

    A column with a faulty cell has no value. `present` are the columns that the file has: one that it lacks
    is a fault of the header, not of every row.
    """
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for column in columns:
        text = record.cells.get(column.name)
        if text is None:
            values[column.name] = None
            if column.required and column.name in present:
                faults.append(Fault(record.line, column.name, "", "This cell must be filled."))
            continue
        try:
            values[column.name] = column.read(text)
        except ValueError as error:
            faults.append(Fault(record.line, column.name, shown(text), str(error)))
    return values, faults


def write_cells(row: object, columns: Sequence[Column]) -> dict[str, str]:
    """Return a row's cells by column name, safe in a spreadsheet; `row` has an attribute of each name."""
    return {column.name: _written(column, getattr(row, column.name)) for column in columns}


def text_of(longest: int = MAX_TEXT) -> Callable[[str], str]:
    """Return a reader of free text of one line, at most so many characters, also when capitals are folded."""

    def read(text: str) -> str:
        if len(text) > longest or len(text.casefold()) > longest:
            raise ValueError(f"At most {longest} characters.")
        if not text.isprintable() and any(category(character) in _NOT_TEXT for character in text):
            raise ValueError("A line end, tab or other control character is in the text.")
        return text

    return read


def whole_number(least: int, most: int, *, or_word: str = "") -> Callable[[str], int | str]:
    """Return a reader of whole numbers in a range, both ends included, and of a word that may stand for one."""
    rule = f"A whole number from {least} to {most}" + (f", or “{or_word}”." if or_word else ".")

    def read(text: str) -> int | str:
        if or_word and text.casefold() == or_word:
            return or_word
        number = int(text) if _WHOLE_NUMBER.fullmatch(text) else None
        if number is None or not least <= number <= most:
            raise ValueError(rule)
        return number

    return read


def one_of(words: Iterable[str]) -> str:
    """Return what stands in a column of one of a list of words."""
    return f"One of: {', '.join(words)}."


def word_of(words: type[_Word]) -> Callable[[str], _Word]:
    """Return a reader of one of a list of words, whatever its capitals."""
    by_word = {word.casefold(): word for word in words}
    rule = one_of(words)

    def read(text: str) -> _Word:
        word = by_word.get(" ".join(text.casefold().split()))
        if word is None:
            raise ValueError(rule)
        return word

    return read


def iso_day(day: date) -> str:
    """Return a date as it is written in an export."""
    return day.isoformat()


def _written(column: Column, value: Any) -> str:
    return "" if value is None else guarded(column.write(value))
