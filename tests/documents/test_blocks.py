"""What blocks show of what they hold."""

from cdop.documents.blocks import Table

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
