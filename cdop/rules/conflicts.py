"""What may connect somebody at a meeting with a case, as it is proposed, and what the chair usually decides.

Most members' agencies knew most children, so the default is to declare and stay; whoever treated the child or led the
case does not lead its review; the chair decides who leaves. Source: local terms of reference (domain reference 6.4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cdop.rules import child_names
from cdop.rules.email_addresses import organisation
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
    """Who had to do with a case: its agencies, name by id; the addresses that forms went to; the people named.

    `organisations` are the agencies' names by what `email_addresses.organisation` says of their addresses.
    """

    agencies: Mapping[int, str]
    addresses: frozenset[str] = frozenset()
    people: tuple[Involved, ...] = ()
    organisations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Connection:
    """Something that may be a conflict of interest, and why it is proposed."""

    kind: ConflictKind
    because: str


def connections(person: Person, case: Involvement) -> tuple[Connection, ...]:
    """Return what connects a person with a case, as far as the records tell; the person declares, or does not."""
    found = [
        Connection(each.kind, f"{each.name}{likeness} is on record as {each.words}")
        for each in case.people
        if (likeness := _likeness(each.name, person.name)) is not None
    ]
    if person.email in case.addresses:
        found.append(Connection(ConflictKind.PROVIDED_FORM, "a reporting form went to their address"))
    if person.agency_id is not None and person.agency_id in case.agencies:
        name = case.agencies[person.agency_id]
        found.append(Connection(ConflictKind.EMPLOYER, f"{name}, their employer, was asked for a reporting form"))
    elif (theirs := organisation(person.email)) in case.organisations:
        words = f"{case.organisations[theirs or '']}, of the same organisation by their address, was asked"
        found.append(Connection(ConflictKind.EMPLOYER, f"{words} for a reporting form"))
    return tuple(dict.fromkeys(found))


def usual_decision(kind: ConflictKind) -> ConflictDecision:
    """Return what is decided where nothing speaks against it."""
    return ConflictDecision.DOES_NOT_LEAD if kind in NOT_TO_LEAD else ConflictDecision.STAYS


def staying(names: Iterable[tuple[str, str]], leaving: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of those present, each a name and a part, without those who leave for a case."""
    gone = {_folded(name) for name in leaving}
    return tuple(part for name, part in names if _folded(name) not in gone)


def _likeness(one: str, other: str) -> str | None:
    """What to say of two names that are one person's, or may be: "" where they are the same; None of two people's.

    Names are written down in many ways, and a proposal costs a look: the family names are alike, and so is a first name
    or its letter, where both have one.
    """
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return None
    if mine == theirs:
        return ""
    is_turned = sorted(mine) == sorted(theirs)
    is_alike = child_names.are_alike(*sorted((mine[-1], theirs[-1]))) and _are_first_names_alike(mine[:-1], theirs[:-1])
    return ", a name like theirs," if is_turned or is_alike else None


def _are_first_names_alike(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    if not mine or not theirs:
        return True
    is_letter = 1 in (len(mine[0]), len(theirs[0])) and mine[0][0] == theirs[0][0]
    return is_letter or child_names.share(mine, theirs)


def _words(name: str) -> tuple[str, ...]:
    """The words of a name without a title, as names are compared."""
    words = child_names.words(name)
    return words[1:] if len(words) > 1 and words[0] in _TITLES else words


def _folded(name: str) -> str:
    """A name without a title, in one case: "Dr Ann Example" is Ann Example."""
    words = name.casefold().replace(".", " ").split()
    return " ".join(words[1:] if words and words[0] in _TITLES else words)


_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "professor", "prof", "ds", "dc", "pc", "sgt"})
