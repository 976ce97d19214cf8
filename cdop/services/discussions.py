"""What becomes of a case at the panel's meeting: noted, adjourned, or agreed subject to one thing still to come."""

from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AgendaItem, Case
from cdop.queries import analysis
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import Action, AgendaItemStatus, AuditVerb
from cdop.services import findings, lifecycle
from cdop.services.access import case_to_change
from cdop.services.errors import Blocked, Invalid, Stale
from cdop.services.unit import writes

NOT_AGREED = "It was not agreed subject to anything"


@writes(AuditVerb.DISCUSSION_NOTED)
def note(actor: Actor, case_id: str, *, discussion: str, dissent: str, version: int, now: datetime) -> None:
    """Keep what was discussed about a case on an agenda, and who disagreed and why. `case_id` is its public id.

    Raises NotFound, Forbidden, Blocked where it is on no agenda, and Stale where somebody else wrote meanwhile.
    """
    item, _case = _listed(actor, case_id, Action.ANALYSIS_DRAFT, version)
    item.discussion, item.dissent = discussion.strip() or None, dissent.strip() or None


@writes(AuditVerb.CASE_ADJOURNED)
def adjourn(actor: Actor, case_id: str, *, reason: str, awaited: str, version: int, now: datetime) -> None:
    """Adjourn a case with the reason and what is awaited; it is ready again. Raises as `note`, and Invalid."""
    item, case = _listed(actor, case_id, Action.AGENDA_EDIT, version)
    faults = {"reason": "Say why it is adjourned", "awaited": "Say what is awaited, and from whom"}
    _refuse({name: words for name, words in faults.items() if not {"reason": reason, "awaited": awaited}[name].strip()})
    lifecycle.advance(actor, case, "take off the agenda", reason, now=now)
    item.status, item.reason, item.awaited = AgendaItemStatus.ADJOURNED, reason.strip(), awaited.strip()


@writes(AuditVerb.AGREED_SUBJECT)
def agree_subject_to(actor: Actor, case_id: str, thing: str, *, version: int, now: datetime) -> None:
    """Agree the analysis subject to one named thing; it is signed once the chair has recorded that the thing came.

    Raises as `note`, Invalid, and Blocked where the meeting may not agree.
    """
    item, case = _listed(actor, case_id, Action.ANALYSIS_SIGN, version)
    _refuse({} if thing.strip() else {"thing": "Name the one thing that the agreement waits for"})
    today = now.astimezone(LONDON).date()
    reasons = [*findings.meeting_obstacles(analysis.listed_meeting(case.id), today, is_settled=True)]
    if not analysis.draft(case.id, today).is_begun:
        reasons.append(f"{findings.NOT_BEGUN}: write what the panel agrees on first")
    if reasons:
        raise Blocked(reasons)
    item.subject_to, item.settled_how, item.settled_at, item.settled_by = thing.strip(), None, None, None


@writes(AuditVerb.SUBJECT_SETTLED)
def settle(actor: Actor, case_id: str, how: str, *, version: int, now: datetime) -> None:
    """Record the chair's action between meetings: the thing that the agreement waited for has come, and what it says.

    Raises as `note`, Invalid, and Blocked where nothing is awaited.
    """
    item, _case = _listed(actor, case_id, Action.ANALYSIS_SIGN, version)
    if item.subject_to is None:
        raise Blocked([NOT_AGREED])
    _refuse({} if how.strip() else {"how": "Say what came and what it says"})
    item.settled_how, item.settled_at, item.settled_by = how.strip(), now, actor.name


def _listed(actor: Actor, case_id: str, action: Action, version: int) -> tuple[AgendaItem, Case]:
    case = case_to_change(actor, case_id, action)
    listed = (AgendaItem.case_id == case.id) & (AgendaItem.status == AgendaItemStatus.LISTED)
    item = db.session.scalar(select(AgendaItem).where(listed).order_by(AgendaItem.id.desc()).with_for_update())
    if item is None:
        raise Blocked([findings.NOT_ON_AGENDA])
    if item.version != version:
        raise Stale
    return item, case


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise Invalid(faults)
