"""What may connect somebody at a meeting with a case, as it is proposed, and what the chair usually decides.

Most members' agencies knew most children, so the default is to declare and stay; whoever treated the child or led the
case does not lead its review; the chair decides who leaves. Source: local terms of reference (domain reference 6.4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cdop.rules.vocabulary import ConflictDecision, ConflictKind

NOT_TO_LEAD = frozenset({ConflictKind.TREATED, ConflictKind.LED})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who comes to a meeting. `agency_id` is of their employer in the directory."""

    name: str
    email: str
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class Involved:
    """Somebody whom the records of a case name, and what as."""

    name: str
    kind: ConflictKind
    words: str


@dataclass(frozen=True, slots=True)
class Involvement:
    """Who had to do with a case: its agencies, name by id; the addresses that forms went to; the people named."""

    agencies: Mapping[int, str]
    addresses: frozenset[str] = frozenset()
    people: tuple[Involved, ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """Something that may be a conflict of interest, and why it is proposed."""

    kind: ConflictKind
    because: str


def connections(person: Person, case: Involvement) -> tuple[Connection, ...]:
    """Return what connects a person with a case, as far as the records tell; the person declares, or does not."""
    found = [
        Connection(each.kind, f"{each.name} is on record as {each.words}")
        for each in case.people
        if _same(each.name, person.name)
    ]
    if person.email in case.addresses:
        found.append(Connection(ConflictKind.PROVIDED_FORM, "a reporting form went to their address"))
    if person.agency_id is not None and person.agency_id in case.agencies:
        name = case.agencies[person.agency_id]
        found.append(Connection(ConflictKind.EMPLOYER, f"{name}, their employer, was asked for a reporting form"))
    return tuple(dict.fromkeys(found))


def usual_decision(kind: ConflictKind) -> ConflictDecision:
    """Return what is decided where nothing speaks against it."""
    return ConflictDecision.DOES_NOT_LEAD if kind in NOT_TO_LEAD else ConflictDecision.STAYS


def staying(names: Iterable[tuple[str, str]], leaving: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of those present, each a name and a part, without those who leave for a case."""
    gone = {_folded(name) for name in leaving}
    return tuple(part for name, part in names if _folded(name) not in gone)


def _same(one: str, other: str) -> bool:
    return bool(_folded(one)) and _folded(one) == _folded(other)


def _folded(name: str) -> str:
    """A name without a title, in one case: "Dr Ann Example" is Ann Example."""
    words = name.casefold().replace(".", " ").split()
    return " ".join(words[1:] if words and words[0] in _TITLES else words)


_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "professor", "prof", "ds", "dc", "pc", "sgt"})
