"""The names of columns in words."""

import pytest

from cdop.rules import csv_columns
from cdop.rules.areas_register import AREA_COLUMNS
from cdop.rules.meetings_register import MEETING_COLUMNS
from cdop.rules.register import REGISTER_COLUMNS


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("date_of_birth", "Date of birth"),
        ("nhs_number", "NHS number"),
        ("case_ref", "Case reference"),
        ("birth_weight_g", "Birth weight in grams"),
        ("gss_code", "GSS code"),
        ("", ""),
    ],
)
def test_label_of_a_column_is_its_name_in_words(name: str, label: str) -> None:
    assert csv_columns.label(name) == label


def test_labels_are_words_that_begin_with_a_capital_and_differ() -> None:
    labels = [csv_columns.label(name) for name in {*REGISTER_COLUMNS, *MEETING_COLUMNS, *AREA_COLUMNS}]
    assert all(label[0].isupper() and "_" not in label for label in labels)
    assert len(set(labels)) == len(labels)
