"""A notification's answers before the rules of intake (`rules.intake_checks`): what stops it, what needs a reason."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.completeness import asked_answers, rows_of
from cdop.questionnaires.notification_pages import faults_on, paged
from cdop.questionnaires.obstacles import Obstacle, obstacles, place_of
from cdop.questionnaires.spec import Fault, FormSpec, Group
from cdop.rules.dates import LONDON
from cdop.rules.intake_checks import Finding, Severity, Stage, findings
from cdop.rules.intake_facts import IntakeFacts

_AS_TOLD = (
    "nhs_number nhs_number_held born_on died_on sex ethnicity postcode gestation_weeks birth_weight_g plurality "
    "place_of_death place_of_death_name place_of_event country_of_death suspected_stillbirth_at_home jar_criteria_met "
    "coroner_referred post_mortem_type learning_disability autism"
).split()


GAPS = "gaps"
"""What the one reason is kept under that is given for everything that was not told."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A warning about what was told. `place` is where it can be put right."""

    finding: Finding
    place: Obstacle


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules of intake say of a notification.

    `obstacles` stop it. Each of the `doubts` needs a reason of its own, and all the `gaps` need one together.
    """

    obstacles: tuple[Obstacle, ...]
    doubts: tuple[Doubt, ...]
    gaps: tuple[Doubt, ...]

    def to_explain(self) -> dict[str, str]:
        """Return what needs a reason: the words of each, by what the reason is kept under."""
        words = {each.finding.rule: each.finding.message for each in self.doubts}
        return words | ({GAPS: "\n".join(each.finding.message for each in self.gaps)} if self.gaps else {})


def judge(spec: FormSpec, answers: AnswerSet, *, now: datetime) -> Judgement:
    """Return what the rules say of a notification that is sent now."""
    today = now.astimezone(LONDON).date()
    spec = paged(spec, answers, only_applying=True)
    shown = asked_answers(spec, answers)
    found = findings(intake_facts(spec, shown, received_at=now, today=today), Stage.NOTIFICATION)
    stops = {each.fields[0]: each for each in found if each.severity is Severity.BLOCK}
    first = [_in_words_of(stops, each) for each in obstacles(spec, answers, today=today)]
    told = {place.control for each in first for place in (each, *each.others)}
    more = [_obstacle(spec, each) for each in stops.values() if told.isdisjoint(each.fields)]
    doubts = [Doubt(each, place_of(spec, each.fields[0])) for each in found if each.severity is Severity.WARN]
    return Judgement(
        (*first, *more),
        tuple(each for each in doubts if not each.finding.is_gap),
        tuple(each for each in doubts if each.finding.is_gap),
    )


def doubts_of_first_check(
    spec: FormSpec,
    answers: AnswerSet,
    confirmed: Mapping[str, Any],
    *,
    received_at: datetime,
    explained: Collection[str],
) -> tuple[Finding, ...]:
    """Return what a coordinator is to look at again who opens a case from a notification.

    `confirmed` are the facts that they confirmed or put right, by the names of `IntakeFacts`; `explained` are the rules
    for which the notifier said why. What was not told at all is left to the agencies.
    """
    facts = told(spec, asked_answers(spec, answers)) | dict(confirmed)
    if any(facts[day] != answer(answers, day).value for day in ("born_on", "died_on")):
        facts |= {"born_at": None, "died_at": None}  # the times were told of other days
    today = received_at.astimezone(LONDON).date()
    found = findings(IntakeFacts(**facts, today=today, notified_at=received_at), Stage.FIRST_CHECK)
    is_doubt = (each for each in found if each.severity is Severity.WARN and not each.is_gap)
    return tuple(each for each in is_doubt if each.rule not in explained)


def stops_on(spec: FormSpec, page_key: str, answers: AnswerSet, *, now: datetime) -> tuple[Fault, ...]:
    """Return which answers of one page of the form (`paged`) cannot stand, each with the question to look at.

    What was not told at all is not among it: that is asked for before the form is sent.
    """
    faults = faults_on(spec, page_key, answers)
    told = {key for fault in faults for key in fault.keys}
    there = {question.key for _group, question in spec.section(page_key).questions()}
    facts = intake_facts(spec, asked_answers(spec, answers), received_at=now, today=now.astimezone(LONDON).date())
    found = findings(facts, Stage.NOTIFICATION)
    stops = (each for each in found if each.severity is Severity.BLOCK and not each.is_gap and each.fields[0] in there)
    return (*faults, *(Fault((each.fields[0],), each.message) for each in stops if told.isdisjoint(each.fields)))


def _in_words_of(stops: dict[str, Finding], obstacle: Obstacle) -> Obstacle:
    """An obstacle in the words of the rule on its question, where there is one and it is about nothing else."""
    finding = None if obstacle.others else stops.get(obstacle.control)
    return obstacle if finding is None else replace(obstacle, text=finding.message)


def _obstacle(spec: FormSpec, finding: Finding) -> Obstacle:
    return replace(place_of(spec, finding.fields[0]), text=finding.message)


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
