"""The checker of disclosure control finds what can be worked out: in 100 planted tables, and in none that are safe."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from random import Random

import pytest

from cdop.rules.disclosure_audit import narrow
from cdop.rules.disclosure_cells import Cell, cell
from cdop.rules.disclosure_system import Bounds, Contradiction

FIRST, LAST = date(2013, 4, 1), date(2014, 3, 31)
SMALL: Bounds = (1, 7)
UNTOLD: Bounds = (0, None)
Told = list[tuple[Cell, Bounds]]


def drawn(seed: int) -> Random:
    """Numbers by chance that are the same each time."""
    return Random(seed)  # noqa: S311  invented tables, no secret


def at(start: date = FIRST, end: date = LAST, **values: str | tuple[str, ...]) -> Cell:
    named = {name: (value,) if isinstance(value, str) else value for name, value in values.items()}
    return cell("reviewed", start, end, named)


def exactly(n: int) -> Bounds:
    return n, n


def lone(random: Random) -> Told:
    """One number hidden under an exact total."""
    shown, small = random.randint(8, 40), random.randint(1, 7)
    return [(at(), exactly(shown + small)), (at(sex="female"), SMALL), (at(sex="male"), exactly(shown))]


def pair_at_its_least(random: Random) -> Told:
    """Two hidden numbers that can only both be 1 (or both 7)."""
    shown, both = random.randint(8, 40), random.choice((2, 14))
    hidden: Told = [(at(sex="female"), SMALL), (at(sex="unknown"), SMALL)]
    return [(at(), exactly(shown + both)), (at(sex="male"), exactly(shown)), *hidden]


def square(random: Random) -> Told:
    """Two hidden in each line, as the habit of two per line asks, and margins that leave two ways only."""
    row, column = random.randint(2, 7), random.randint(2, 7)
    told: Told = [(at(), exactly(row + column + 20)), (at(a="3", b="3"), exactly(20))]
    told += [(at(a="1"), exactly(2)), (at(a="2"), exactly(row + column - 2)), (at(a="3"), exactly(20))]
    told += [(at(b="1"), exactly(row)), (at(b="2"), exactly(column)), (at(b="3"), exactly(20))]
    told += [(at(a=a, b=b), (0, 7)) for a in "12" for b in "12"]
    return told + [(at(a="3", b=b), exactly(0)) for b in "12"] + [(at(a=a, b="3"), exactly(0)) for a in "12"]


def chain(random: Random) -> Told:
    """A number hidden in one table that another table of the same cases gives back."""
    small, shown = random.randint(1, 7), random.randint(8, 30)
    told: Told = [(at(), exactly(small + shown + 9)), (at(a="1"), SMALL), (at(a="2"), UNTOLD), (at(a="3"), exactly(9))]
    return [*told, (at(a="2", b="1"), exactly(shown)), (at(a="2", b="2"), exactly(0))]


def year_and_years(random: Random) -> Told:
    """Five years together, the first four together, and the fifth hidden."""
    four, small = random.randint(20, 60), random.randint(1, 7)
    all_five = at(date(2009, 4, 1), LAST, theme="yes")
    rest = [(at(date(2009, 4, 1), LAST, theme="no"), UNTOLD)]
    told: Told = [(all_five, exactly(four + small)), (at(theme="yes"), SMALL)]
    return [*told, (at(date(2009, 4, 1), date(2013, 3, 31), theme="yes"), exactly(four)), *rest]


def all_but_one(random: Random) -> Told:
    """Everybody, and everybody but those of one category."""
    every, small = random.randint(20, 60), random.randint(1, 7)
    return [(at(), exactly(every)), (at(category=("1", "2")), exactly(every - small)), (at(category="3"), UNTOLD)]


def percentage(random: Random) -> Told:
    """A percentage to one decimal of an exact denominator: it can only be one number."""
    small = random.randint(1, 7)
    of = random.randint(20, 60)
    said = round(100 * small / of, 1)
    numbers = [n for n in range(of + 1) if round(100 * n / of, 1) == said]
    return [(at(), exactly(of)), (at(sex="female"), (numbers[0], numbers[-1])), (at(sex="male"), UNTOLD)]


LEAKS = (lone, pair_at_its_least, square, chain, year_and_years, all_but_one, percentage)


def planted() -> Iterator[tuple[str, Told]]:
    for number in range(100):
        leak = LEAKS[number % len(LEAKS)]
        yield f"{leak.__name__} {number}", leak(drawn(number))


def test_audit_finds_every_one_of_100_planted_leaks() -> None:
    assert [name for name, told in planted() if not narrow(told)] == []


def safe(random: Random) -> Told:
    """Two or more hidden numbers whose sum leaves each of them at least three values."""
    hidden = [random.randint(2, 6) for _ in range(random.randint(2, 5))]
    if sum(hidden) in (4, 5, 6) or 7 * len(hidden) - sum(hidden) < 4:
        hidden.append(4)
    if sum(hidden) - len(hidden) < 2:
        hidden.append(6)
    shown = random.randint(8, 40)
    told: Told = [(at(), exactly(sum(hidden) + shown)), (at(a="shown"), exactly(shown))]
    return told + [(at(a=str(number)), SMALL) for number, _ in enumerate(hidden)]


def test_audit_raises_no_false_alarm_over_safe_tables() -> None:
    assert [number for number in range(100) if narrow(safe(drawn(number)))] == []


def test_audit_tells_the_exact_range() -> None:
    told: Told = [(at(), exactly(30)), (at(a="1"), SMALL), (at(a="2"), (1, 2)), (at(a="3"), exactly(25))]
    found = {target.cell.values: (target.low, target.high) for target in narrow(told)}
    assert found == {(("a", ("1",)),): (3, 4), (("a", ("2",)),): (1, 2)}


def test_audit_of_rounded_numbers_with_rounded_totals_finds_nothing() -> None:
    told: Told = [
        (at(), (58, 62)),
        (at(sex="female"), (23, 27)),
        (at(sex="male"), (28, 32)),
        (at(sex="unknown"), SMALL),
    ]
    assert narrow(told) == ()


def test_audit_of_what_cannot_all_be_true_says_that_the_records_changed() -> None:
    with pytest.raises(Contradiction):
        narrow([(at(), exactly(30)), (at(), exactly(31))])
    with pytest.raises(Contradiction):
        narrow([(at(), exactly(30)), (at(sex="female"), (8, 12)), (at(sex="male"), (8, 12))])


def test_audit_of_years_that_overlap_finds_the_months_between() -> None:
    to_december: Told = [
        (at(FIRST, date(2013, 12, 31), a="1"), exactly(20)),
        (at(FIRST, date(2013, 12, 31), a="2"), UNTOLD),
    ]
    whole: Told = [(at(a="1"), exactly(23)), (at(a="2"), UNTOLD)]
    assert narrow(to_december) == narrow(whole) == ()
    assert [(found.cell.start, found.low, found.high) for found in narrow([*to_december, *whole])] == [
        (date(2014, 1, 1), 3, 3)
    ]


def enumerated(told: Told) -> set[tuple[str, str]]:
    """The cells of two rows and two columns that have fewer than three values in all tables that fit, one by one."""
    bounds = dict(told)
    keys = [(a, b) for a in "12" for b in "12"]
    fitting = [n for n in product(range(9), repeat=4) if fits(dict(zip(keys, n, strict=True)), bounds)]
    values = {key: {n[number] for n in fitting} for number, key in enumerate(keys)}
    return {key for key, found in values.items() if max(found) - min(found) < 2 and min(found) <= 7 and max(found)}


def fits(numbers: dict[tuple[str, str], int], bounds: dict[Cell, Bounds]) -> bool:
    for told, (low, high) in bounds.items():
        wanted = dict(told.values)
        found = sum(n for (a, b), n in numbers.items() if a in wanted.get("a", "12") and b in wanted.get("b", "12"))
        if found < low or (high is not None and found > high):
            return False
    return True


def test_audit_agrees_with_trying_every_table() -> None:
    found_some = 0
    for number in range(20):
        random = drawn(number)
        cells = {(a, b): random.randint(0, 7) for a in "12" for b in "12"}
        told: Told = [
            (at(a=a, b=b), random.choice([(0, 8), exactly(n), (1, 7) if n else (0, 0)])) for (a, b), n in cells.items()
        ]
        for key in "12":
            told.append((at(a=key), exactly(sum(n for (a, _), n in cells.items() if a == key))))
            total = sum(n for (_, b), n in cells.items() if b == key)
            told.append((at(b=key), (max(0, total - 2), total + 2)))
        named = {tuple(value[0] for _, value in one.cell.values) for one in narrow(told) if len(one.cell.values) == 2}
        assert named == enumerated(told), number
        found_some += bool(named)
    assert 5 < found_some < 20
