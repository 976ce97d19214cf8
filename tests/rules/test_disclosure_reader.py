"""A reader who adds up the printed tables, and uses nothing of the gate: they get no small number back."""

from datetime import date

import pytest

from cdop.rules.disclosure import Profile
from cdop.rules.periods import FinancialYear
from cdop.rules.releases import Selection
from tests.rules.disclosure_reader import Printed, Reader
from tests.rules.disclosure_sequences import AREAS, BANDS, Child, Sequence
from tests.rules.test_disclosure_audit import drawn

NAMES = tuple(AREAS.values())
SEXES = ("female",) * 26 + ("male",) * 4
NOBODY = ("indeterminate", "not known", "missing")


def released(seed: int, releases: int) -> Sequence:
    """A panel of 30 to 400 children, some tables of which were released one after another."""
    sequence = Sequence(drawn(seed), smallest=30)
    for _ in range(releases):
        sequence.release()
    return sequence


@pytest.mark.parametrize("seed", [500_001, 500_004, 500_020])
def test_reader_gets_no_small_number_back(seed: int) -> None:
    sequence = released(seed, 3)
    reader = Reader(sequence.printed, NAMES)
    assert sequence.edits or reader.fits(reader.so(sequence.children, AREAS))
    assert reader.told_too_closely(AREAS, random=drawn(seed)) == []


def test_reader_gets_a_number_back_that_alone_is_withheld_of_an_exact_total() -> None:
    of, start = 30, FinancialYear(2020).period
    children = tuple(Child(date(2020, 6, 1), "E1", BANDS[0], sex, 8, "no", has_theme=False) for sex in SEXES)
    rows = [{"key": "female", "n": 26}, {"key": "male", "n": None}, *({"key": key, "n": 0} for key in NOBODY)]
    table = Printed(
        Selection(start, Profile.REPORT, "reviewed.sex"),
        {"of": of, "rows": rows},
        small=frozenset({("sex", "male")}),
        rounded=frozenset(),
        children=children,
    )
    assert len(Reader([table], NAMES).told_too_closely(AREAS, random=drawn(1))) == 1
