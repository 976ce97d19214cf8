from datetime import date

import pytest

from cdop.rules.typed_dates import UnreadableDate, read_line

FIRST_OF_APRIL = date(2025, 4, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "1/4/2025",
        "01/04/2025",
        " 1 / 4 / 2025 ",
        "1.4.2025",
        "1-4-2025",
        "1 April 2025",
        "1ST Apr 2025",
        "01 apr, 2025",
        "2025-04-01",
    ],
)
def test_read_line_takes_a_date_as_people_write_it(typed: str) -> None:
    assert read_line(typed) == FIRST_OF_APRIL


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "must be a date"),
        ("yesterday", "must be a date"),
        ("1/4", "must be a date"),
        ("1/4/2025/6", "must be a date"),
        ("1/4/25", "must have a year of 4 numbers"),
        ("31/2/2025", "must be a real date"),
        ("4/13/2025", "must be a real date"),
        ("1 Smarch 2025", "must be a real date"),
        ("0/0/0000", "must be a real date"),
    ],
)
def test_read_line_of_what_is_no_date_says_why(typed: str, fault: str) -> None:
    with pytest.raises(UnreadableDate, match=f"^{fault}$"):
        read_line(typed)
