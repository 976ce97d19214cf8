"""What the first check is proposed from, and which cases another panel leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select

from cdop.extensions import db
from cdop.models import Case, TriageDecision
from cdop.queries import areas
from cdop.queries.cases import visible_to
from cdop.queries.reference import place_of
from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.triage_told import triage_facts
from cdop.rules import local_authorities
from cdop.rules.actors import Actor
from cdop.rules.policy import can
from cdop.rules.triage_facts import TriageFacts
from cdop.rules.triage_words import DecisionTopic
from cdop.rules.vocabulary import Action, Residency

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class LedElsewhere:
    """A case that another panel leads: to whom it was passed on and when, and when it was acknowledged."""

    public_id: str
    reference: str
    area_code: str
    notified_on: date
    passing: str | None
    panel: str | None
    passed_on: date | None
    acknowledged_on: date | None
    by_name: str | None

    @property
    def area(self) -> str:
        """The local authority of the child's home."""
        return local_authorities.authority(self.area_code).name


@dataclass(frozen=True, slots=True)
class LedElsewhereList:
    """One page of the register, and how many there are in all and without an acknowledgement."""

    rows: tuple[LedElsewhere, ...]
    total: int
    page: int
    pages: int
    unacknowledged: int


def facts_told(answers: AnswerSet, panel_id: int) -> TriageFacts:
    """Return what a notification to a panel tells the first check, with what the table of postcodes says."""
    died_on = answer(answers, "died_on").value
    place = place_of(answer(answers, "postcode").value, died_on=died_on) if died_on else None
    return triage_facts(answers, area_of_postcode=place.area_code if place else None, panel_areas=_own(panel_id))


def facts_of_case(case: Mapping[str, Any]) -> TriageFacts:
    """Return what the facts of a case tell the first check, where no notification does."""
    place = place_of(case["postcode"], died_on=case["died_on"])
    names = ("born_on", "died_on", "given_names", "nhs_number", "gestation_weeks", "place_of_death", "expectedness")
    return TriageFacts(
        **{name: case[name] for name in names},
        area_of_postcode=place.area_code if place else None,
        panel_areas=_own(case["panel_id"]),
        jar_criteria=tuple(case["jar_criteria"] or ()),
    )


def led_elsewhere(actor: Actor, *, is_unacknowledged: bool, page: int) -> LedElsewhereList:
    """Return a page of the cases that another panel leads, the newest first: two statements."""
    if not can(actor, Action.NOTIFICATION_LIST):
        return LedElsewhereList((), 0, 1, 1, 0)
    conditions = [*visible_to(actor), Case.residency == Residency.ELSEWHERE]
    waits = TriageDecision.is_open.is_(True)
    counted = _with_passing(select(func.count(), func.count().filter(waits))).where(*conditions)
    every, unacknowledged = db.session.execute(counted).one()
    total = unacknowledged if is_unacknowledged else every
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = _with_passing(select(*_LED)).where(*conditions, *([waits] if is_unacknowledged else []))
    ordered = query.order_by(Case.notified_on.desc(), Case.id.desc())
    rows = db.session.execute(ordered.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return LedElsewhereList(tuple(LedElsewhere(*row) for row in rows), total, page, pages, unacknowledged)


def _with_passing(query: Any) -> Select[Any]:
    """Each case beside what stands of its being passed on."""
    topic = TriageDecision.topic == DecisionTopic.PASSED_ON
    mine = and_(TriageDecision.panel_id == Case.panel_id, TriageDecision.case_id == Case.id, topic, _STANDS)
    joined: Select[Any] = query.select_from(Case).outerjoin(TriageDecision, mine)
    return joined


def _own(panel_id: int) -> frozenset[str]:
    return frozenset(code for code, _name in areas.of_panel(panel_id))


_STANDS = TriageDecision.replaced_at.is_(None)
_LED: tuple[Any, ...] = (
    Case.public_id,
    Case.reference,
    Case.area_code,
    Case.notified_on,
    TriageDecision.answer,
    TriageDecision.detail,
    TriageDecision.done_on,
    TriageDecision.acknowledged_on,
    TriageDecision.by_name,
)
