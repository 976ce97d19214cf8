"""What is asked follows from what is answered; what is hidden is kept but neither counted nor looked at."""

from dataclasses import replace
from datetime import date

import pytest

from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.completeness import (
    asked,
    asked_answers,
    completeness,
    control,
    faults,
    groups_without_rows,
    hidden,
    rows_of,
    together,
)
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.spec import Fault
from tests.questionnaires.sample import (
    NOT_APPLICABLE,
    NOT_HELD,
    NOT_KNOWN,
    SAMPLE,
    SECTION_A,
    SIBLINGS,
    answered,
    changed,
)


def keys(answers, agency_type=None):
    return [one.question.key for one in asked(SAMPLE, answers, agency_type)]


def missing(answers, agency_type=None):
    found = completeness(SAMPLE, answers, agency_type)
    return tuple([one.question.key for one in each] for each in (found.missing_required, found.missing_expected))


def test_ask_of_nothing_answered_asks_what_hangs_on_nothing():
    assert keys({})[:3] == ["place", "ill", "services"]
    assert {"place_other", "illness", "hospital_ward", "name"} & set(keys({})) == set()


@pytest.mark.parametrize(
    ("answers", "now_asked"),
    [
        (answered(place="elsewhere"), "place_other"),
        (answered(ill="yes"), "illness"),
        (answered(place="hospital"), "hospital_ward"),
    ],
)
def test_ask_shows_what_an_answer_asks_for(answers, now_asked):
    assert set(keys(answers)) - set(keys({})) == {now_asked}


@pytest.mark.parametrize("way", [NOT_KNOWN, NOT_HELD, NOT_APPLICABLE])
def test_way_of_not_answering_asks_for_nothing_more(way):
    assert keys(answered(ill=way)) == keys({})


def test_what_hides_a_question_hides_what_hangs_on_it():
    late = replace(SECTION_A.items[3], key="late", when=Is("second", ("yes",)))
    second = replace(SECTION_A.items[2], key="second", when=Is("ill", ("yes",)))
    spec = changed(SECTION_A, *SECTION_A.items, second, late)
    answers = answered(ill="no", second="yes", late="words", illness="flu")
    assert {"second", "late", "illness"} & {one.question.key for one in asked(spec, answers)} == set()
    assert set(hidden(spec, answers)) == {("second", ""), ("late", ""), ("illness", "")}
    assert ("late", "") in asked_answers(spec, {**answers, ("ill", ""): Answer("yes")})


def test_ask_of_a_group_asks_each_row_for_itself():
    answers = {
        **answered(ill="yes"),
        ("name", "02b"): Answer("Ann"),
        ("at_home", "01a"): Answer("no"),
        ("at_home", "02b"): Answer("yes"),
    }
    rows = [(one.row_key, one.question.key) for one in asked(SAMPLE, answers) if one.group]
    assert rows == [("01a", "name"), ("01a", "at_home"), ("01a", "elsewhere"), ("02b", "name"), ("02b", "at_home")]
    assert missing(answers)[0] == ["place", "incident", "name"]


def test_row_is_there_while_anything_in_it_is_answered():
    answers = {("name", "01"): Answer(""), ("at_home", "02"): Answer(non_answer=NOT_KNOWN), ("place", ""): Answer("x")}
    assert rows_of(SIBLINGS, answers) == ("02",)


def test_hidden_group_hides_its_rows():
    answers = {**answered(ill="no"), ("name", "01"): Answer("Ann")}
    assert [one for one in asked(SAMPLE, answers) if one.group] == []
    assert hidden(SAMPLE, answers) == (("name", "01"),)


@pytest.mark.parametrize(("ill", "groups"), [("yes", (SIBLINGS,)), ("no", ())])
def test_group_without_rows_is_named_where_it_is_asked(ill, groups):
    answers, named = answered(ill=ill), {**answered(ill=ill), ("name", "01"): Answer("Ann")}
    assert groups_without_rows(SAMPLE, asked(SAMPLE, answers), answers) == groups
    assert groups_without_rows(SAMPLE, asked(SAMPLE, named), named) == ()


def test_agency_is_asked_its_own_questions():
    assert ("incident" in keys({}, "police"), "incident" in keys({}, "gp")) == (True, False)
    assert hidden(SAMPLE, answered(incident="12"), "gp") == (("incident", ""),)


def test_agency_does_not_see_a_section_of_others():
    sections = (replace(SECTION_A, agencies=frozenset({"police"})), *SAMPLE.sections[1:])
    spec = replace(SAMPLE, sections=sections)
    assert [each.section.key for each in completeness(spec, {}, "gp").sections] == ["facts", "family"]
    assert next(one.question.key for one in asked(spec, {}, "gp")) == "services"


def test_completeness_counts_answers_and_ways_of_not_answering_but_no_blank():
    answers = answered(place="elsewhere", place_other="", ill=NOT_KNOWN, illness="kept but hidden")
    first = completeness(SAMPLE, answers).sections[0]
    assert (first.asked, first.answered, first.missing_required, first.missing_expected) == (3, 2, 1, 0)
    assert missing(answers) == (["place_other", "incident"], ["began_on"])


def test_section_with_nothing_for_an_agency_is_none_of_its_own():
    """The police are asked what happened; a surgery has no empty page of it."""
    spec = registry.get("supplement_suicide", "2024-1")
    found = {kind: [each.section.key for each in completeness(spec, {}, kind).sections] for kind in ("police", "gp")}
    assert ("event" in found["police"], "event" in found["gp"]) == (True, False)


def test_completeness_sums_its_sections():
    found = completeness(SAMPLE, answered(place="home", services=("gp",)))
    assert (found.asked, found.answered) == (len(keys({})), 2)


def test_complete_form_misses_nothing():
    answers = answered(place="home", ill="no", began_on=NOT_KNOWN, incident="12")
    assert missing(answers) == ([], [])


def test_faults_name_answers_that_cannot_stand_together():
    answers = answered(began_on=date(2024, 2, 2), ended_on=date(2024, 2, 1))
    assert [fault.text for fault in faults(SAMPLE, asked(SAMPLE, answers))] == ["B3 is before B2"]
    assert faults(SAMPLE, asked(SAMPLE, answered(began_on=date(2024, 2, 2)))) == ()


def test_faults_do_not_look_at_what_is_hidden():
    section = SAMPLE.sections[1]
    items = (*section.items[:2], replace(section.items[2], when=Is("ill", ("yes",))), *section.items[3:])
    spec = changed(section, *items)
    wrong = {"began_on": date(2024, 2, 2), "ended_on": date(2024, 2, 1)}
    found = {ill: faults(spec, asked(spec, answered(ill=ill, **wrong))) for ill in ("no", "yes")}
    assert (found["no"], len(found["yes"])) == ((), 1)


def test_form_asked_for_in_part_is_judged_in_that_part():
    says_when = replace(SAMPLE, checks=(lambda _answers: Fault(("began_on",), "Say when it began"),))
    part = says_when.only({"place"})
    assert ([section.key for section in part.sections], faults(part, asked(part, {}))) == (["place"], ())
    assert len(faults(says_when.only({"place", "facts"}), asked(says_when.only({"place", "facts"}), {}))) == 1
    assert says_when.only(None) is says_when


def test_several_forms_are_counted_as_one():
    part = completeness(SAMPLE.only({"place"}), answered(place="home"))
    both = together([completeness(SAMPLE, {}), part])
    assert (both.asked, both.answered) == (len(keys({})) + part.asked, 1)
    assert len(both.missing_required) == len(missing({})[0])
    assert together([]).asked == 0


def test_control_is_named_after_question_and_row():
    name = SIBLINGS.questions[0]
    assert (control(None, name, ""), control(SIBLINGS, name, "01a")) == ("name", "siblings-01a-name")


def test_question_or_section_that_there_is_not_is_refused():
    for find in (SAMPLE.question, SAMPLE.section):
        with pytest.raises(LookupError, match="nowhere"):
            find("nowhere")
    assert (SAMPLE.question("ill").number, SAMPLE.section("facts").letter) == ("A3", "B")
