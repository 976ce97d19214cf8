"""Which supplementary form is asked for which death, and of whom."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cdop.questionnaires import registry
from cdop.questionnaires.choices import MEDICAL_CONDITIONS, SUSPECTED_TYPES
from cdop.questionnaires.completeness import asked, is_for
from cdop.questionnaires.spec import FormSpec
from cdop.rules.agencies import AGENCY_TYPES
from cdop.rules.form_b import Named, RoutingFacts
from cdop.rules.places import PLACES
from cdop.rules.supplements import COMPLETED_BY, ROUTES, SupplementProposal, proposed_supplements, supplements_of

UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORMS = {
    spec.key: spec for spec in registry.published() if spec.key.startswith("supplement_") and spec.until_on is None
}
BY_FORM = [pytest.param(key, spec, id=key) for key, spec in FORMS.items()]
TYPES = frozenset(choice.value for choice in (*SUSPECTED_TYPES, *MEDICAL_CONDITIONS))
CODES = frozenset(place.code for place in PLACES)


def proposed(*types: str, age_days: int = 3000, age_years: int = 8, places: str = "") -> set[str]:
    facts = RoutingFacts(age_days, age_years, frozenset(types), frozenset(places.split()))
    return {each.form_key.removeprefix("supplement_") for each in proposed_supplements(facts)}


def test_every_form_can_be_proposed_and_completed_and_no_other_is_named() -> None:
    assert {key for route in ROUTES for key in route.asks} == set(COMPLETED_BY) == set(FORMS)
    assert {kind for kinds in COMPLETED_BY.values() for kind in kinds} <= set(AGENCY_TYPES)
    assert {code for route in ROUTES for code in route.places} <= CODES
    assert all(route.reason and route.source for route in ROUTES)


@pytest.mark.parametrize(
    ("types", "forms"),
    [
        ("neonatal", "neonatal"),
        ("sudden unexpected death", "sudden_death"),
        ("suicide or self-harm", "suicide"),
        ("vehicle collision", "vehicle"),
        ("drowning", "drowning"),
        ("fire or burns", "fire"),
        ("poisoning", "poisoning"),
        ("substance misuse", "substance"),
        ("suspected homicide", "violence"),
        ("other trauma", "trauma"),
        ("asthma or anaphylaxis", "asthma_anaphylaxis care_pathway"),
        ("infection", "infection care_pathway"),
        ("other medical", "care_pathway"),
        ("life-limiting", "life_limiting"),
        ("heart", "cardiac"),
        ("genetic", "genetic"),
        ("cancer", "oncology"),
        ("epilepsy", "epilepsy"),
        ("diabetes", "ketoacidosis"),
        ("other", ""),
    ],
)
def test_suspected_type_asks_for_its_form(types: str, forms: str) -> None:
    assert proposed(*types.split(", ")) == set(forms.split())


def test_every_suspected_type_asks_for_a_form() -> None:
    assert {choice.value for choice in SUSPECTED_TYPES if not proposed(choice.value)} == set()


@pytest.mark.parametrize(
    ("places", "forms"),
    [
        ("HOSP-LW", "neonatal"),
        ("HOSP-NNU", "neonatal"),
        ("HOSP-PICU", "care_pathway"),
        ("HOSP-ED", ""),
        ("HOME", ""),
        ("HOSPICE", "life_limiting"),
    ],
)
def test_place_asks_for_its_form(places: str, forms: str) -> None:
    assert proposed(places=places) == set(forms.split())


def test_form_says_why_once_and_who_completes_it() -> None:
    facts = RoutingFacts(3000, 8, frozenset({"drowning"}), named=(Named("gp", "Weaver Street Surgery"),))
    (found,) = proposed_supplements(facts)
    assert found == SupplementProposal(
        "supplement_drowning", "The death may have been by drowning", COMPLETED_BY["supplement_drowning"]
    )


def test_agency_is_asked_only_for_the_forms_that_it_can_complete() -> None:
    every = proposed_supplements(RoutingFacts(100, 0, frozenset({"drowning", "sudden unexpected death"})))
    assert [each.form_key for each in supplements_of("fire", every)] == ["supplement_drowning"]
    assert [each.form_key for each in supplements_of("police", every)] == [
        "supplement_sudden_death",
        "supplement_drowning",
    ]
    assert supplements_of("registrar", every) == ()


@UNHURRIED
@given(
    st.integers(0, 6570),
    st.frozensets(st.sampled_from(sorted(TYPES)), max_size=4),
    st.frozensets(st.sampled_from(sorted(CODES)), max_size=2),
)
def test_no_form_is_proposed_twice_and_more_facts_never_take_one_away(
    age_days: int, types: frozenset[str], places: frozenset[str]
) -> None:
    facts = RoutingFacts(age_days, age_days // 366, types, places)
    keys = [each.form_key for each in proposed_supplements(facts)]
    assert len(keys) == len(set(keys))
    fewer = RoutingFacts(age_days, age_days // 366, frozenset(sorted(types)[1:]), places)
    assert {each.form_key for each in proposed_supplements(fewer)} <= set(keys)


@pytest.mark.parametrize(("key", "spec"), BY_FORM)
def test_every_question_is_for_somebody_who_completes_the_form(key: str, spec: FormSpec) -> None:
    for section, _group, question in spec.questions():
        agencies = question.agencies or section.agencies
        assert not agencies or agencies & set(COMPLETED_BY[key]), question.key
    assert {kind for section in spec.sections for kind in section.agencies} <= set(COMPLETED_BY[key])


@pytest.mark.parametrize(("key", "spec"), BY_FORM)
def test_whoever_completes_a_form_is_asked_its_own_questions(key: str, spec: FormSpec) -> None:
    first = COMPLETED_BY[key][0]
    assert all(is_for(section.agencies, first) for section in spec.sections)
    for kind in COMPLETED_BY[key]:
        assert 10 <= len(asked(spec, {}, kind)) <= 90
