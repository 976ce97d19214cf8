"""The cells of an export: what is blank is empty, what is hidden is left out, what identifies only on demand."""

from cdop.questionnaires.answer import Answer
from cdop.questionnaires.exports import columns, groups, lines
from tests.questionnaires.sample import EXAMPLES, NOT_KNOWN, SAMPLE, SIBLINGS, answered


def cells(answers, group=None, *, identifying=True):
    return [*lines(SAMPLE, answers, group, identifying=identifying)]


def test_columns_are_the_export_keys_in_the_order_of_the_form():
    assert columns(SAMPLE, identifying=True)[:4] == ("place", "place_other", "ill", "illness")
    assert "post_code" in columns(SAMPLE, identifying=True)
    assert columns(SAMPLE, SIBLINGS, identifying=True) == ("row", "name", "at_home", "elsewhere")


def test_columns_that_identify_are_left_out_unless_asked_for():
    left_out = set(columns(SAMPLE, identifying=True)) - set(columns(SAMPLE))
    assert left_out == {"illness", "nhs_number", "post_code"}
    assert [*cells(answered(nhs_number="9990000018"), identifying=False)[0]] == [*columns(SAMPLE)]


def test_lines_hold_one_cell_for_each_column():
    answers = {**answered(**{key: example[0] for key, example in EXAMPLES.items()}), ("place", ""): Answer("elsewhere")}
    line = cells(answers)[0]
    shown = {SAMPLE.question(key).exported_as: example[2] for key, example in EXAMPLES.items() if key != "place"}
    assert {column: line[column] for column in shown} == shown
    assert (line["ended_on"], line["incident"]) == ("", "")


def test_lines_leave_out_what_is_hidden_and_write_out_what_is_not_known():
    line = cells(answered(ill=NOT_KNOWN, illness="flu"))[0]
    assert (line["ill"], line["illness"]) == ("not known", "")


def test_lines_of_a_group_are_one_for_each_row():
    answers = {**answered(ill="yes"), ("name", "01"): Answer("Ann"), ("name", "02"): Answer("=Bob")}
    assert cells(answers, SIBLINGS) == [
        {"row": "1", "name": "Ann", "at_home": "", "elsewhere": ""},
        {"row": "2", "name": "'=Bob", "at_home": "", "elsewhere": ""},
    ]
    assert cells({**answers, ("ill", ""): Answer("no")}, SIBLINGS) == []
    assert groups(SAMPLE) == (SIBLINGS,)
