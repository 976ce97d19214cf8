from datetime import date, timedelta

import pytest

from cdop.questionnaires.analysis_2024 import ANALYSIS
from cdop.questionnaires.analysis_2024_checks import findings_of
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.completeness import asked, completeness, faults
from cdop.rules.factors import STARTER_FACTORS, Domain
from cdop.rules.findings import FactorFinding, Findings, problems
from cdop.rules.vocabulary import Modifiable

SOUND = {
    ("child_score", ""): Answer("1"),
    ("social_score", ""): Answer("1"),
    ("physical_factor_code", "1"): Answer("C01"),
    ("physical_factor_score", "1"): Answer("2"),
    ("physical_factor_modifiable", "1"): Answer("yes"),
    ("physical_score", ""): Answer("2"),
    ("service_score", ""): Answer("0"),
    ("primary_category", ""): Answer("10"),
    ("modifiable", ""): Answer("yes"),
}


def changed(**values: object) -> dict[tuple[str, str], Answer]:
    rows = {key: "1" if "_factor_" in key else "" for key in values}
    return {**SOUND, **{(key, rows[key]): Answer(value) for key, value in values.items()}}


def test_findings_are_what_the_answers_say() -> None:
    answers = changed(secondary_categories=("3", "8"), physical_factor_other="", inadequate_reason="None.")
    assert findings_of(answers) == Findings(
        10,
        (3, 8),
        Modifiable.YES,
        "None.",
        {Domain.CHILD: 1, Domain.SOCIAL: 1, Domain.PHYSICAL: 2, Domain.SERVICE: 0},
        (FactorFinding(Domain.PHYSICAL, "C01", 2, is_modifiable=True),),
    )


def test_findings_of_a_blank_form_are_empty() -> None:
    assert findings_of({}) == Findings(domain_scores=dict.fromkeys(Domain))


@pytest.mark.parametrize(("said", "is_modifiable"), [("yes", True), ("no", False), ("uncertain", None)])
def test_uncertain_is_neither_modifiable_nor_not(said: str, is_modifiable: bool | None) -> None:
    (factor,) = findings_of(changed(physical_factor_modifiable=said)).factors
    assert factor.is_modifiable is is_modifiable


def test_sound_analysis_can_be_signed() -> None:
    assert completeness(ANALYSIS, SOUND).missing_required == ()
    assert faults(ANALYSIS, asked(ANALYSIS, SOUND)) == ()


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        (changed(secondary_categories=("10",)), ("primary_category", "secondary_categories")),
        (changed(modifiable="no"), ("modifiable",)),
        (changed(physical_factor_modifiable="no"), ("modifiable",)),
        (changed(service_score="2"), ("service_score",)),
    ],
)
def test_analysis_that_does_not_hang_together_says_where(
    answers: dict[tuple[str, str], Answer], keys: tuple[str, ...]
) -> None:
    assert [fault.keys for fault in faults(ANALYSIS, asked(ANALYSIS, answers))] == [keys]


def test_action_is_not_due_before_the_meeting_that_agreed_it() -> None:
    met = date(2026, 11, 20)

    def found(due: date | None, meeting_on: date | None = met) -> list[tuple[str, ...]]:
        answers = {**changed(meeting_on=meeting_on), ("action_due_on", "1"): Answer(due)}
        return [fault.keys for fault in faults(ANALYSIS, asked(ANALYSIS, answers))]

    assert found(met - timedelta(days=1)) == [("action_due_on", "meeting_on")]
    assert [found(met), found(None), found(met - timedelta(days=1), None)] == [[], [], []]


def test_lower_secondary_category_is_no_fault_of_the_form() -> None:
    answers = changed(secondary_categories=("3",))
    assert faults(ANALYSIS, asked(ANALYSIS, answers)) == ()
    assert len(problems(findings_of(answers)).warnings) == 1


def test_blank_form_has_no_fault_but_required_questions() -> None:
    assert faults(ANALYSIS, asked(ANALYSIS, {})) == ()
    missing = {one.question.key for one in completeness(ANALYSIS, {}).missing_required}
    scores = {"child_score", "social_score", "physical_score", "service_score"}
    assert missing == scores | {"primary_category", "modifiable"}


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        (changed(modifiable="inadequate information"), "inadequate_reason"),
        (changed(physical_factor_code="X99"), "physical_factor_other"),
        (changed(primary_category="1"), "safeguarding_referral"),
        (changed(national_alert="yes"), "national_alert_reason"),
        ({**SOUND, ("action_text", "a"): Answer("Write to the maker.")}, "action_due_on"),
    ],
)
def test_answer_that_needs_more_asks_for_it(answers: dict[tuple[str, str], Answer], missing: str) -> None:
    assert missing in {one.question.key for one in completeness(ANALYSIS, answers).missing_required}


@pytest.mark.parametrize(
    "answers",
    [
        {},
        SOUND,
        changed(modifiable="inadequate information"),
        changed(physical_factor_code="X99"),
        changed(modifiable="no"),
    ],
)
def test_form_stops_exactly_what_the_rules_stop(answers: dict[tuple[str, str], Answer]) -> None:
    form_stops = bool(faults(ANALYSIS, asked(ANALYSIS, answers)) or completeness(ANALYSIS, answers).missing_required)
    assert form_stops == bool(problems(findings_of(answers)).faults)


def test_every_factor_of_the_list_is_offered_once() -> None:
    offered = [
        choice.value
        for prefix in ("child", "social", "physical", "service")
        for choice in ANALYSIS.question(f"{prefix}_factor_code").choices
    ]
    assert sorted(set(offered)) == sorted(factor.code for factor in STARTER_FACTORS)
    assert offered.count("X99") == 4


def test_checks_have_names_of_their_own() -> None:
    names = [check.__name__ for check in ANALYSIS.checks]  # type: ignore[attr-defined]
    assert len(set(names)) == len(names) == 7
