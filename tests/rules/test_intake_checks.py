"""What can be wrong with what is told of a death: each rule broken by one change, and the table as people read it.

`python -m tests.rules.test_intake_checks` writes docs/intake-checks.md from the table.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdop.rules import intake_checks
from cdop.rules.csv_table import csv_lines
from cdop.rules.intake_checks import RULES, Finding, IntakeRule, Severity, Stage
from cdop.rules.intake_facts import IntakeFacts
from cdop.rules.register import REGISTER_COLUMNS, read_register

PAGE = Path(__file__).parents[2] / "docs" / "intake-checks.md"
TODAY = date(2026, 11, 20)
HERE, ELSEWHERE = "E06000049", "E06000051"
EVERY_QUESTION = frozenset(IntakeFacts.__dataclass_fields__) | {"died_at_time", "joint_agency_response"}
SOUND = IntakeFacts(
    today=TODAY,
    asked=EVERY_QUESTION,
    nhs_number="9990000018",
    nhs_number_held="held",
    born_on=date(2016, 3, 1),
    died_on=date(2026, 11, 18),
    died_at=datetime(2026, 11, 18, 6, tzinfo=UTC),
    notified_on=date(2026, 11, 19),
    notified_at=datetime(2026, 11, 19, 9, tzinfo=UTC),
    sex="female",
    ethnicity="White British",
    postcode="CW1 2AB",
    is_postcode_known=True,
    area_of_postcode=HERE,
    residency="resident",
    area_code=HERE,
    panel_areas=frozenset({HERE}),
    place_of_death="HOSP-ED",
    place_of_death_name="Invented Hospital",
    place_of_event="HOME",
    jar_criteria_met="no",
    coroner_referred="no",
    parents=frozenset({"mother", "father"}),
    children=1,
)
BABY = {
    "born_on": date(2026, 11, 18),
    "born_at": datetime(2026, 11, 18, 5, tzinfo=UTC),
    "gestation_weeks": 40,
    "birth_weight_g": 3500,
    "plurality": "single",
    "suspected_stillbirth_at_home": "no",
}
BROKEN: dict[str, dict[str, Any]] = {
    "nhs-number-is-one": {"nhs_number": "9990000019"},
    "nhs-number-or-reason": {"nhs_number": None},
    "birth-not-in-future": {"born_on": date(2026, 11, 21)},
    "death-after-birth": {"born_on": date(2026, 11, 19)},
    "death-not-in-future": {"died_on": date(2026, 11, 21), "died_at": None},
    "time-of-death-not-in-future": {
        "today": date(2026, 11, 18),
        "notified_on": date(2026, 11, 18),
        "notified_at": datetime(2026, 11, 18, 5, 59, tzinfo=UTC),
    },
    "under-18": {"born_on": date(2008, 11, 18)},
    "reviewed-since-2008": {
        "died_on": date(2008, 3, 31),
        "born_on": date(2000, 1, 1),
        "died_at": None,
        "notified_at": datetime(2008, 4, 1, 9, tzinfo=UTC),
    },
    "nearly-18": {"born_on": date(2008, 11, 20)},
    "time-of-death-of-newborn": BABY | {"died_at": None},
    "born-before-death-by-the-clock": BABY | {"born_at": datetime(2026, 11, 18, 7, tzinfo=UTC)},
    "notified-after-death": {"notified_on": date(2026, 11, 17)},
    "notification-not-in-future": {"notified_on": date(2026, 11, 21)},
    "notified-within-48-hours": {"notified_at": datetime(2026, 11, 20, 6, 1, tzinfo=UTC)},
    "postcode-is-one": {"postcode": "CW1"},
    "postcode-is-known": {"is_postcode_known": False},
    "postcode-in-area": {"area_of_postcode": ELSEWHERE},
    "residency-is-said": {"residency": None},
    "resident-in-panel-area": {"area_code": ELSEWHERE, "area_of_postcode": None},
    "gestation-of-infant": BABY | {"gestation_weeks": None},
    "birth-weight-of-infant": BABY | {"birth_weight_g": None},
    "plurality-of-infant": BABY | {"plurality": None},
    "gestation-can-be": BABY | {"gestation_weeks": 45},
    "born-alive-before-22-weeks": BABY | {"gestation_weeks": 21, "birth_weight_g": 400},
    "birth-weight-can-be": BABY | {"birth_weight_g": 7001},
    "birth-weight-fits-gestation": BABY | {"birth_weight_g": 1200},
    "sex-is-said": {"sex": None},
    "ethnicity-is-said": {"ethnicity": None},
    "ethnicity-to-find": {"ethnicity": None, "not_known": frozenset({"ethnicity"})},
    "mother-is-said": {"parents": frozenset({"father"})},
    "father-is-said": {"parents": frozenset({"mother"})},
    "other-children-are-said": {"children": 0},
    "place-of-death-is-said": {"place_of_death": None},
    "place-of-event-is-said": {"place_of_event": None},
    "country-abroad": {"place_of_death": "ABROAD"},
    "hospital-is-named": {"place_of_death_name": None},
    "stillbirth-at-home-is-asked": BABY | {"place_of_death": "HOME", "suspected_stillbirth_at_home": None},
    "criteria-are-answered": {"jar_criteria_met": None},
    "criterion-has-response": {"jar_criteria": ("sudden",)},
    "post-mortem-of-coroner": {"coroner_referred": "yes"},
    "learning-is-shared": {"learning_disability": "yes"},
}
WITH_OTHERS = {
    "birth-weight-can-be": {"birth-weight-fits-gestation"},
    "birth-not-in-future": {"death-after-birth"},
    "death-not-in-future": {"notified-after-death"},
}


def found(facts: IntakeFacts) -> set[str]:
    """Return the keys of the rules that are broken, wherever they are told."""
    return {each.rule for stage in Stage for each in intake_checks.findings(facts, stage)}


def page() -> str:
    """Return docs/intake-checks.md: the table as a coordinator reads it."""
    lines = [
        "# What is checked when a death comes in",
        "",
        "Written from `cdop/rules/intake_checks.py` by `python -m tests.rules.test_intake_checks`. The number is that",
        "of our list of data-quality rules. *block* stops, *warn* stops until somebody says why it is so, *tell* is",
        "only said. Rule 2, an NHS number that a case has already, links the notification to that case; what is no",
        "date (rule 54) is refused where it is typed.",
        "",
        f"| | Rule | {' | '.join(stage.capitalize() for stage in Stage)} | Source |",
        "|---|---|" + "---|" * (len(Stage) + 1),
    ]
    return "\n".join([*lines, *(_line(rule) for rule in RULES), ""])


def _line(rule: IntakeRule) -> str:
    severities = " | ".join(rule.at[stage].value if stage in rule.at else "" for stage in Stage)
    return f"| {rule.number} | {rule.message} | {severities} | {rule.source} |"


def test_sound_facts_break_no_rule() -> None:
    assert found(SOUND) == set()
    assert found(replace(SOUND, **BABY)) == set()


def test_every_rule_has_an_example_and_a_key_of_its_own() -> None:
    keys = [rule.key for rule in RULES]
    assert sorted(keys) == sorted(BROKEN)


@pytest.mark.parametrize("key", BROKEN)
def test_one_change_breaks_one_rule(key: str) -> None:
    assert found(replace(SOUND, **BROKEN[key])) == {key} | WITH_OTHERS.get(key, set())


def test_not_known_is_an_answer_and_what_is_not_asked_is_not_missed() -> None:
    silent = IntakeFacts(today=TODAY, born_on=date(2026, 11, 18), died_on=date(2026, 11, 18), place_of_death="HOME")
    assert found(silent) == set()
    asked = replace(silent, asked=EVERY_QUESTION)
    missing = {key for key in found(asked) if key.startswith(("sex", "gestation", "nhs", "place-of-event"))}
    assert len(missing) == 4
    said = replace(asked, not_known=EVERY_QUESTION)
    assert found(said) == {"ethnicity-to-find", "mother-is-said", "father-is-said"}


@pytest.mark.parametrize("reason", ["not available", "not resident"])
def test_either_reason_stands_for_the_nhs_number(reason: str) -> None:
    assert found(replace(SOUND, nhs_number=None, nhs_number_held=reason)) == set()


def test_notifier_of_a_late_death_is_asked_why_and_a_warning_stands_with_a_reason() -> None:
    late = replace(SOUND, **BROKEN["notified-within-48-hours"])
    (finding,) = intake_checks.findings(late, Stage.NOTIFICATION)
    assert (finding.severity, finding.fields) == (Severity.WARN, ("died_on",))
    assert intake_checks.without_reason([finding], {finding.rule: " "}) == (finding,)
    assert intake_checks.without_reason([finding], {finding.rule: "Told by the family"}) == ()
    on_time = replace(SOUND, notified_at=datetime(2026, 11, 20, 6, tzinfo=UTC))
    assert intake_checks.findings(on_time, Stage.NOTIFICATION) == ()


def test_late_without_a_time_of_death_is_counted_by_days() -> None:
    facts = replace(SOUND, died_at=None, notified_at=datetime(2026, 11, 20, 23, tzinfo=UTC))
    assert found(facts) == set()
    assert found(replace(facts, died_on=date(2026, 11, 17))) == {"notified-within-48-hours"}


def test_blocking_findings_are_faults_of_the_field_where_they_are_put_right() -> None:
    facts = replace(SOUND, nhs_number="1", sex=None, born_on=date(2026, 11, 19))
    assert list(intake_checks.blocking(intake_checks.findings(facts, Stage.NOTIFICATION))) == ["nhs_number", "died_on"]


_DAYS = st.dates(date(2007, 1, 1), date(2027, 1, 1))


@settings(max_examples=150, deadline=None)
@given(_DAYS, _DAYS, _DAYS, st.sampled_from(["", "9990000018", "9990000019"]), st.sampled_from(["", "CW1 2AB", "CW1"]))
def test_register_refuses_what_the_table_blocks(born: date, died: date, told: date, number: str, postcode: str) -> None:
    facts = IntakeFacts(today=TODAY, born_on=born, died_on=died, notified_on=told, nhs_number=number, postcode=postcode)
    row = dict.fromkeys(REGISTER_COLUMNS, "") | {"case_ref": "PAN/1", "area": "Halton", "date_of_birth": str(born)}
    row |= {"date_of_death": str(died), "date_notified": str(told), "nhs_number": number, "postcode": postcode}
    reading = read_register("".join(csv_lines(REGISTER_COLUMNS, [row])).encode(), today=TODAY)
    blocked: list[Finding] = [
        each for each in intake_checks.findings(facts, Stage.REGISTER) if each.severity is Severity.BLOCK
    ]
    assert bool(reading.faults) is bool(blocked)


def test_page_of_the_table_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.rules.test_intake_checks"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
