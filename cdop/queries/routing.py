"""Whom to ask about a child: the panel's list, and what a case and its notifications say that decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormResponse, Notification, RoutingRule
from cdop.queries.answers import answers_of_each
from cdop.questionnaires import registry
from cdop.questionnaires.answer import AnswerSet, answer
from cdop.rules import routes
from cdop.rules.actors import Actor
from cdop.rules.ages import completed_years
from cdop.rules.form_b import Circumstance, Named, Route, RoutingFacts
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, JointAgencyResponse, NotificationStatus, Residency

NEWBORN_DAYS = 28
AT_BIRTH = frozenset({"HOSP-NNU", "HOSP-LW", "HOSP-THEATRE"})
"""Where a newborn baby is who has not gone home."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One row of the list. `version` is 0 for one that the panel has as it is shipped."""

    route: Route
    is_shipped: bool
    from_on: date | None = None
    until_on: date | None = None
    version: int = 0

    @property
    def is_own(self) -> bool:
        """Whether the panel wrote or changed it."""
        return self.version > 0

    def holds_on(self, today: date) -> bool:
        """Say whether it is in force on a day."""
        begun = self.from_on is None or self.from_on <= today
        return begun and (self.until_on is None or self.until_on >= today)


def routes_of(panel_id: int, *, today: date) -> tuple[Route, ...]:
    """Return the rows of whom to ask that are in force in a panel. One statement."""
    own = _own(panel_id)
    return routes.in_force({row.route.key: row.route if row.holds_on(today) else None for row in own})


def rule_list(actor: Actor) -> tuple[RuleRow, ...]:
    """Return all rows of the actor's panel, those that hold and those that do not, in their order."""
    if not can(actor, Action.AGENCY_LIST):
        return ()
    own = {row.route.key: row for row in _own(actor.panel_id or 0)}
    shipped = [own.pop(route.key, RuleRow(route, is_shipped=True)) for route in routes.shipped()]
    return (*shipped, *own.values())


def rule(actor: Actor, key: str) -> RuleRow | None:
    """Return the row of a key, None where there is none."""
    return next((row for row in rule_list(actor) if row.route.key == key), None)


def facts_of(case: Any) -> RoutingFacts:
    """Return what a case and the notifications that belong to it say, and what the coordinator said. Two statements."""
    return facts_told(case, notified(case.id))


def facts_told(case: Any, told: Sequence[AnswerSet]) -> RoutingFacts:
    """Return what `facts_of` does, of a case whose notifications were read."""
    also = set(case.circumstances_told or ())
    words = {key: frozenset(word for each in told for word in _words(each, key)) for key in _ANSWERED}
    age_days = (case.died_on - case.born_on).days
    place = {case.place_of_death} if case.place_of_death else words["place_of_death"]
    is_so = {
        Circumstance.JOINT_RESPONSE: "yes" in words["jar_criteria_met"]
        or case.joint_agency_response in (JointAgencyResponse.HELD, JointAgencyResponse.MET_NOT_HELD),
        Circumstance.CORONER: "yes" in words["coroner_referred"],
        Circumstance.RESUSCITATION: "yes" in words["resuscitation_attempted"],
        Circumstance.SOCIAL_CARE: "yes" in words["known_to_social_care"],
        Circumstance.LOOKED_AFTER: "looked after" in words["care_statuses"],
        Circumstance.CARE_LEAVER: "care leaver" in words["care_statuses"],
        Circumstance.EARLY_HELP: "early help" in words["care_statuses"],
        Circumstance.DISABILITY: "yes" in words["learning_disability"] | words["autism"],
        Circumstance.ELSEWHERE: case.residency is Residency.ELSEWHERE,
        Circumstance.NEVER_HOME: age_days < NEWBORN_DAYS
        and bool(place)
        and place | words["place_of_event"] <= AT_BIRTH,
        Circumstance.SIBLINGS: any(key.startswith("sibling_") for each in told for key, _row in each),
    }
    return RoutingFacts(
        age_days=age_days,
        age_years=completed_years(case.born_on, case.died_on),
        types=words["suspected_types"] | words["medical_conditions"] | (also - set(Circumstance)),
        places=frozenset(words["place_of_death"] | words["place_of_event"] | place),
        circumstances=frozenset({each for each, holds in is_so.items() if holds})
        | frozenset(Circumstance(each) for each in also if each in set(Circumstance)),
        named=tuple(each for answers in told for each in _named(answers)),
    )


def notified(case_id: int) -> list[AnswerSet]:
    """Return what was answered on each notification that belongs to a case, the first that came first.

    Two statements.
    """
    return notified_of_each([case_id])[case_id]


def notified_of_each(case_ids: Sequence[int]) -> dict[int, list[AnswerSet]]:
    """Return the same of several cases, by their ids. Two statements."""
    query = select(Notification.case_id, FormResponse.id, FormResponse.form_key, FormResponse.form_version)
    joined = query.join(Notification, Notification.response_id == FormResponse.id)
    belongs = Notification.case_id.in_(case_ids) & Notification.status.in_(_BELONGING)
    rows = db.session.execute(joined.where(belongs).order_by(Notification.id)).all()
    answered = answers_of_each({row.id: registry.get(row.form_key, row.form_version) for row in rows})
    found: dict[int, list[AnswerSet]] = {case_id: [] for case_id in case_ids}
    for row in rows:
        found[row.case_id].append(answered[row.id].answers)
    return found


def _own(panel_id: int) -> list[RuleRow]:
    query = select(RoutingRule).where(RoutingRule.panel_id == panel_id).order_by(RoutingRule.id)
    shipped = {route.key for route in routes.shipped()}
    return [
        RuleRow(_route(row), row.key in shipped, row.from_on, row.until_on, row.version)
        for row in db.session.scalars(query)
    ]


def _route(row: RoutingRule) -> Route:
    return Route(
        asks=tuple(row.asks),
        reason=row.reason,
        from_days=row.from_days,
        under_days=row.under_days,
        from_years=row.from_years,
        under_years=row.under_years,
        types=frozenset(row.types),
        places=frozenset(row.places),
        circumstances=frozenset(Circumstance(word) for word in row.circumstances),
        source="The panel's own row",
        unless=frozenset(Circumstance(word) for word in row.unless),
        forms=tuple(row.forms),
        key=row.key,
    )


def _words(answers: AnswerSet, key: str) -> frozenset[str]:
    value = answer(answers, key).value
    if value is None:
        return frozenset()
    return frozenset(value if isinstance(value, tuple) else (str(value),))


def _named(answers: AnswerSet) -> list[Named]:
    """The professionals of a notification whose service is known."""
    return [
        Named(str(given.value), str(answer(answers, "professional_organisation", row_key).value or ""))
        for (key, row_key), given in answers.items()
        if key == "professional_agency_type" and given.value
    ]


_BELONGING = (NotificationStatus.ACCEPTED, NotificationStatus.LINKED)
_ANSWERED = tuple(
    (
        "jar_criteria_met coroner_referred resuscitation_attempted known_to_social_care care_statuses "
        "learning_disability autism place_of_death place_of_event suspected_types medical_conditions"
    ).split()
)
