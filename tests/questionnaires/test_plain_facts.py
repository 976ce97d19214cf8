"""What an agency may confirm: plain facts that the panel was told, by the mark of the question; never an account."""

from datetime import date

from cdop.questionnaires import registry
from cdop.questionnaires.answer import BLANK, Answer
from cdop.questionnaires.comparison import Respondent, State, comparison
from cdop.questionnaires.plain_facts import fact_questions, told_facts
from cdop.questionnaires.words import NonAnswer
from cdop.rules.vocabulary import Sex

FORM_B = registry.get("form_b", "2026-1")
FACTS = fact_questions(FORM_B)
DIED, BORN = Answer(date(2026, 5, 1)), Answer(date(2026, 3, 1))
OF_THE_CHILD = "born_on died_on nhs_number home_address postcode gp_practice place_of_education ethnicity"
OF_THE_BIRTH = "sex birth_weight_g gestation_weeks gestation_days plurality birth_order"
ALL = f"{OF_THE_CHILD} {OF_THE_BIRTH} registered_on registration_district"
NOTIFIED = {
    ("died_on", ""): Answer(date(2026, 5, 2)),
    ("home_address", ""): Answer("1 Invented Lane"),
    ("circumstances", ""): Answer("Found in the morning"),
    ("cause_1a", ""): Answer("An illness"),
    ("registered_on", ""): Answer(non_answer=NonAnswer.NOT_KNOWN),
    ("birth_weight_g", ""): Answer(9000),
    ("professional_agency_type", "01"): Answer("police"),
    ("professional_organisation", "01"): Answer("Invented Constabulary"),
    ("professional_agency_type", "02"): Answer("gp"),
    ("professional_organisation", "02"): Answer("Invented Lane Surgery"),
}


def told(*notified, **case):
    return {key: given.value for (key, _row), given in told_facts(FACTS, case, notified).items()}


def test_only_plain_facts_are_marked_in_any_form_and_no_account_of_what_happened():
    marked = {each.key for spec in registry.published() for each in fact_questions(spec)}
    assert marked == set(ALL.split())


def test_every_fact_but_the_practice_is_asked_in_the_same_way_by_the_notification_form():
    asked = registry.current("notification", date(2026, 10, 1)).by_key()
    for spec in registry.published():
        others = [each for each in fact_questions(spec) if each.key != "gp_practice"]
        assert [each.key for each in others if asked[each.key].kind is not each.kind] == []


def test_what_was_notified_is_told_and_accounts_and_what_is_no_answer_are_left_out():
    assert told(NOTIFIED) == {
        "died_on": date(2026, 5, 2),
        "home_address": "1 Invented Lane",
        "gp_practice": "Invented Lane Surgery",
    }


def test_fact_of_the_case_as_it_stands_comes_before_what_was_notified_and_the_first_notification_before_the_next():
    later = {("home_address", ""): Answer("2 Invented Lane"), ("place_of_education", ""): Answer("At home")}
    found = told(NOTIFIED, later, died_on=date(2026, 5, 1), nhs_number=None, ethnicity="no such group")
    assert (found["died_on"], found["home_address"]) == (date(2026, 5, 1), "1 Invented Lane")
    assert (found["place_of_education"], "nhs_number" in found, "ethnicity" in found) == ("At home", False, False)


def test_word_of_the_case_is_an_answer_of_the_form():
    questions = fact_questions(registry.get("supplement_neonatal", "2024-1"))
    found = told_facts(questions, {"sex": Sex.FEMALE}, [])
    assert (found, type(found["sex", ""].value)) == ({("sex", ""): Answer("female")}, str)
    assert told_facts(questions, {"sex": Sex.NOT_KNOWN}, []) == {}


def compared(told, *answers):
    asked = [Respondent(f"Agency {n}", "gp", {("died_on", ""): each}) for n, each in enumerate(answers)]
    (row,) = [each for each in comparison(FORM_B, asked, told).rows if each.question.key == "died_on"]
    return row.state, row.told, row.proposed


def test_correction_is_a_conflict_with_what_was_told_and_both_are_kept():
    assert compared({("died_on", ""): DIED}, BORN) == (State.CONFLICT, DIED, BLANK)
    assert compared({("died_on", ""): DIED}, DIED) == (State.AGREED, DIED, DIED)
    assert compared({}, DIED) == (State.SINGLE, BLANK, DIED)


def test_what_was_told_answers_for_no_agency():
    assert compared({("died_on", ""): DIED}, BLANK)[0] is State.MISSING
    not_held = Answer(non_answer=NonAnswer.NOT_HELD)
    assert compared({("died_on", ""): DIED}, not_held)[0] is State.NOT_HELD
