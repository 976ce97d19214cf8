"""The form to read once more shows every question that is asked, in order, with its answer."""

from datetime import date

from cdop.questionnaires.answer import Answer
from cdop.questionnaires.checking import check
from tests.questionnaires.sample import NOT_HELD, SAMPLE, TODAY, answered


def lines(answers, section=0, agency_type=None):
    return check(SAMPLE, answers, agency_type, today=TODAY).sections[section].lines


def test_check_shows_answers_in_words_and_what_is_missing():
    found = [(line.number, line.shown, line.is_blank, line.need) for line in lines(answered(ill=NOT_HELD))]
    assert found == [
        ("A1", "Not answered", True, "required"),
        ("A3", "Nothing held on this", False, "expected"),
    ]


def test_check_names_each_row_and_keeps_lines_of_text():
    answers = {**answered(ill="yes", illness="One\ntwo"), ("name", "01"): Answer("Ann"), ("name", "02"): Answer("Bob")}
    rows = [(line.row_title, line.control, line.shown) for line in lines(answers, 2) if line.number == "C1a"]
    assert rows == [("Sibling 1", "siblings-01-name", "Ann"), ("Sibling 2", "siblings-02-name", "Bob")]
    assert [line.is_narrative for line in lines(answers)] == [False, False, True]


def test_check_says_where_nothing_was_added():
    assert [(line.text, line.shown) for line in lines(answered(ill="yes"), 2)] == [
        ("Brothers and sisters", "None added")
    ]
    assert lines(answered(ill="no"), 2) == ()


def test_check_is_ready_once_nothing_required_is_missing_and_all_stands_together():
    ready = answered(place="home", began_on=date(2024, 1, 2))
    assert [check(SAMPLE, each, "gp", today=TODAY).is_ready for each in ({}, ready)] == [False, True]
    assert not check(SAMPLE, ready, "police", today=TODAY).is_ready
    assert not check(SAMPLE, {**ready, **answered(ended_on=date(2024, 1, 1))}, "gp", today=TODAY).is_ready
