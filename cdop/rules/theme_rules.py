"""The rule by which a theme proposes cases: a few lines of conditions over named facts, which a person can read.

    suspected is sudden unexpected death
    age under 2 years
    any of
      sleep surface is sofa; armchair
      all of
        shared a sleep surface is yes
        carer had drunk alcohol is yes

Lines beside each other all have to hold, those under `any of` at least one, those under `none of` not one. Nothing of
it is ever run as a program. What nobody told neither holds nor fails: a rule can be undecided.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from cdop.rules.theme_facts import AGE, BY_NAME, Fact, Told

LONGEST = 4000
MOST_LINES = 60
DEEPEST = 5

Answer = bool | None


@dataclass(frozen=True, slots=True)
class Is:
    """The fact is one of `values`; of several that were told, any is enough."""

    fact: str
    values: tuple[str, ...]
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """The fact, in its unit where it has one, is from `low` and under `high`."""

    fact: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """Parts of which all hold, any, or none."""

    how: str
    parts: tuple["Condition", ...]


Condition = Is | Number | Several
ALL, ANY, NONE = "all of", "any of", "none of"


class Unreadable(ValueError):
    """A rule that cannot be read; `faults` says what is wrong, line by line, for whoever typed it."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(". ".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    depth: int
    text: str


def parse(text: str) -> Several:
    """Return the rule that a text says. Raises Unreadable with every fault."""
    if len(text) > LONGEST:
        raise Unreadable([f"A rule has at most {LONGEST:,} characters"])
    lines = list(_lines(text))
    if not lines:
        raise Unreadable(["Write at least one condition"])
    if len(lines) > MOST_LINES:
        raise Unreadable([f"A rule has at most {MOST_LINES} lines"])
    faults: list[str] = []
    rule = Several(ALL, tuple(_block(lines, faults, 0)))
    if faults:
        raise Unreadable(faults)
    return rule


def fits(rule: Condition, told: Told) -> Answer:
    """Say whether a case fits a rule; None where what was told does not decide it."""
    match rule:
        case Is(fact, values, is_not):
            known = told.get(fact)
            return None if not known else known.isdisjoint(values) is is_not
        case Number(fact, low, high):
            known = told.get(fact)
            if not known:
                return None
            return any((low is None or n >= low) and (high is None or n < high) for n in map(float, known))
        case Several(how, parts):
            return _together(how, [fits(part, told) for part in parts])


def grounds(rule: Condition, told: Told) -> Iterator[str]:
    """Return the names of the facts by which a case fits a rule, in the rule's order; none where it does not fit."""
    if fits(rule, told) is not True:
        return
    match rule:
        case Several(how, parts) if how == NONE:
            yield from (name for part in parts for name in facts_of(part) if name in told)
        case Several(_, parts):
            yield from (name for part in parts for name in grounds(part, told))
        case Is(fact, _) | Number(fact, _):
            yield fact


def facts_of(rule: Condition) -> Iterator[str]:
    """Return the names of the facts that a rule asks for, some more than once."""
    if isinstance(rule, Several):
        for part in rule.parts:
            yield from facts_of(part)
    else:
        yield rule.fact


def _together(how: str, found: Sequence[Answer]) -> Answer:
    decisive = how != ALL  # one that holds decides "any of" and "none of", one that does not "all of"
    if decisive in found:
        return how == ANY
    return None if None in found else how != ANY


def _lines(text: str) -> Iterator[_Line]:
    for number, raw in enumerate(text.expandtabs(2).splitlines(), 1):
        if words := " ".join(raw.split()):
            yield _Line(number, len(raw) - len(raw.lstrip()), words)


def _block(lines: Sequence[_Line], faults: list[str], level: int) -> Iterator[Condition]:
    """The conditions of lines of which the first stands furthest to the left."""
    at = 0
    while at < len(lines):
        line, end = lines[at], at + 1
        while end < len(lines) and lines[end].depth > line.depth:
            end += 1
        if line.depth > lines[0].depth or line.depth < lines[0].depth:
            faults.append(f"Line {line.number} begins further in or out than the lines beside it")
        within = lines[at + 1 : end]
        if (how := line.text.rstrip(":").lower()) in (ALL, ANY, NONE):
            yield _several(how, line, within, faults, level)
        else:
            if within:
                faults.append(f"Line {within[0].number} stands under a line that is not {ALL}, {ANY} or {NONE}")
            if (found := _test(line, faults)) is not None:
                yield found
        at = end


def _several(how: str, line: _Line, within: Sequence[_Line], faults: list[str], level: int) -> Several:
    if not within:
        faults.append(f"Line {line.number}: write what “{how}” is about in the lines below it, further in")
    if level >= DEEPEST:
        faults.append(f"Line {line.number}: conditions go at most {DEEPEST} deep")
        return Several(how, ())
    return Several(how, tuple(_block(within, faults, level + 1)))


def _test(line: _Line, faults: list[str]) -> Condition | None:
    """What one line says, None with a fault where it says nothing."""
    lowered = line.text.lower()
    for word in (" is not ", " is ", " under ", " from "):
        name, found, rest = lowered.partition(word)
        if found:
            break
    else:
        faults.append(f"Line {line.number}: say “is”, “is not”, “under” or “from”, such as “age under 2 years”")
        return None
    fact = BY_NAME.get(name.strip())
    if fact is None:
        near = get_close_matches(name.strip(), BY_NAME, n=1)
        meant = f". Did you mean “{near[0]}”?" if near else ". The facts are listed below"
        faults.append(f"Line {line.number}: there is no fact “{name.strip()}”{meant}")
        return None
    try:
        return _compared(fact, word.strip(), rest.strip())
    except ValueError as fault:
        faults.append(f"Line {line.number}: {fault}")
        return None


def _compared(fact: Fact, word: str, rest: str) -> Condition:
    if word in ("is", "is not"):
        if fact.is_number and fact.name == AGE:
            raise ValueError("compare an age with “under” or “from”, such as “age under 2 years”")
        if fact.is_number:
            number = _number(fact, rest)
            return Number(fact.name, number, number + 1)
        return Is(fact.name, tuple(_values(fact, rest)), word == "is not")
    if not fact.is_number:
        raise ValueError(f"“{fact.name}” is no number: say “{fact.name} is …”")
    name, rest = (f"{fact.name} in {_unit(fact, rest)}", rest.split()[0]) if fact.units else (fact.name, rest)
    number = _number(fact, rest)
    return Number(name, high=number) if word == "under" else Number(name, low=number)


def _unit(fact: Fact, text: str) -> str:
    unit = text.partition(" ")[2].strip()
    for each in fact.units:
        if unit in (each, each[:-1]):
            return each
    raise ValueError(f"say the unit: {', '.join(fact.units)}")


def _number(fact: Fact, text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise ValueError(f"“{text}” is no number to compare “{fact.name}” with") from None


def _values(fact: Fact, text: str) -> Iterator[str]:
    known = {value.lower(): value for value in fact.values}
    for part in (each.strip() for each in text.split(";")):
        if fact.takes(part.upper()):
            known[part] = part.upper()
        if part not in known:
            near = get_close_matches(part, known, n=1)
            meant = f". Did you mean “{known[near[0]]}”?" if near else ""
            raise ValueError(f"“{fact.name}” is never “{part}”{meant}")
        yield known[part]
