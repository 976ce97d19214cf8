"""The board of cases on their way to the panel: what each still lacks, and who can mend it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Agency, Case, CaseHold, FormRequest
from cdop.queries.case_work import ANSWERED
from cdop.queries.cases import FACT_COLUMNS, facts_of, visible_to
from cdop.queries.form_b import ROUTED
from cdop.queries.unasked import unasked_of_each, with_unasked
from cdop.rules.actors import Actor
from cdop.rules.case_words import listed_name
from cdop.rules.readiness import Lack, lacks
from cdop.rules.vocabulary import CaseStatus, HoldKind, Residency

PAGE_SIZE = 25
STAGES = (CaseStatus.GATHERING, CaseStatus.REVIEW_MEETING, CaseStatus.READY)
"""From the first request to an agency until a case is on an agenda."""
_COLUMNS = tuple(dict.fromkeys((*ROUTED, *FACT_COLUMNS, "public_id")))


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """A case on the board. `awaited` names the agencies that have not answered."""

    public_id: str
    reference: str
    child: str
    status: CaseStatus
    died_on: date
    lacks: tuple[Lack, ...]
    awaited: tuple[str, ...]

    @property
    def is_stopped(self) -> bool:
        """Whether something stands in the way of the panel."""
        return any(lack.stops for lack in self.lacks)


@dataclass(frozen=True, slots=True)
class ReadyBoard:
    """One page of cases, those whose child died first, and how many there are in each stage."""

    rows: tuple[ReadyRow, ...]
    total: int
    page: int
    pages: int
    counts: dict[CaseStatus, int]


def ready_board(actor: Actor, stage: CaseStatus | None, page: int, *, today: date) -> ReadyBoard:
    """Return one page of the cases this actor may see that the panel reviews and has not yet. Eight statements.

    Whether agencies contradict each other is asked on the case's own page only.
    """
    ours = (*visible_to(actor), Case.residency == Residency.RESIDENT, Case.status.in_(STAGES))
    counting = select(Case.status, func.count()).where(*ours).group_by(Case.status)
    counts = {status: int(number) for status, number in db.session.execute(counting)}
    total = counts.get(stage, 0) if stage else sum(counts.values())
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = select(Case.public_id, *(getattr(Case, name) for name in _COLUMNS if name != "public_id")).where(*ours)
    if stage:
        query = query.where(Case.status == stage)
    of_page = query.order_by(Case.died_on, Case.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    cases = db.session.execute(of_page).all()
    return ReadyBoard(_rows(cases, today), total, page, pages, counts)


def _rows(cases: Any, today: date) -> tuple[ReadyRow, ...]:
    ids = [case.id for case in cases]
    asked, awaited = _asked(ids)
    holds, unasked = running_holds(ids), unasked_of_each(cases, today=today)
    facts = {
        case.id: replace(
            facts_of(case),
            forms_asked=asked.get(case.id, 0),
            forms_outstanding=len(awaited.get(case.id, ())),
            holds=frozenset(holds.get(case.id, ())),
        )
        for case in cases
    }
    return tuple(
        ReadyRow(
            case.public_id,
            case.reference,
            listed_name(case.given_names, case.family_name),
            case.status,
            case.died_on,
            lacks(with_unasked(facts[case.id], unasked[case.id])),
            tuple(awaited.get(case.id, ())),
        )
        for case in cases
    )


def _asked(case_ids: list[int]) -> tuple[dict[int, int], dict[int, list[str]]]:
    """How many requests there are on each case, and the names of those agencies for which the panel waits."""
    query = select(FormRequest.case_id, FormRequest.status, Agency.name).join(
        Agency, Agency.id == FormRequest.agency_id
    )
    asked: dict[int, int] = {}
    awaited: dict[int, list[str]] = {}
    of_cases = query.where(FormRequest.case_id.in_(case_ids)).order_by(FormRequest.id)
    for case_id, status, agency in db.session.execute(of_cases):
        asked[case_id] = asked.get(case_id, 0) + 1
        if status not in ANSWERED:
            awaited.setdefault(case_id, []).append(agency)
    return asked, awaited


def running_holds(case_ids: list[int]) -> dict[int, set[HoldKind]]:
    """Return what each of these cases waits for outside the panel, by their ids. One statement."""
    running = select(CaseHold.case_id, CaseHold.kind).where(CaseHold.case_id.in_(case_ids), CaseHold.ended_on.is_(None))
    holds: dict[int, set[HoldKind]] = {}
    for case_id, kind in db.session.execute(running):
        holds.setdefault(case_id, set()).add(kind)
    return holds
