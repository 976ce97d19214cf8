import pytest

from cdop.questionnaires.answer import Answer
from cdop.questionnaires.completeness import asked, completeness
from cdop.questionnaires.form_b_2024 import FORM_B
from cdop.questionnaires.spec import Group
from cdop.questionnaires.words import Domain, NonAnswer
from cdop.rules.agencies import AGENCY_TYPES

DOMAINS = {"C": Domain.CHILD, "D": Domain.SOCIAL, "E": Domain.PHYSICAL, "F": Domain.SERVICE}


def keys(agency_type: str | None = None) -> set[str]:
    """What an agency is asked at first sight: before any answer asks for more."""
    return {one.question.key for one in asked(FORM_B, {}, agency_type)}


@pytest.mark.parametrize("agency_type", AGENCY_TYPES)
def test_agency_is_asked_fifteen_to_sixty_questions(agency_type: str) -> None:
    assert 15 <= len(asked(FORM_B, {}, agency_type)) <= 60


@pytest.mark.parametrize("agency_type", AGENCY_TYPES)
def test_everything_that_an_agency_could_be_asked_fits_a_hundred_questions(agency_type: str) -> None:
    could = [q for _section, _group, q in FORM_B.questions() if not q.agencies or agency_type in q.agencies]
    assert len(could) <= 100


def test_gp_is_asked_about_health_and_never_about_the_police_or_the_scene() -> None:
    assert {"immunised", "condition", "was_not_brought"} <= keys("gp")
    assert (
        keys("gp") & {"police_investigation", "scene_findings", "called_at_time", "registered_on", "attendance"}
        == set()
    )


@pytest.mark.parametrize(
    ("agency_type", "own"),
    [
        ("police", {"police_investigation", "scene_findings"}),
        ("ambulance", {"called_at_time", "arrived_at_time", "resuscitation_attempted"}),
        ("education", {"education_setting", "attendance"}),
        ("midwifery", {"booking_weeks", "smoking_at_delivery", "maternal_bmi"}),
        ("children's social care", {"legal_status", "section_47", "supervision_as_usual"}),
        ("registrar", {"registered_on", "cause_1a"}),
        ("housing", {"housing", "smoke_alarm"}),
    ],
)
def test_agency_is_asked_what_it_alone_may_know(agency_type: str, own: set[str]) -> None:
    assert own <= keys(agency_type)


def test_everybody_is_asked_for_circumstances_learning_and_whose_records_they_searched() -> None:
    shared = {"records_searched", "circumstances", "issues", "good_practice", "learning", "for_the_panel"}
    assert [agency_type for agency_type in AGENCY_TYPES if not shared <= keys(agency_type)] == []


def test_every_question_is_asked_of_somebody() -> None:
    could = {q.key for _section, _group, q in FORM_B.questions() if not q.agencies or q.agencies & set(AGENCY_TYPES)}
    assert could == {q.key for _section, _group, q in FORM_B.questions()}


def test_sections_follow_the_four_domains() -> None:
    assert [section.letter for section in FORM_B.sections] == list("ABCDEF")
    for section, _group, question in FORM_B.questions():
        assert question.domain is DOMAINS.get(section.letter)
        assert question.number.startswith(section.letter)


@pytest.mark.parametrize("agency_type", AGENCY_TYPES)
def test_group_that_an_agency_sees_says_who_each_row_is_about(agency_type: str) -> None:
    for group in (item for section in FORM_B.sections for item in section.items if isinstance(item, Group)):
        seen = [q.key for q in group.questions if agency_type in q.agencies]
        assert not seen or group.questions[0].key in seen, (group.key, agency_type)


def test_what_the_agency_observed_may_always_be_said_to_be_not_held() -> None:
    respondents_own = {"A"}
    without = [
        question.key
        for section, _group, question in FORM_B.questions()
        if section.letter not in respondents_own
        and question.when is None
        and NonAnswer.NOT_HELD not in question.non_answers
        and question.key != "events"
    ]
    assert without == []


def test_agency_that_answers_the_required_can_send_the_form() -> None:
    answers = {
        ("completed_by_name", ""): Answer("Sister Joy Mensah"),
        ("completed_by_role", ""): Answer("Practice nurse"),
        ("completed_by_agency", ""): Answer("Weaver Street Surgery"),
        ("records_searched", ""): Answer(("child",)),
    }
    assert completeness(FORM_B, answers, "gp").missing_required == ()
    assert len(completeness(FORM_B, {}, "gp").missing_required) == 4
