from datetime import UTC, date, datetime, time
from typing import Any

from cdop.questionnaires.answer import Answer, AnswerKey
from cdop.questionnaires.notification_2024_2 import NOTIFICATION_2
from cdop.questionnaires.notification_checks import intake_facts
from cdop.questionnaires.words import NonAnswer
from cdop.rules.intake_checks import Severity, Stage, findings

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
TOLD: dict[AnswerKey, Any] = {
    ("nhs_number_held", ""): "held",
    ("nhs_number", ""): "9990000018",
    ("born_on", ""): date(2026, 11, 18),
    ("born_at_time", ""): time(3, 0),
    ("died_on", ""): date(2026, 11, 18),
    ("died_at_time", ""): time(6, 30),
    ("sex", ""): "female",
    ("ethnicity", ""): NonAnswer.NOT_KNOWN,
    ("gestation_weeks", ""): 40,
    ("birth_weight_g", ""): 3400,
    ("plurality", ""): "single",
    ("place_of_death", ""): "HOSP-NNU",
    ("place_of_death_name", ""): "Invented Hospital",
    ("place_of_event", ""): "HOSP-LW",
    ("jar_criteria_met", ""): "no",
    ("parent_relationship", "1"): "mother",
    ("parent_relationship", "2"): "father",
    ("sibling_name", "1"): "Invented Brother",
}


def warned(changes: dict[AnswerKey, Any] | None = None) -> set[tuple[str, Severity]]:
    """Return what the notification form would be told."""
    answers = {
        key: Answer(non_answer=value) if isinstance(value, NonAnswer) else Answer(value)
        for key, value in (TOLD | (changes or {})).items()
    }
    facts = intake_facts(NOTIFICATION_2, answers, received_at=NOW, today=NOW.date())
    return {(each.rule, each.severity) for each in findings(facts, Stage.NOTIFICATION)}


def test_a_whole_notification_breaks_no_rule() -> None:
    assert warned() == set()


def test_what_is_missing_or_wrong_is_found_in_the_answers() -> None:
    changes: dict[AnswerKey, Any] = {
        ("nhs_number", ""): "",
        ("nhs_number_held", ""): "",
        ("born_at_time", ""): time(7, 0),
        ("parent_relationship", "2"): "grandparent",
        ("sibling_name", "1"): "",
        ("sex", ""): "",
    }
    assert warned(changes) == {
        ("nhs-number-or-reason", Severity.BLOCK),
        ("born-before-death-by-the-clock", Severity.WARN),
        ("father-is-said", Severity.WARN),
        ("other-children-are-said", Severity.WARN),
        ("sex-is-said", Severity.WARN),
    }
