"""The faults of a file in words, in order and as a CSV file."""

import pytest

from cdop.rules.csv_faults import as_csv, in_order, in_words
from cdop.rules.csv_table import Fault

DATE = Fault(12, "date_of_birth", "31/02/2014", "There is no such day in the calendar.")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (DATE, 'line 12, date_of_birth, "31/02/2014": There is no such day in the calendar.'),
        (Fault(1, "area", "", "This column is missing."), "line 1, area: This column is missing."),
        (Fault(None, None, "", "The file is empty."), "The file is empty."),
        (Fault(2, None, "a,b", "Too few cells."), 'line 2, "a,b": Too few cells.'),
        (Fault(2, "sex", "\x1b[2J\nx", "One of: y."), 'line 2, sex, "\ufffd[2J\ufffdx": One of: y.'),
    ],
)
def test_in_words_tells_line_column_value_and_rule_on_one_line(fault: Fault, words: str) -> None:
    assert in_words(fault) == words


def test_in_order_puts_the_whole_file_first_and_keeps_the_order_of_a_row() -> None:
    whole, first, second = (
        Fault(None, None, "", "a"), Fault(2, "sex", "", "b"), Fault(2, "area", "", "c")
    )  # fmt: skip
    assert in_order([DATE, first, second, whole]) == (whole, first, second, DATE)


def test_as_csv_guards_what_a_spreadsheet_would_run() -> None:
    assert list(as_csv([DATE, Fault(None, None, "=1+1", "No, no.")])) == [
        "line,column,value,rule\r\n",
        "12,date_of_birth,31/02/2014,There is no such day in the calendar.\r\n",
        ',,\'=1+1,"No, no."\r\n',
    ]
