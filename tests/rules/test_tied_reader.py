"""A reader of what came, what went and what is open, who uses nothing of the gate, gets no small number back."""

from datetime import date, timedelta

import pytest

from cdop.rules.periods import FinancialYear
from tests.rules.test_disclosure_audit import drawn
from tests.rules.tied_reader import Child, Number, TiedReader
from tests.rules.tied_sequences import AREAS, SEXES, released

NAMES = tuple(AREAS.values())
YEAR = FinancialYear(2012).period
ON_THE_LAST_DAY = 1


def printed(population: str, end: date, n: int) -> Number:
    start = end if population == "open" else YEAR.start
    return Number(population, start, end, "", "", n, n, is_withheld=False)


@pytest.mark.parametrize("seed", [1_000_003, 1_000_006, 1_000_009, 1_001_227, 1_001_571])
def test_reader_of_ties_gets_no_small_number_back(seed: int) -> None:
    assert released(seed).told_too_closely(seed) == []


def test_records_fit_what_is_printed_of_them() -> None:
    sequence = released(1_000_006)
    reader = TiedReader([n for one in sequence.printed for n in one.numbers], NAMES, SEXES)
    assert reader.fits(reader.so(sequence.children))
    assert not reader.fits(reader.so(sequence.children[1:]))


def test_reader_of_ties_is_told_by_what_is_open_how_many_came_on_the_last_day() -> None:
    until = YEAR.end - timedelta(1)
    came = [YEAR.start] * 53 + [YEAR.end] * ON_THE_LAST_DAY
    children = [Child(day, YEAR.start if at < 30 else None, NAMES[0], SEXES[0]) for at, day in enumerate(came)]
    numbers = [
        *(printed("notified", YEAR.end, 54), printed("reviewed", YEAR.end, 30), printed("open", YEAR.end, 24)),
        *(printed("reviewed", until, 30), printed("open", until, 23)),
    ]
    close = TiedReader(numbers, NAMES, SEXES).told_too_closely(children, random=drawn(1))
    assert {(each.number.population, each.number.start, each.low, each.high) for each in close} == {
        ("notified", YEAR.end, 1, 1)
    }
    assert TiedReader(numbers[:3], NAMES, SEXES).told_too_closely(children, random=drawn(1)) == []
