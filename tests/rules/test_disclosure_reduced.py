"""What fits a reduced system fits the whole, and the other way round: in every answer, one by one."""

from collections.abc import Iterator
from itertools import product
from random import Random

from cdop.rules.disclosure_reduced import Reduced, reduced
from cdop.rules.disclosure_system import Contradiction, Row
from tests.rules.test_disclosure_audit import drawn

Answer = tuple[int, ...]


def some_rows(random: Random, truth: Answer) -> Iterator[Row]:
    """Sums and differences that these numbers keep, half of them exactly."""
    for _ in range(random.randint(1, 6)):
        parts = random.sample(range(len(truth)), random.randint(1, 4))
        terms = tuple((part, random.choice((1, 1, -1))) for part in parts)
        n, more = sum(sign * truth[part] for part, sign in terms), random.choice((0, 0, 1, 2))
        yield Row(terms, n - more, n + random.choice((0, more)))


def answers(width: int, rows: list[Row]) -> set[Answer]:
    return {
        one
        for one in product(range(4), repeat=width)
        if all(row.low <= sum(sign * one[part] for part, sign in row.terms) <= row.high for row in rows)
    }


def answers_of(system: Reduced, width: int) -> set[Answer]:
    """The answers of the unknowns that are left, with what the others then are."""
    found = set()
    for some in product(range(4), repeat=len(system.left)):
        left = dict(zip(system.left, some, strict=True))
        if all(row.low <= sum(n * left[part] for part, n in row.terms.items()) <= row.high for row in system.sums):
            others = {
                part: more + sum(n * left[each] for each, n in terms.items())
                for part, (terms, more) in system.others.items()
            }
            found.add(tuple((left | others)[part] for part in range(width)))
    return found


def test_reduced_system_has_the_same_answers() -> None:
    fewer = 0
    for seed in range(40):
        random = drawn(seed)
        truth = tuple(random.randint(0, 3) for _ in range(5))
        rows = list(some_rows(random, truth))
        system = reduced([0] * 5, [3] * 5, rows)
        assert answers_of(system, 5) == answers(5, rows), seed
        fewer += len(system.left) < 5
    assert fewer > 15


def test_system_without_an_answer_is_told_so_or_keeps_having_none() -> None:
    for rows in ([Row(((0, 1),), 5, 5)], [Row(((0, 1), (1, 1)), 2, 2), Row(((0, 1), (1, 1)), 3, 3)]):
        try:
            assert answers_of(reduced([0, 0], [3, 3], rows), 2) == set()
        except Contradiction:
            continue
