"""What follows from the facts of a case, and the words it is found by."""

from datetime import date

import pytest

from cdop.rules import cases


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Łucja Żółć", "lucja zolc"),
        ("Søren Ærø", "soren aero"),
        ("O’Brien-Smith", "o brien smith"),
        ("Zoë  JOSÉ", "zoe jose"),
        ("Weiß", "weiss"),
        ("Олександра", "олександра"),
        ("?!", ""),
    ],
)
def test_names_fold_to_what_people_type(typed: str, folded: str) -> None:
    assert cases.folded(typed) == folded


def test_search_terms_are_the_words_of_the_name_the_reference_and_the_number() -> None:
    terms = cases.search_terms("CE/012", "9990000018", "Łucja", "O'Sample")
    assert {"lucja", "o", "sample", "9990000018", "012", "ce"} <= terms


def test_worked_out_columns_follow_from_the_dates() -> None:
    worked = cases.worked_out(date(2025, 1, 1), date(2025, 3, 31), date(2025, 4, 2), date(2025, 9, 30))
    assert (worked.age_band, worked.days_to_notification, worked.year_of_death) == ("28-364 days", 2, "2024-25")
    assert (worked.days_to_review, worked.duration_band) == (183, "6 to 12 months")


@pytest.mark.parametrize("typed", ["9990001561", "999 000 1561", "999-000-1561"])
def test_search_for_an_nhs_number_is_one_word_however_it_is_grouped(typed: str) -> None:
    assert cases.search_words(typed) == ["9990001561"]
    assert cases.search_words("Zoë O'Sample") == ["zoe", "o", "sample"]
