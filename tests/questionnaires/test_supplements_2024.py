"""What is true of every supplementary form of today, and what some of them must ask."""

import re
from dataclasses import replace

import pytest

from cdop.questionnaires import registry
from cdop.questionnaires.completeness import asked, completeness
from cdop.questionnaires.spec import FormSpec, Group
from cdop.questionnaires.supplement_care_pathway_2024 import CARE_PATHWAY
from cdop.questionnaires.supplement_parts_2024 import RETURN, learning
from cdop.questionnaires.words import Basis, Kind, Need, NonAnswer
from tests.questionnaires.sample import answered, as_answer

FORMS = {spec.key: spec for spec in registry.published() if spec.key.startswith("supplement_")}
BY_FORM = [pytest.param(spec, id=key) for key, spec in FORMS.items()]
# What must not stand in the title of a page, which a section gives it.
CIRCUMSTANCES = (
    r"asthma|anaphyla|allerg|heart|cardiac|gene|chromosom|cancer|oncolog|tumour|diabet|ketoacid|epilep|seizure|infect|"
    r"sepsis|suicid|self-harm|method|poison|drug|substance|drown|water|fire|burn|electr|collision|vehicle|violen|abuse|"
    r"neglect|suspect|weapon|injur|trauma|sleep surface|life-limiting"
)


def test_there_are_nineteen() -> None:
    assert len(FORMS) == 19
    assert {spec.version for spec in FORMS.values()} == {"2024-1"}


@pytest.mark.parametrize("spec", BY_FORM)
def test_form_begins_with_who_answers_and_ends_with_what_is_learnt(spec: FormSpec) -> None:
    assert spec.sections[0] is RETURN
    assert spec.sections[-1] == learning(spec.sections[-1].letter)
    required = {one.question.key for one in completeness(spec, {}).missing_required}
    assert required == {"completed_by_name", "completed_by_role", "completed_by_agency"}


@pytest.mark.parametrize("spec", BY_FORM)
def test_sections_have_their_letters_and_every_question_a_domain(spec: FormSpec) -> None:
    assert "".join(section.letter for section in spec.sections) == "ABCDEFGHI"[: len(spec.sections)]
    for section, _group, question in spec.questions():
        assert question.number.startswith(section.letter)
        assert (question.domain is None) is (section is RETURN), question.key


@pytest.mark.parametrize("spec", BY_FORM)
def test_nothing_is_asked_that_cannot_be_said_to_be_not_held(spec: FormSpec) -> None:
    without = [
        question.key
        for section, group, question in spec.questions()
        if section is not RETURN
        and question.need is not Need.REQUIRED
        and NonAnswer.NOT_HELD not in question.non_answers
        and not (question.kind is Kind.LONG_TEXT and question.need is Need.OPTIONAL)
    ]
    assert without == []


@pytest.mark.parametrize("spec", BY_FORM)
def test_no_title_of_a_page_names_a_cause_or_a_circumstance(spec: FormSpec) -> None:
    titles = [section.title for section in spec.sections]
    assert [title for title in titles if re.search(CIRCUMSTANCES, title, re.I)] == []


def test_infant_s_last_sleep_is_expected_to_be_told() -> None:
    spec = FORMS["supplement_sudden_death"]
    told = answered(age_band="under 1", died_in_sleep="yes", shared_surface="yes")
    expected = {one.question.key for one in completeness(spec, told).missing_expected}
    sleep = {"sleep_surface", "position_put_down", "position_found", "shared_with", "sharing_planned"}
    assert sleep | {"mother_smoked", "sharer_smoked", "carer_drunk", "carer_drugged", "age_weeks"} <= expected


def test_older_child_s_heart_and_seizures_are_asked_about_and_no_baby_s_birth() -> None:
    spec = FORMS["supplement_sudden_death"]
    older = {one.question.key for one in asked(spec, answered(age_band="2 or older"))}
    infant = {one.question.key for one in asked(spec, answered(age_band="under 1"))}
    assert {"family_heart", "epilepsy", "ecg", "febrile_seizures"} <= older - infant
    assert {"born_early", "low_birth_weight", "usual_dummy"} <= infant - older


def test_what_was_seen_in_print_says_so() -> None:
    seen = {
        key: [q.key for _section, _group, q in spec.questions() if q.basis is Basis.SEEN][3:]
        for key, spec in FORMS.items()
    }
    assert seen["supplement_life_limiting"] == ["diagnosis", "act_category", "plan"]
    assert len(seen["supplement_sudden_death"]) > 20
    assert seen["supplement_fire"] == []


def test_newborn_infections_offer_herpes_and_body_mass_index_is_not_of_the_genetic_form() -> None:
    infections = FORMS["supplement_neonatal"].question("infections").choices
    assert "herpes" in {choice.value for choice in infections}
    assert [key for key in FORMS["supplement_genetic"].by_key() if "bmi" in key] == []


def test_each_stage_of_care_is_a_row_that_asks_all_of_it() -> None:
    stages = CARE_PATHWAY.section("stages").items[0]
    assert isinstance(stages, Group)
    told = {("stage", "01"): as_answer("ambulance"), ("stage", "02"): as_answer("emergency department")}
    rows = [one.row_key for one in asked(CARE_PATHWAY, told) if one.group == stages]
    plain = sum(question.when is None for question in stages.questions)
    assert (rows.count("01"), rows.count("02")) == (plain, plain)
    alone = replace(CARE_PATHWAY, sections=(CARE_PATHWAY.section("stages"),))
    assert [one.question.key for one in completeness(alone, {}).missing_required] == []


@pytest.mark.parametrize(
    ("form", "told", "shown", "hidden"),
    [
        ("drowning", {"water": "bath"}, "bath_seat", "lifebuoy"),
        ("drowning", {"water": "river"}, "lifebuoy", "bath_seat"),
        ("vehicle", {"role": "rear passenger"}, "child_seat", "helmet"),
        ("vehicle", {"role": "pedestrian"}, "on_foot_doing", "seat_belt"),
        ("trauma", {"injury": "fall"}, "fall_height_cm", "choked_on"),
        ("trauma", {"injury": "animal"}, "animal_alone", "fell_from"),
        ("fire", {"event_type": "fire"}, "fire_cause", "burn_source"),
        ("ketoacidosis", {"diabetes_known": "known"}, "sick_day_rules", "presentation_where"),
        ("asthma_anaphylaxis", {"asthma": "yes"}, "relievers_issued", "allergens"),
        ("suicide", {"camhs_status": "waiting"}, "camhs_wait_days", "camhs_ended_on"),
    ],
)
def test_follow_up_is_asked_where_it_can_be(form: str, told: dict[str, str], shown: str, hidden: str) -> None:
    keys = {one.question.key for one in asked(FORMS[f"supplement_{form}"], answered(**told))}
    assert (shown in keys, hidden in keys) == (True, False)
