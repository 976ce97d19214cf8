from datetime import UTC, date, datetime

import pytest

from cdop.rules.dates import unbroken, written_date, written_moment


def test_write_date_returns_it_as_people_read_it():
    assert written_date(date(2026, 11, 3)) == "3 November 2026"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 3, 14, 30, tzinfo=UTC), "3 November 2026 at 2:30pm"),
        (datetime(2026, 7, 1, 14, 30, tzinfo=UTC), "1 July 2026 at 3:30pm"),
        (datetime(2026, 7, 1, 23, 5, tzinfo=UTC), "2 July 2026 at 12:05am"),
        (datetime(2026, 1, 9, 12, 0, tzinfo=UTC), "9 January 2026 at 12:00pm"),
    ],
)
def test_write_moment_returns_it_in_the_time_of_england(at, expected):
    assert written_moment(at) == expected


def test_unbroken_keeps_a_date_on_one_line_and_leaves_every_other_space():
    title = "Minutes of the meeting of 27 October 2026, the 3 May Street report of 2026"
    assert unbroken(title) == title.replace("27 October 2026", "27\xa0October\xa02026")
