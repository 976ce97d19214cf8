from datetime import time

import pytest

from cdop.rules.times import parse, written_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("0905", time(9, 5)),
        ("9.05", time(9, 5)),
        ("14h30", time(14, 30)),
        ("2:30pm", time(14, 30)),
        ("2.30 p.m.", time(14, 30)),
        ("2 pm", time(14)),
        ("12am", time(0)),
        ("12:15pm", time(12, 15)),
        ("14:30pm", time(14, 30)),
        (" Midnight ", time(0)),
        ("noon", time(12)),
        ("00:00", time(0)),
    ],
)
def test_parse_time_returns_it(text: str, expected: time) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["", "14", "half past two", "14:3", "14:300", "2:30:15", "-2:30", "٢:٣٠"])
def test_parse_what_is_no_time_says_how_one_looks(text: str) -> None:
    with pytest.raises(ValueError, match=r"^A time looks like 14:30 or 2:30pm\.$"):
        parse(text)


@pytest.mark.parametrize("text", ["24:00", "14:60", "99:99"])
def test_parse_time_that_no_clock_shows_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"^There is no such time"):
        parse(text)


@pytest.mark.parametrize(
    ("at", "expected"),
    [(time(0, 5), "12:05am"), (time(9), "9:00am"), (time(12), "12:00pm"), (time(14, 30), "2:30pm")],
)
def test_write_time_returns_it_as_people_read_it(at: time, expected: str) -> None:
    assert written_time(at) == expected
