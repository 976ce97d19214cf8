"""A case whose analysis the chair has signed, with the meeting, the sealed version and the action that came of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import ActionItem, PanelMeeting
from cdop.queries import analysis
from cdop.questionnaires.answer import AnswerSet
from cdop.rules.actors import Actor
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import CaseStatus, Role
from cdop.services import findings, meetings
from tests.analyses import analysis as answers
from tests.beginnings import first_step
from tests.factories import MadeCase, add_case
from tests.meetings import QUORATE

_marks = count(1)
_AS_CHAIR = frozenset({Role.COORDINATOR, Role.CHAIR})


@dataclass(frozen=True, slots=True)
class SignedCase:
    """How a test names it; each id is a public id."""

    case: MadeCase
    meeting: str
    version: str
    action: str


@first_step
def listed_case(actor: Actor, *, now: datetime, **facts: Any) -> tuple[MadeCase, str]:
    """A case on the agenda of a meeting that was some days before `now`, each on its own day, and the meeting."""
    officer = replace(actor, roles=actor.roles | {Role.COORDINATOR})
    case = add_case(officer, now=now, status=CaseStatus.READY, **facts)
    others = db.session.scalar(select(func.count()).where(PanelMeeting.panel_id == officer.panel_id)) or 0
    starts_at = now - timedelta(days=others + 1)
    before = starts_at - timedelta(days=1)
    meeting = meetings.plan_meeting(officer, starts_at=starts_at, submission_id=f"{next(_marks):020}", now=before)
    meetings.put_on_agenda(officer, meeting, case.public_id, now=before)
    return case, meeting


@first_step
def attend(actor: Actor, meeting: str, *, now: datetime, parts: tuple[Part, ...] = QUORATE) -> None:
    """Record that people with these parts came to a meeting: by default so many that it is quorate."""
    version = db.session.scalars(select(PanelMeeting.version).where(PanelMeeting.public_id == meeting)).one()
    db.session.rollback()
    people = [{"name": f"Invented {part.value}", "part": part.value, "agency": ""} for part in parts]
    meetings.record_attendance(actor, meeting, people, version=version, now=now)


@first_step
def signed_case(actor: Actor, *, now: datetime, more: AnswerSet | None = None, **changes: Any) -> SignedCase:
    """Draft, sign and seal an analysis; the actor does it as chair, whoever they are. `more` are answers in groups."""
    case, meeting = listed_case(replace(actor, roles=_AS_CHAIR), now=now)
    return sign(actor, case, meeting, now=now, more=more, **changes)


@first_step
def sign(
    actor: Actor, case: MadeCase, meeting: str, *, now: datetime, more: AnswerSet | None = None, **changes: Any
) -> SignedCase:
    """The same of a case that is on the agenda of a meeting already."""
    chair = replace(actor, roles=_AS_CHAIR)
    attend(chair, meeting, now=now)
    findings.save_section(chair, case.public_id, answers(**changes) | dict(more or {}), seen={}, now=now)
    db.session.rollback()
    digest = findings.standing(chair, case.public_id, now=now).digest
    version = findings.sign(chair, case.public_id, digest=digest, submission_id=f"{next(_marks):020}", now=now)
    db.session.rollback()
    action = db.session.scalars(select(ActionItem.public_id).where(ActionItem.case_id == case.id)).one()
    assert [each.public_id for each in analysis.signed_versions(case.id)] == [version]
    db.session.rollback()
    return SignedCase(case, meeting, version, action)
