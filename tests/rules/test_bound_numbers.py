"""Numbers in what a panel writes are taken from figures, or found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.rules.bound_numbers import (
    LooseNumber,
    bound,
    every_figure,
    loose_numbers,
    of_value,
    rebound,
    unknown_figures,
)
from tests.rules.test_report_identities import YEAR

MEASURES = {
    "notified.total": {"n": 58},
    "reviewed.total": {"n": 35},
    "reviewed.under_1": {"n": 22, "of": 35, "percent": 63},
    "reviewed.sex": {
        "of": 35,
        "rows": [
            {"key": "female", "label": "Female", "n": 13, "percent": 37},
            {"key": "male", "label": "Male", "n": 22, "percent": 63},
        ],
    },
    "reviewed.duration": {"of": 35, "median_days": 182.5, "rows": []},
    "reviewed.category": {
        "of": 35,
        "rows": [{"key": "8", "label": "Perinatal", "n": None, "percent": None, "withheld": True}],
    },
}


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("{reviewed.total} reviews", "35 reviews"),
        ("{ reviewed.sex : Male } boys, {reviewed.sex: male, percent}", "22 boys, 63%"),
        ("{reviewed.under_1} of {reviewed.under_1, of}", "22 of 35"),
        ("{reviewed.sex, of} in {period}", "35 in 2013-14"),
        ("a median of {reviewed.duration, median} days", "a median of 182.5 days"),
        ("{reviewed.category: 8} deaths", "a withheld number of deaths"),
        ("{reviewed.category: 8} of {reviewed.total} were", "a withheld number of 35 were"),
        ("{reviewed.category: 8} were, {reviewed.category: 8}.", "a withheld number were, a withheld number."),
        ("{reviewed.category: 8, percent} of them", "a withheld share of them"),
        ("{reviewed.totals} and {reviewed.sex: boys} and {} and {a b}", None),
        ("{reviewed.total, percent} {period: 2} {reviewed.sex}", None),
    ],
)
def test_figure_that_is_named_is_printed_and_a_name_of_nothing_stays_and_is_told(written, printed):
    assert bound(written, MEASURES, period="2013-14") == (printed or written)
    assert bool(unknown_figures(written, MEASURES, period="2013-14")) == (printed is None)


def test_numbers_typed_as_words_or_digits_are_loose_with_their_sentence():
    text = (
        "Of 44 children, 27 were under one, 11 aged 1 to 4 and 7 aged 15 to 17.\n\n"
        "{reviewed.total} reviews. Twenty-seven, a third and 12.5% in 2013-14, one of them late."
    )
    first = "Of 44 children, 27 were under one, 11 aged 1 to 4 and 7 aged 15 to 17."
    last = "Twenty-seven, a third and 12.5% in 2013-14, one of them late."
    assert loose_numbers(text) == (
        *(LooseNumber(number, first) for number in ("44", "27", "11", "7")),
        *(LooseNumber(number, last) for number in ("Twenty-seven", "third", "12.5%", "2013-14")),
    )


@pytest.mark.parametrize("text", ["", "{reviewed.total}", "No child was forgotten, and none was alone.", "Nightingale"])
def test_text_without_numbers_of_its_own_has_none_loose(text):
    assert loose_numbers(text) == ()


def test_digits_on_either_side_of_a_figure_are_two_numbers():
    assert loose_numbers("2{reviewed.total}3") == tuple(
        LooseNumber(number, "2{reviewed.total}3") for number in ("2", "3")
    )


@pytest.mark.parametrize(
    "band",
    [
        "1 to 4 years",
        "1-4 years",
        "28–364 days",
        "28 days to 364 days",
        "5 to 9 year olds",
        "between 10 and 14 years",
        "aged 15-17",
        "under 18",
        "under 1 year",
        "under the age of 18 years",
        "24 to 27 weeks",
        "under 24 weeks",
        "1,000 to 1,499 g",
        "37 weeks or more",
    ],
)
def test_band_of_the_reports_own_tables_is_no_number_to_settle(band):
    assert loose_numbers(f"Of 5 children {band} we learnt 3 things.") == (
        LooseNumber("5", f"Of 5 children {band} we learnt 3 things."),
        LooseNumber("3", f"Of 5 children {band} we learnt 3 things."),
    )


@pytest.mark.parametrize(
    "text", ["a 4 year old", "1 to 5 years", "aged 4", "1 to 4 deaths", "11 to 4 years", "under 18%", "under 180 days"]
)
def test_what_is_no_band_is_still_a_number_to_settle(text):
    assert loose_numbers(text) != ()


def test_number_is_bound_past_the_band_that_has_it_too():
    text = "Of children aged 1 to 4 there were 4."
    assert rebound(text, LooseNumber("4", text), "{reviewed.total}") == (
        "Of children aged 1 to 4 there were {reviewed.total}."
    )


def offers(number, measures):
    return of_value(number, every_figure(measures))


def test_offers_are_the_figures_of_that_value():
    assert [offer.reference for offer in offers("22", MEASURES)] == ["{reviewed.under_1}", "{reviewed.sex: male}"]
    assert [offer.reference for offer in offers("63 %", MEASURES)] == [
        "{reviewed.under_1, percent}",
        "{reviewed.sex: male, percent}",
    ]
    assert offers("44", MEASURES) == ()


@given(st.integers(0, 12))
def test_every_offer_prints_the_number_it_was_offered_for(number):
    for written in (f"{number}", f"{number}%"):
        for offer in offers(written, YEAR):
            assert bound(offer.reference, YEAR, period="") == written


def test_number_is_bound_where_it_stands_and_nowhere_else():
    text = "In 22 we met. {reviewed.sex: male} of 22 children, and 22 more."
    loose = LooseNumber("22", "{reviewed.sex: male} of 22 children, and 22 more.")
    assert rebound(text, loose, "{reviewed.under_1}") == (
        "In 22 we met. {reviewed.sex: male} of {reviewed.under_1} children, and 22 more."
    )
    assert rebound("Something else", loose, "{reviewed.under_1}") == "Something else"


@given(st.text(alphabet="{}reviwd.total:,%22 \n", max_size=60))
def test_nothing_that_can_be_typed_is_lost_or_fails(text):
    assert bound(text, {}, period="2013-14").replace("2013-14", "") == text.replace("{period}", "")
    for loose in loose_numbers(text):
        assert loose.number in loose.sentence
        assert loose.sentence in text
