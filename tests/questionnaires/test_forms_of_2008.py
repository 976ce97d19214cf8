"""The forms of 2008 to 2019: chosen by the day, named by their own letters, with their era's questions and words."""

from datetime import date

import pytest

from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.completeness import asked, completeness, faults
from cdop.questionnaires.forms_of_2008 import FIRST_SET, FORMS_OF_2008, SECOND_SET, VERSIONS_OF_2008
from cdop.questionnaires.forms_of_2019 import FORMS_OF_2019, VERSIONS_OF_2019
from cdop.questionnaires.sources import FORM_B3, FORM_B4, RECONSTRUCTED
from cdop.questionnaires.words import Basis, EarlierDomain
from cdop.rules.factors import Domain

OLD, SECOND, NOW = date(2009, 6, 1), date(2014, 6, 1), date(2026, 11, 20)


def numbers(spec, basis=Basis.SEEN):
    return [question.number for _section, _group, question in spec.questions() if question.basis is basis]


@pytest.mark.parametrize(
    ("key", "titles"),
    [
        ("notification", ["Notification of a child's death (Form A)"] * 2 + ["Notification form"]),
        ("form_b", ["Agency report form (Form B)"] * 2 + ["Reporting form (Form B)"]),
        ("analysis", ["Analysis of a child's death (Form C)"] * 2 + ["Analysis form (Form C)"]),
    ],
)
def test_current_gives_an_old_day_the_form_of_its_era_and_today_the_current_one(key, titles):
    assert [registry.current(key, on).title for on in (OLD, SECOND, NOW)] == titles


@pytest.mark.parametrize(
    ("key", "first", "second"),
    [
        ("supplement_vehicle", "B2", "B5"),
        ("supplement_drowning", "B3", "B6"),
        ("supplement_fire", "B4", "B7"),
        ("supplement_poisoning", "B5", "B8"),
        ("supplement_trauma", "B6", "B9"),
        ("supplement_substance", "B7", "B10"),
        ("supplement_violence", "B8", "B11"),
        ("supplement_suicide", "B9", "B12"),
        ("supplement_sudden_death", "B10", "B4"),
        ("supplement_life_limiting", "B11", "B3"),
    ],
)
def test_supplementary_form_has_the_letter_of_its_set(key, first, second):
    titles = [registry.current(key, on).title for on in (OLD, SECOND)]
    assert [title.partition(" (")[2] for title in titles] == [f"Form {first})", f"Form {second})"]


def test_form_for_newborn_babies_came_with_the_second_set():
    with pytest.raises(LookupError):
        registry.current("supplement_neonatal", OLD)
    assert registry.current("supplement_neonatal", SECOND).title == "Death of a newborn baby (Form B2)"


def test_each_set_holds_until_the_next_and_two_forms_have_no_successor():
    assert {spec.version for spec in FIRST_SET} | {spec.version for spec in SECOND_SET} == {"2008-1", "2010-1"}
    assert {spec.until_on for spec in SECOND_SET} == {date(2019, 3, 31)}
    ended = {spec.key for spec in FORMS_OF_2008} - {spec.key for spec in FORMS_OF_2019}
    assert ended == {"case_processing", "rapid_response_audit"}
    for key in ended:
        with pytest.raises(LookupError):
            registry.current(key, date(2020, 1, 1))


def test_no_form_of_today_has_a_version_of_the_old_set():
    earlier = (*FORMS_OF_2008, *FORMS_OF_2019)
    versions = {spec.version for spec in registry.published() if spec not in earlier}
    assert versions & (VERSIONS_OF_2008 | VERSIONS_OF_2019) == set()


def test_old_form_is_asked_whole_of_everybody():
    told = {question.agencies for spec in FORMS_OF_2008 for _section, _group, question in spec.questions()}
    assert told == {frozenset()}


def test_old_domains_are_never_todays():
    used = {question.domain for spec in FORMS_OF_2008 for _section, _group, question in spec.questions()} - {None}
    assert used == set(EarlierDomain)
    assert not {each.value for each in EarlierDomain} & {each.value for each in Domain}


def test_letter_c_of_form_c_is_parenting_capacity():
    titles = [section.title for section in registry.current("analysis", SECOND).sections[1:5]]
    assert titles == [
        "Domain A: the child's needs",
        "Domain B: family and environment",
        "Domain C: parenting capacity",
        "Domain D: service provision",
    ]
    assert registry.current("analysis", SECOND).question("parenting_score").domain is EarlierDomain.PARENTING


def test_old_scores_go_from_nought_to_three_with_one_starred():
    scores = registry.current("analysis", OLD).question("child_score").choices
    assert [choice.value for choice in scores] == ["0", "1", "1*", "2", "3"]
    assert [choice.value for choice in registry.current("analysis", NOW).question("child_score").choices] == [*"012"]


def test_a_death_was_judged_preventable_until_2010_and_by_modifiable_factors_from_then_on():
    first, second = (registry.current("analysis", on).by_key() for on in (date(2010, 3, 31), date(2010, 4, 1)))
    assert ("preventability" in first, "modifiable" in first) == (True, False)
    assert ("preventability" in second, "modifiable" in second) == (False, True)
    offered = [choice.value for choice in first["preventability"].choices]
    assert offered == ["preventable", "potentially preventable", "not preventable", "inadequate"]


def test_factors_were_printed_from_2010_each_with_its_score():
    printed = [key for key in registry.current("analysis", SECOND).by_key() if "_factor_" in key]
    assert (len(printed), [key for key in registry.current("analysis", OLD).by_key() if "_factor_" in key]) == (28, [])
    assert {"family_factor_shared_sleep_surface", "parenting_factor_supervision"} <= set(printed)


def test_modifiable_factors_need_a_domain_that_may_have_contributed():
    spec = registry.current("analysis", SECOND)
    said = {("modifiable", ""): Answer("yes"), ("family_score", ""): Answer("1*")}
    assert [fault.keys for fault in faults(spec, asked(spec, said))] == [("modifiable",)]
    assert faults(spec, asked(spec, {**said, ("family_score", ""): Answer("2")})) == ()


def test_what_was_seen_in_print_is_told_from_what_was_reconstructed():
    life_limiting, sudden = (registry.current(f"supplement_{key}", SECOND) for key in ("life_limiting", "sudden_death"))
    assert numbers(life_limiting) == ["1.1", "1.2", "2.1"]
    assert numbers(sudden) == [*(f"A{n}" for n in range(1, 15)), "B1", "B2", "B3", "B4", "B5"]
    assert {q.source for _s, _g, q in sudden.questions()} == {FORM_B4, RECONSTRUCTED}
    assert {q.source for _s, _g, q in life_limiting.questions()} == {FORM_B3, RECONSTRUCTED}
    assert numbers(registry.current("case_processing", SECOND)) == []
    assert numbers(registry.current("rapid_response_audit", SECOND))[-1] == "9b"


def test_form_b_asks_for_three_more_events_from_2010():
    before, after = (registry.current("form_b", on).question("events").choices for on in (OLD, SECOND))
    assert [choice.value for choice in after if choice not in before] == [
        "neonatal",
        "life-limiting",
        "sudden unexpected death",
    ]


def test_notification_of_2008_can_be_complete_and_its_dates_are_checked():
    spec = registry.current("notification", OLD)
    assert [one.question.key for one in completeness(spec, {}).missing_required] == ["family_name", "died_on"]
    backwards = {("born_on", ""): Answer(date(2009, 2, 2)), ("died_on", ""): Answer(date(2009, 2, 1))}
    assert [fault.keys for fault in faults(spec, asked(spec, backwards))] == [("born_on", "died_on")]
    follow_up = {("family_follow_up", ""): Answer("yes")}
    assert "family_follow_up_with" in {one.question.key for one in asked(spec, follow_up)}
