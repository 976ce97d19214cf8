"""Numbers of England and its regions: a line that tells one, and what is said of a line that does not."""

import pytest

from cdop.rules import reference_tables
from cdop.rules.csv_table import Fault
from cdop.rules.vocabulary import ReferenceKind

KIND = ReferenceKind.COMPARISON
HEADER = "Area,Period,Measure,Number,Of,Rate,Source"


def read(*lines: str) -> list[object]:
    """What the lines of a file come to."""
    numbered = reference_tables.numbered_lines([HEADER, *lines])
    return [*reference_tables.rows_of(numbered, reference_tables.header_of(numbered, KIND), KIND)]


def test_line_tells_whose_number_of_which_year_it_is_and_who_said_so() -> None:
    assert read(
        "the north west,2023-24,Reviewed.Category: 8,165,480,34%,Invented",
        'E92000001,2022-23,reviewed.under_1,"2,110","3,400",62.1,Invented',
        "London,2023-24,deaths.age_band: 0-27 days,225,80000,2.8,Invented",
    ) == [
        ("E12000002", 2023, "reviewed.category: 8", 165, 480, "Invented"),
        ("E92000001", 2022, "reviewed.under_1", 2110, 3400, "Invented"),
        ("E12000007", 2023, "deaths.age_band: 0-27 days", 225, 80000, "Invented"),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Mercia,2023-24,reviewed.under_1,1,2,,X", "It is England or one of its regions: North East"),
        ("London,2023,reviewed.under_1,1,2,,X", "Write a financial year as 2013-14"),
        ("London,2023-24,reviewed.colour,1,2,,X", "“reviewed.colour” is no figure that can be compared"),
        ("London,2023-24,reviewed.area: Halton,1,2,,X", "is no figure that can be compared"),
        ("England,2023-24,deaths.total,1,2,,X", "flask reference import england"),
        ("London,2023-24,reviewed.under_1,few,2,,X", "The number is “few” and must be a whole number"),
        ("London,2023-24,reviewed.under_1,3,2,,X", "The number is 3 and cannot be of 2"),
        ("London,2023-24,reviewed.under_1,0,0,,X", "cannot be of 0"),
        ("London,2023-24,reviewed.under_1,165,480,35%,X", "The rate is “35%”, and 165 of 480 are 34.4%"),
        ("London,2023-24,deaths.total,505,1560000,32.9,X", "505 of 1,560,000 are 32.4 per 100,000"),
        ("London,2023-24,reviewed.under_1,165,480,about a third,X", "The rate is “about a third”"),
        ("London,2023-24,reviewed.under_1,165,480,,", "Say who published the number"),
        ("London,2023-24", "has 2 cells and should have 7"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_in_words(line: str, words: str) -> None:
    (fault,) = read(line)
    assert isinstance(fault, Fault)
    assert words in fault.rule
