"""What blocks show of what they hold."""

import pytest

from cdop.documents.blocks import Table
from cdop.documents.wording import figure_of

HEAD = ("Age at death", "Number", "%")
FIRST, SECOND, THIRD = (f"{years} years" for years in ("1-4", "5-9", "10-14"))
BABIES, TOTAL = ("0-27 days", "22", "41%"), ("Total", "54", "100%")


def shown(*rows: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [*Table("Ages", HEAD, rows, total=True).shown]


def test_many_rows_that_are_withheld_are_one_row_before_the_total_and_two_stay_as_they_are() -> None:
    hidden = [(years, "withheld", mark) for years, mark in ((FIRST, "–"), (SECOND, "withheld"), (THIRD, "–"))]
    one = ("Each of: 1-4 years; 5-9 years; 10-14 years", "withheld", "withheld")
    assert shown(hidden[0], BABIES, *hidden[1:], TOTAL) == [BABIES, one, TOTAL]
    assert shown(*hidden, BABIES, TOTAL) == [BABIES, one, TOTAL]
    assert shown(*hidden[1:], ("Total", "withheld", "–")) == [*hidden[1:], ("Total", "withheld", "–")]
    assert shown(BABIES, *hidden[1:], TOTAL) == [BABIES, *hidden[1:], TOTAL]
    assert shown(BABIES, *[(years, "–", "–") for years in (FIRST, SECOND, THIRD)], TOTAL)[1:-1] == [
        (years, "–", "–") for years in (FIRST, SECOND, THIRD)
    ]


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("3,500 deaths of children were notified to the panel; 21 (36%) were of children living in Halton.", "3,500"),
        ("The median time from death to completed review was 285.5 days.", "285.5"),
        ("The largest categories were category 1, malignancy, and category 10, infection, with 5 (10%) each.", "5"),
        ("A withheld number of deaths were waiting for review on 31 March 2014.", ""),
        ("The number of deaths that were notified on the day of the death or the next day is withheld.", ""),
        ("No deaths were reviewed from 1 April 2012 to 31 March 2013.", ""),
    ],
)
def test_the_figure_of_a_sentence_is_what_it_counts_and_no_category_and_no_date(sentence: str, figure: str) -> None:
    assert figure_of(sentence) == figure
