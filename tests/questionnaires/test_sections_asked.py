"""Which sections an agency is asked for: proposed by what it knows, with the reason; some cannot be left out."""

from datetime import date

from cdop.questionnaires import registry
from cdop.questionnaires.sections_asked import OF_EVERYBODY, OF_ITS_SORT, always_asked, proposed_sections, sections_of
from cdop.rules.form_b import RoutingFacts

SPEC = registry.current("form_b", date(2026, 11, 3))


def test_section_without_which_no_form_can_be_sent_is_not_offered_but_always_asked() -> None:
    assert always_asked(SPEC) == ("reporting",)
    assert "reporting" not in {each.key for each in proposed_sections(SPEC, "gp")}
    assert sections_of(SPEC, ["social", "child"]) == ("reporting", "child", "social")


def test_all_sections_are_the_whole_form_also_where_it_grows() -> None:
    assert sections_of(SPEC, [section.key for section in SPEC.sections]) is None


def test_section_that_there_is_not_is_left_for_the_check() -> None:
    assert sections_of(SPEC, ["nowhere"]) == ("reporting", "nowhere")


def test_sections_are_wanted_by_what_a_sort_of_agency_knows() -> None:
    found = {each.key: (each.is_wanted, each.reason) for each in proposed_sections(SPEC, "coroner")}
    assert found == {
        "details": (False, OF_EVERYBODY),
        "circumstances": (True, OF_ITS_SORT),
        "child": (False, OF_EVERYBODY),
        "social": (False, OF_EVERYBODY),
        "environment": (True, OF_ITS_SORT),
        "services": (True, OF_ITS_SORT),
    }
    assert all(each.is_wanted for each in proposed_sections(SPEC, None))


def test_reason_is_what_is_known_of_the_death() -> None:
    baby = RoutingFacts(age_days=40, age_years=0, types=frozenset({"sudden unexpected death"}))
    found = {each.key: each.reason for each in proposed_sections(SPEC, "health visiting", baby)}
    assert found["environment"] == "The death was sudden and unexpected"
    assert found["child"] == "The death was sudden and unexpected; The child was under 2"


def test_questions_are_counted_that_a_child_of_that_age_raises() -> None:
    def count(age_years: int) -> int:
        facts = RoutingFacts(age_days=40, age_years=age_years)
        return next(each.question_count for each in proposed_sections(SPEC, "gp", facts) if each.key == "child")

    assert count(0) < count(17)
