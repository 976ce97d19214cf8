"""The short path asks each agency at most ten questions: those that matter for this child, among those it is asked."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdop.questionnaires import registry
from cdop.questionnaires.choices import SUSPECTED_TYPES
from cdop.questionnaires.completeness import asked, is_for
from cdop.questionnaires.short_path import ALWAYS, AT_MOST, MATTERS, OWN, short_form, short_path, with_follow_ups
from cdop.questionnaires.soundness import problems
from cdop.questionnaires.words import Need
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.form_b import Circumstance, RoutingFacts

UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORMS = [spec for spec in registry.published() if spec.key == "form_b" and spec.version.startswith("2024")]
NEWEST = FORMS[-1]
TYPES = sorted(choice.value for choice in SUSPECTED_TYPES)


def path(agency_type: str, *types: str, age_days: int = 3000, age_years: int = 8, **more: object) -> set[str]:
    facts = RoutingFacts(age_days, age_years, frozenset(types), **more)  # type: ignore[arg-type]
    return set(short_path(NEWEST, agency_type, facts))


@pytest.mark.parametrize("spec", FORMS, ids=lambda spec: spec.version)
def test_lists_name_questions_that_there_are_and_agencies_that_are_asked_them(spec) -> None:
    plain = {each.question.key for each in asked(spec, {}) if each.question.need is not Need.REQUIRED}
    assert {key for route in MATTERS for key in route.asks} | set(ALWAYS) <= plain
    assert {kind for route in MATTERS for kind in route.types} <= set(TYPES)
    assert set(OWN) <= set(AGENCY_TYPES)
    for kind, keys in OWN.items():
        assert set(keys) <= {each.question.key for each in asked(spec, {}, kind)}, kind


@UNHURRIED
@given(
    st.sampled_from(sorted(AGENCY_TYPES)),
    st.integers(0, 6570),
    st.frozensets(st.sampled_from(TYPES), max_size=4),
    st.frozensets(st.sampled_from(list(Circumstance)), max_size=2),
)
def test_path_is_short_in_the_form_s_order_and_of_what_the_agency_is_asked(
    agency_type: str, age_days: int, types: frozenset[str], circumstances: frozenset[Circumstance]
) -> None:
    facts = RoutingFacts(age_days, age_days // 366, types, circumstances=circumstances)
    keys = short_path(NEWEST, agency_type, facts)
    every = [each.question for each in asked(NEWEST, {}, agency_type)]
    assert 5 <= len(keys) <= AT_MOST
    assert [question.key for question in every if question.key in keys] == [*keys]
    assert {question.need for question in every if question.key in keys} <= {Need.EXPECTED, Need.OPTIONAL}
    assert set(ALWAYS) <= set(keys)


@pytest.mark.parametrize(
    ("agency_type", "facts", "asks"),
    [
        ("gp", {}, {"condition", "medicine", "was_not_brought", "mental_health"}),
        ("police", {}, {"police_investigation", "earlier_calls", "cared_for_by"}),
        ("ambulance", {}, {"called_at_time", "arrived_at_time", "resuscitation_attempted"}),
        ("education", {}, {"education_setting", "education_support", "bullied"}),
        ("registrar", {}, {"registered_on", "cause_1a"}),
    ],
)
def test_agency_is_asked_what_it_knows_best(agency_type: str, facts: dict[str, object], asks: set[str]) -> None:
    assert asks <= path(agency_type, **facts)


@pytest.mark.parametrize(
    ("agency_type", "types", "asks", "asks_not"),
    [
        ("health visiting", "sudden unexpected death", {"usual_sleep_place", "safer_sleep_advice"}, set()),
        ("police", "sudden unexpected death", {"usual_sleep_place", "police_investigation"}, {"exploitation"}),
        ("camhs", "suicide or self-harm", {"self_harm", "mental_health", "bullied"}, {"usual_sleep_place"}),
        ("education", "suicide or self-harm", {"self_harm", "online_concern"}, set()),
        ("gp", "suicide or self-harm", {"self_harm", "mental_health"}, {"usual_sleep_place"}),
        ("fire", "fire or burns", {"smoke_alarm", "home_unsafe", "housing"}, set()),
        ("hospital trust", "infection", {"recent_illness", "recognition_delay"}, set()),
        ("hospice", "life-limiting", {"end_of_life_plan", "mode_of_death"}, set()),
        ("children's social care", "suspected homicide", {"section_47", "domestic_abuse"}, set()),
        ("gp", "asthma or anaphylaxis", {"condition", "medicine", "was_not_brought", "allergy"}, {"self_harm"}),
    ],
)
def test_what_happened_decides_what_is_asked(agency_type: str, types: str, asks: set[str], asks_not: set[str]) -> None:
    found = path(agency_type, types)
    assert asks <= found
    assert asks_not & found == set()


def test_age_and_circumstances_decide_too() -> None:
    assert {"gestation_weeks", "birth_weight_g"} <= path("midwifery", age_days=3, age_years=0)
    assert "immunised" in path("health visiting", age_days=300, age_years=0)
    looked_after = {"circumstances": frozenset({Circumstance.LOOKED_AFTER})}
    assert {"legal_status", "missing_episodes"} & path("youth justice", **looked_after) == {"missing_episodes"}


def test_follow_up_questions_come_with_the_question_they_follow() -> None:
    assert with_follow_ups(NEWEST, ("condition", "was_not_brought")) == (
        "condition",
        "conditions",
        "condition_detail",
        "was_not_brought",
        "was_not_brought_detail",
    )
    assert with_follow_ups(NEWEST, ("circumstances",)) == ("circumstances",)


@pytest.mark.parametrize("agency_type", AGENCY_TYPES)
def test_short_form_is_what_is_required_and_the_short_path_with_its_follow_ups(agency_type: str) -> None:
    facts = RoutingFacts(age_days=400, age_years=1)
    short = short_form(NEWEST, agency_type, facts)
    keys = [question.key for _section, _group, question in short.questions()]
    required = {
        question.key
        for section, group, question in NEWEST.questions()
        if question.need is Need.REQUIRED and group is None and question.when is None
        if is_for(section.agencies, agency_type) and is_for(question.agencies, agency_type)
    }
    assert set(short_path(NEWEST, agency_type, facts)) | required <= set(keys)
    assert (len(keys) == len(set(keys)), problems(short)) == (True, [])
