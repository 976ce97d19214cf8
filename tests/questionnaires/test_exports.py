"""The cells of an export: what is blank is empty, what is hidden is left out, what identifies only on demand."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

from cdop.questionnaires.answer import Answer
from cdop.questionnaires.exports import ANSWER_COLUMNS, answer_lines, answer_object, columns, groups, lines
from tests.questionnaires.sample import EXAMPLES, NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, SAMPLE, SIBLINGS, answered


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


def told(answers, **differently):
    return {line["question"]: line for line in answer_lines(SAMPLE, answers, **differently)}


def test_answer_lines_tell_blank_from_each_way_of_not_answering():
    lines_ = told(answered(place=NOT_KNOWN, ill=NOT_HELD, at_time=NOT_APPLICABLE, weight=3200))
    shown = {key: (line["state"], line["value"], line["answer"]) for key, line in lines_.items()}
    assert [shown[key] for key in ("place", "ill", "at_time", "weight", "services")] == [
        ("not known", "", "Not known"),
        ("not held by this agency", "", "Nothing held on this"),
        ("not applicable", "", "Not applicable"),
        ("answered", "3200", "3200 g"),
        ("not answered", "", "Not answered"),
    ]
    assert tuple(lines_["place"]) == ANSWER_COLUMNS


def test_answer_lines_hold_what_is_asked_and_by_whom_it_was_answered():
    by = SimpleNamespace(name="Dr Ann Other", at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
    answers = answered(ill="no", illness="flu", place="home")
    lines_ = told(answers, authors={("place", ""): by, ("services", ""): by})
    assert "illness" not in lines_
    assert (lines_["place"]["given_by"], lines_["place"]["given_at"]) == ("Dr Ann Other", "2026-11-20T09:30:00+00:00")
    assert (lines_["services"]["given_by"], lines_["place"]["wording"]) == ("", "Where was it?")


def test_answer_lines_number_the_rows_of_a_group_and_are_no_formulas():
    answers = {**answered(ill="yes"), ("name", "7a"): Answer("Ann"), ("name", "9b"): Answer("=Bob")}
    rows = [line for line in answer_lines(SAMPLE, answers) if line["question"] == "name"]
    assert [(line["group"], line["row"], line["value"], line["answer"]) for line in rows] == [
        ("siblings", "1", "Ann", "Ann"),
        ("siblings", "2", "'=Bob", "'=Bob"),
    ]


def test_exports_without_what_identifies_name_neither_the_child_nor_who_answered():
    by = SimpleNamespace(name="Dr Ann Other", at=datetime(2026, 11, 20, tzinfo=UTC))
    answers = answered(nhs_number="9990000018", place="home")
    lines_ = told(answers, authors={("place", ""): by}, identifying=False)
    assert ("nhs_number" in lines_, lines_["place"]["given_by"]) == (False, "")
    assert "9990000018" not in json.dumps(answer_object(SAMPLE, answers, identifying=False))


def test_answer_object_is_the_form_with_values_as_they_are_kept():
    found = json.loads(json.dumps(answer_object(SAMPLE, answered(services=("gp",), weight=3200, ill=NOT_KNOWN))))
    assert [found[name] for name in ("form", "version", "title")] == ["sample", "2024-1", "Sample form"]
    by_key = {each["question"]: each for each in found["answers"]}
    assert [by_key[key]["value"] for key in ("services", "weight", "ill", "ended_on")] == [["gp"], 3200, None, None]
    assert [by_key[key]["state"] for key in ("ill", "ended_on")] == ["not known", "not answered"]
    assert (by_key["services"]["kind"], by_key["services"]["answer"]) == ("any of several", "GP practice")


def test_exports_of_an_agency_hold_only_what_it_is_asked():
    assert "incident" in {line["question"] for line in answer_lines(SAMPLE, {}, "police")}
    assert "incident" not in {each["question"] for each in answer_object(SAMPLE, {}, "gp")["answers"]}
