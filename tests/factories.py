"""Invented cases, made as the register makes them: with their history and the words they are found by."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from cdop.extensions import db
from cdop.models import Case
from cdop.rules.actors import Actor
from cdop.rules.facts import CaseSubject
from cdop.rules.vocabulary import AuditVerb, CaseStatus, Modifiable, Residency
from cdop.services import cases, lifecycle
from cdop.services.unit import writes
from tests.beginnings import first_step

CHESHIRE_EAST = "E06000049"
SHROPSHIRE = "E06000051"
FINDINGS = {"reviewed_on": date(2026, 11, 5), "category": 7, "modifiable": Modifiable.NO}
STEPS = {
    CaseStatus.NOTIFIED: (),
    CaseStatus.GATHERING: ("start gathering information",),
    CaseStatus.REVIEW_MEETING: ("start gathering information", "hold the review meeting"),
    CaseStatus.READY: ("start gathering information", "make ready for panel"),
    CaseStatus.ON_AGENDA: ("start gathering information", "make ready for panel", "put on an agenda"),
}
STEPS[CaseStatus.REVIEWED] = (*STEPS[CaseStatus.ON_AGENDA], "complete the review")
STEPS[CaseStatus.NOT_FOR_REVIEW] = ("take out of review",)
STEPS[CaseStatus.CLOSED] = (*STEPS[CaseStatus.REVIEWED], "close")
WHY = "A stillbirth, as the invented trust wrote"

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class MadeCase:
    """How a test names the case it made."""

    id: int
    public_id: str
    panel_id: int
    reference: str

    @property
    def subject(self) -> CaseSubject:
        """The case as policy sees it."""
        return CaseSubject(self.id, self.panel_id)

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/cases/{self.public_id}"


@first_step
@writes(AuditVerb.REGISTER_IMPORTED)
def add_case(actor: Actor, *, now: datetime, status: CaseStatus = CaseStatus.NOTIFIED, **facts: Any) -> MadeCase:
    """Add a case to the actor's panel and walk it to `status`; for that the actor may move cases."""
    number = next(_numbers)
    case = Case(
        **{
            "panel_id": actor.panel_id,
            "reference": f"INV/{number}",
            "given_names": "Invented",
            "family_name": "Child",
            "born_on": date(2026, 3, 1),
            "died_on": date(2026, 5, 1),
            "notified_on": date(2026, 5, 2),
            "area_code": CHESHIRE_EAST,
            "residency": Residency.RESIDENT,
            "status": CaseStatus.NOTIFIED,
            "created_at": now,
            "created_by_id": actor.user_id,
        }
        | facts
    )
    cases.work_out(case)
    db.session.add(case)
    db.session.flush()
    cases.index_names(case)
    lifecycle.enter(actor, case, CaseStatus.NOTIFIED, now=now)
    for step in STEPS[status]:
        if step == "complete the review":
            for name, value in FINDINGS.items():
                setattr(case, name, value)
            cases.work_out(case)
        lifecycle.advance(actor, case, step, WHY if step == "take out of review" else None, now=now)
        db.session.flush()
    return MadeCase(case.id, case.public_id, case.panel_id, case.reference)


@writes(AuditVerb.REGISTER_IMPORTED)
def add_cases(actor: Actor, number: int, *, now: datetime, **facts: Any) -> list[MadeCase]:
    """Add so many cases in one unit, which is quicker."""
    return [add_case(actor, now=now, **facts) for _ in range(number)]
