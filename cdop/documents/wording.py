"""Counts, shares and dates in sentences that read well for none, one and many."""

import re
from collections.abc import Iterable, Sequence

from cdop.documents.figures import Row
from cdop.rules import disclosure
from cdop.rules.numbers import agreeing

WITHHELD = "withheld"
NOTHING = "–"
LEAST_DENOMINATOR = 10
TOO_FEW_TO_TELL = "They are so few that nothing more is shown of them: it would tell something of a child."
_NO_NUMBER = re.compile(r"(?:No|None|Neither|All|Both|The one|The number|A withheld)\b")
# A category’s number is its name.
_NUMBER = re.compile(r"(?<!category )\b\d(?:[\d,.]*\d)?")


def counted(number: int | None, one: str, many: str) -> str:
    """`no deaths`, `1 death`, `58 deaths`."""
    if number is None:
        return f"a {WITHHELD} number of {many}"
    return f"{number or 'no'} {agreeing(number, one, many)}"


def every(of: int, one: str, many: str) -> str:
    """`the one death`, `both deaths`, `all 58 deaths`."""
    if of <= 2:
        return f"both {many}" if of == 2 else f"the one {one}"
    return f"all {of} {many}"


def none_of(of: int, many: str) -> str:
    """`neither of the 2 deaths`, `none of the 58 deaths`."""
    return f"{'neither' if of == 2 else 'none'} of the {of} {many}"


def figure_of(sentence: str) -> str:
    """Return the number that a sentence is about, as it stands in it; "" where it is about none."""
    found = None if _NO_NUMBER.match(sentence) else _NUMBER.search(sentence)
    return found[0] if found else ""


def capital(sentence: str) -> str:
    """The sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def number(value: int | float | None) -> str:
    """A number in a table cell."""
    return WITHHELD if value is None else f"{value:g}"


def percent(row: Row) -> str:
    """A percentage in a table cell; a dash where there is nothing to take it of."""
    if row.withheld:
        return WITHHELD
    return NOTHING if row.percent is None else f"{row.percent}%"


def percent_of_its_own(row: Row) -> str:
    """The percentage of a row that has its own denominator: none below 10, where one death moves it far."""
    return percent(row) if row.of is None or row.of >= LEAST_DENOMINATOR else NOTHING


def no_percentage(rows: Iterable[Row], many: str = "deaths") -> str:
    """Why some of these rows have no percentage of their own, "" where all have one.

    Numbers that are protected have none below a larger number than others.
    """
    without = [row for row in rows if row.of and row.n is not None and percent_of_its_own(row) == NOTHING]
    if not without:
        return ""
    is_protected = any(row.percent is None for row in without)
    least = disclosure.LEAST_DENOMINATOR if is_protected else LEAST_DENOMINATOR
    return f"No percentage is given of fewer than {least} {many}."


def share(row: Row) -> str:
    """`21 (36%)`."""
    if row.withheld:
        return WITHHELD
    return f"{row.n}" if row.percent is None else f"{row.n} ({row.percent}%)"


def clause(row: Row, one: str, many: str) -> str:
    """`21 (36%) were of children living in Cheshire East`, `1 (2%) was of …`, `none was of …`."""
    if row.withheld:
        return f"the number that were {many} is {WITHHELD}"
    if row.n == 0:
        return f"none was {one}"
    return f"{share(row)} {agreeing(row.n, f'was {one}', f'were {many}')}"


def share_sentence(row: Row, one: str, many: str, *, of: int | None, thing: tuple[str, str]) -> str:
    """How many of the `of` things were so, such as `26 (74%) of the 35 deaths reviewed were unexpected.`

    `thing` is the noun for one and for many; `one` and `many` complete "was" and "were".
    """
    if row.withheld or of is None:
        return f"The number of {thing[1]} that were {many} is {WITHHELD}."
    if of == 1:
        return f"The one {thing[0]} was {'' if row.n else 'not '}{one}."
    if row.n == 0:
        return f"{capital(none_of(of, thing[1]))} was {one}."
    if row.n == of:
        return f"{capital(every(of, *thing))} were {many}."
    return f"{share(row)} of the {of} {thing[1]} {agreeing(row.n, f'was {one}', f'were {many}')}."


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; `a; b, c; and d` where an item has a comma of its own."""
    if len(items) < 2:
        return "".join(items)
    if any("," in item for item in items):
        return f"{'; '.join(items[:-1])}; and {items[-1]}"
    return f"{', '.join(items[:-1])} and {items[-1]}"


def spaced(snapshot: str) -> str:
    """The digest of a snapshot in groups of letters, as it is printed and read back."""
    return " ".join(snapshot[at : at + 8] for at in range(0, len(snapshot), 8))


def days(value: float | None) -> str:
    """A length in days: `1 day`, `212 days`, `87.5 days`."""
    if value is None:
        return NOTHING
    return f"{value:g} {agreeing(value, 'day')}"


Kind = tuple[Row, str, str]


def pair_sentence(first: Kind, second: Kind, of: int | None, thing: tuple[str, str]) -> str:
    """How many of the `of` things were of each kind. A kind: its row, its words for one and for many."""
    if of != 1 or first[0].withheld or second[0].withheld:
        return f"{share_sentence(*first, of=of, thing=thing)[:-1]}; {clause(*second)}."
    if first[0].n or second[0].n:
        return share_sentence(*(first if first[0].n else second), of=of, thing=thing)
    return f"The one {thing[0]} was recorded neither as {first[1]} nor as {second[1]}."
