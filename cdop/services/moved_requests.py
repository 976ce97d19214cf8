"""A request that was made on one case and is about the child of another goes to that one, with all that came of it."""

from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import CaseNote, FormRequest
from cdop.rules.actors import Actor
from cdop.rules.lifecycle import ENDED
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import case_belongings, unit
from cdop.services.access import case_to_change, request_to_change
from cdop.services.errors import Blocked, Invalid
from cdop.services.unit import writes

COMPLETE = "The review of case {} is complete: nothing is asked on it any more"


@writes(AuditVerb.FORM_B_MOVED)
def move(actor: Actor, request_id: str, case_id: str, reason: str, *, now: datetime) -> None:
    """Give a request (by its public id), with its forms, documents, contacts and links, to another case.

    The agency need not do anything: its link opens the form of the other child. A note on both cases says why. Raises
    Invalid without a reason or for the same case, Blocked where the other's review is complete, NotFound.
    """
    request = request_to_change(actor, request_id, Action.FORM_B_REQUEST)
    case = case_to_change(actor, case_id, Action.FORM_B_REQUEST)
    if not reason.strip():
        raise Invalid({"reason": "Say why the request is moved to another case"})
    if request.case_id == case.id:
        raise Invalid({"case": "The request is on this case already"})
    if case.status in ENDED:
        raise Blocked([COMPLETE.format(case.reference)])
    unit.reason(reason)
    before = request.case_id
    asked = select(FormRequest.number).where(FormRequest.case_id == case.id, FormRequest.agency_id == request.agency_id)
    request.number = max(db.session.scalars(asked), default=0) + 1
    case_belongings.move_request(request, case)
    case.agencies_asked_at = min(filter(None, (case.agencies_asked_at, request.sent_at)), default=now)
    for each, where in ((before, f"to case {case.reference}"), (case.id, "from another case to this one")):
        text = f"A request to an agency was moved {where}: {reason.strip()}"
        note = CaseNote(panel_id=case.panel_id, case_id=each, by_name=actor.name, text=text, created_at=now)
        note.created_by_id = actor.user_id
        db.session.add(note)
