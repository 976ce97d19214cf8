from datetime import date, timedelta

import pytest

from cdop.rules.ages import AgeBand, age_band, age_in_words, completed_months, completed_years, is_child

BORN = date(2010, 5, 10)


def test_age_bands_are_those_of_the_figures() -> None:
    assert list(AgeBand) == [
        "0-27 days",
        "28-364 days",
        "1-4 years",
        "5-9 years",
        "10-14 years",
        "15-17 years",
    ]


@pytest.mark.parametrize(
    ("died", "band"),
    [
        (date(2010, 5, 10), "0-27 days"),
        (date(2010, 6, 6), "0-27 days"),
        (date(2010, 6, 7), "28-364 days"),
        (date(2011, 5, 9), "28-364 days"),
        (date(2011, 5, 10), "1-4 years"),
        (date(2015, 5, 9), "1-4 years"),
        (date(2015, 5, 10), "5-9 years"),
        (date(2020, 5, 9), "5-9 years"),
        (date(2020, 5, 10), "10-14 years"),
        (date(2025, 5, 9), "10-14 years"),
        (date(2025, 5, 10), "15-17 years"),
        (date(2028, 5, 9), "15-17 years"),
    ],
)
def test_age_band_changes_on_the_birthday(died: date, band: str) -> None:
    assert age_band(BORN, died) == band


def test_age_band_day_365_of_leap_year_is_still_infancy() -> None:
    born = date(2011, 5, 10)
    assert age_band(born, born + timedelta(days=365)) == "28-364 days"


@pytest.mark.parametrize(
    ("died", "reason"), [(date(2010, 5, 9), "before the birth"), (date(2028, 5, 10), "eighteenth birthday")]
)
def test_age_band_outside_childhood_is_refused(died: date, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        age_band(BORN, died)


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2013, 2, 28), 0),
        (date(2013, 3, 1), 1),
        (date(2016, 2, 28), 3),
        (date(2016, 2, 29), 4),
        (date(2030, 2, 28), 17),
        (date(2030, 3, 1), 18),
    ],
)
def test_completed_years_born_29_february_has_birthday_on_1_march(on: date, years: int) -> None:
    born = date(2012, 2, 29)
    assert (completed_years(born, on), is_child(born, on)) == (years, years < 18)


@pytest.mark.parametrize(
    ("born", "on", "months"),
    [
        (date(2013, 1, 31), date(2013, 2, 28), 0),
        (date(2013, 1, 31), date(2013, 3, 1), 1),
        (date(2012, 12, 15), date(2013, 12, 14), 11),
        (date(2012, 12, 15), date(2013, 12, 15), 12),
    ],
)
def test_completed_months_counts_whole_months(born: date, on: date, months: int) -> None:
    assert completed_months(born, on) == months


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "less than 1 day"),
        (1, "1 day"),
        (3, "3 days"),
        (27, "27 days"),
        (28, "4 weeks"),
        (49, "7 weeks"),
        (91, "13 weeks"),
        (92, "3 months"),
        (440, "14 months"),
        (730, "23 months"),
        (731, "2 years"),
        (6 * 365 + 10, "6 years"),
    ],
)
def test_age_in_words_grows_with_age(days: int, words: str) -> None:
    assert age_in_words(BORN, BORN + timedelta(days=days)) == words


def test_age_in_words_before_birth_is_refused() -> None:
    with pytest.raises(ValueError, match="before the birth"):
        age_in_words(BORN, BORN - timedelta(days=1))
