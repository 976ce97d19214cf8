"""From a notification's answers to the facts that the rules of intake look at (`rules.intake_checks`)."""

from datetime import UTC, date, datetime
from typing import Any

from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.completeness import rows_of
from cdop.questionnaires.spec import FormSpec, Group
from cdop.rules.dates import LONDON
from cdop.rules.intake_facts import IntakeFacts

_AS_TOLD = (
    "nhs_number nhs_number_held born_on died_on sex ethnicity postcode gestation_weeks birth_weight_g plurality "
    "place_of_death place_of_death_name place_of_event country_of_death suspected_stillbirth_at_home jar_criteria_met "
    "coroner_referred post_mortem_type learning_disability autism"
).split()


def intake_facts(spec: FormSpec, answers: AnswerSet, *, received_at: datetime, today: date) -> IntakeFacts:
    """Return what a notification tells, for the rules of intake. `received_at` is when it came, or now."""
    return IntakeFacts(**told(spec, answers), today=today, notified_at=received_at)


def told(spec: FormSpec, answers: AnswerSet) -> dict[str, Any]:
    """Return the facts that a notification's answers give, by the names of `IntakeFacts`."""
    facts: dict[str, Any] = {name: answer(answers, name).value or None for name in _AS_TOLD}
    return facts | {
        "asked": _asked(spec),
        "not_known": frozenset(key for (key, row), each in answers.items() if not row and each.non_answer),
        "born_at": _instant(answers, "born_on", "born_at_time"),
        "died_at": _instant(answers, "died_on", "died_at_time"),
        "jar_criteria": tuple(answer(answers, "jar_criteria").value or ()),
        "parents": frozenset(_parents(spec, answers)),
        "children": len(_rows(spec, answers, "children")),
    }


def _asked(spec: FormSpec) -> frozenset[str]:
    """The questions and groups that the form has, shown or not: what hides one may be answered wrongly."""
    groups = {item.key for section in spec.sections for item in section.items if isinstance(item, Group)}
    return frozenset(spec.by_key()) | groups


def _instant(answers: AnswerSet, day_key: str, time_key: str) -> datetime | None:
    day, at = answer(answers, day_key).value, answer(answers, time_key).value
    return None if day is None or at is None else datetime.combine(day, at, LONDON).astimezone(UTC)


def _parents(spec: FormSpec, answers: AnswerSet) -> list[str]:
    rows = _rows(spec, answers, "parents")
    return [value for row in rows if (value := answer(answers, "parent_relationship", row).value)]


def _rows(spec: FormSpec, answers: AnswerSet, key: str) -> tuple[str, ...]:
    """The rows of a group in which anything is answered; none where the form has no such group."""
    items = (item for section in spec.sections for item in section.items)
    group = next((item for item in items if isinstance(item, Group) and item.key == key), None)
    return () if group is None else rows_of(group, answers)
