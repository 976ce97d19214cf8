"""An extract: no case stands out in it, and beside what was released before it gives no small number away."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from cdop.rules.disclosure_audit import narrow
from cdop.rules.disclosure_cells import cell
from cdop.rules.disclosure_search import SMALL
from cdop.rules.extracts import LEAST_ALIKE, CannotBeGiven, Values, alike, extract

YEARS = (date(2021, 4, 1), date(2026, 3, 31))
EVERY = {"age_band": ("a", "b", "c"), "sex": ("female", "male"), "category": tuple("123456")}
COLUMNS = tuple(EVERY)


def cases(seed: int, number: int) -> dict[Values, int]:
    """Invented cases, lumpy as real ones are."""
    random = Random(seed)  # noqa: S311  (invented cases need no secrecy)
    found: Counter[Values] = Counter()
    for _ in range(number):
        found[tuple(random.choices(values, [9, 4, 2, 1, 1, 1][: len(values)])[0] for values in EVERY.values())] += 1
    return dict(found)


@pytest.mark.parametrize("number", [9, 40, 80, 400])
def test_every_row_is_like_seven_others_and_no_case_is_lost(number: int) -> None:
    for seed in range(20):
        rows = alike(cases(seed, number))
        assert min(rows.values()) >= LEAST_ALIKE
        assert sum(rows.values()) == number


def test_what_withholding_leaves_of_too_few_takes_others_in() -> None:
    assert alike({("a",): 30, ("b",): 9, ("c",): 2}) == {("a",): 30, (): 11}
    assert alike({("a",): 3}) == {(): 3}


def test_extract_never_excludes_the_records_and_gives_no_small_number_away() -> None:
    given = 0
    for seed in range(12):
        counted = cases(seed, 300)
        try:
            made = extract(counted, COLUMNS, EVERY, YEARS)
        except CannotBeGiven:
            continue
        given += 1
        assert narrow(made.told) == ()
        for told, (low, high) in made.told:
            wanted = dict(told.values)
            n = sum(
                n
                for values, n in counted.items()
                if all(value in wanted.get(name, (value,)) for name, value in zip(COLUMNS, values, strict=True))
            )
            assert low <= n <= high, told
    assert given == 12


def test_same_records_in_any_order_give_the_same_extract() -> None:
    counted = cases(1, 200)
    turned = dict(reversed(counted.items()))
    assert extract(counted, COLUMNS, EVERY, YEARS) == extract(turned, COLUMNS, EVERY, YEARS)


def test_fact_is_left_out_where_an_earlier_release_would_give_a_number_away_with_it() -> None:
    columns, every = ("age_band", "category"), {"age_band": ("a", "b"), "category": ("1", "2", "3")}
    counted = dict.fromkeys([("a", each) for each in "123"], 20) | {("b", "1"): 3, ("b", "2"): 5, ("b", "3"): 30}
    alone = extract(counted, columns, every, YEARS)
    assert alone.columns == columns
    # A report that gave all of category 1 exactly: without those of a, three are left.
    report = [
        (cell("reviewed", *YEARS, {"category": ("1",)}), (23, 23)),
        (cell("reviewed", *YEARS, {"category": ("2", "3")}), (0, None)),
    ]
    assert narrow([*report, *alone.told]) != ()
    assert extract(counted, columns, every, YEARS, report).columns == ("age_band",)


def test_cases_too_few_for_anything_are_refused() -> None:
    with pytest.raises(CannotBeGiven):
        extract({("a", "male", "1"): SMALL}, COLUMNS, EVERY, YEARS)
