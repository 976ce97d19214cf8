"""Reads the texts with planted identifiers, and what the system knows of each child in them."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cdop.rules.identifiers import Identifier, IdentifierKind, Known

FOLDER = Path(__file__).parent
MARK = re.compile(r"\[\[(\w+):(.*?)\]\]", re.S)
PLACES, NUMBERS = ("place", "address"), ("postcode", "number", "reference")


@dataclass(frozen=True, slots=True)
class Planted:
    """Words that must not be left readable, and where they stand."""

    kind: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Account:
    """A text without its marks, what was planted in it, and what the system knows."""

    name: str
    text: str
    planted: tuple[Planted, ...]
    known: Known


def accounts() -> tuple[Account, ...]:
    """Every text, in the order of their names."""
    paths = sorted(FOLDER.glob("*.txt"))
    return tuple(account(path, FOLDER / f"{path.stem.partition('-')[0]}.known.csv") for path in paths)


def account(path: Path, known: Path) -> Account:
    """One text, and what the file `known` says that the system knows."""
    marked, plain, planted, place = path.read_text(encoding="utf-8"), "", [], 0
    for match in MARK.finditer(marked):
        plain += marked[place : match.start()]
        planted.append(Planted(match[1], len(plain), len(plain) + len(match[2]), match[2]))
        plain, place = plain + match[2], match.end()
    return Account(path.stem, plain + marked[place:], tuple(planted), _known(known))


def _known(path: Path) -> Known:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    days = {row["kind"]: date.fromisoformat(row["words"]) for row in rows if row["kind"] in ("born", "died")}
    identifiers = (
        Identifier(_kind(row["kind"]), row["words"], row["replacement"]) for row in rows if row["kind"] not in days
    )
    return Known(tuple(identifiers), days.get("born"), days.get("died"))


def _kind(kind: str) -> IdentifierKind:
    if kind in PLACES:
        return IdentifierKind.PLACE
    return IdentifierKind.NUMBER if kind in NUMBERS else IdentifierKind.NAME
