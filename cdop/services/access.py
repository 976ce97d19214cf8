"""May they? Asked by every verb, whatever the page allowed."""

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, FormRequest
from cdop.queries.cases import visible_to
from cdop.rules.actors import Actor
from cdop.rules.facts import CaseSubject, RequestSubject, Subject
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action
from cdop.services.errors import Forbidden, NotFound


def require(actor: Actor, action: Action, thing: Subject | None = None) -> None:
    """Return if `actor` may do `action`; raise Forbidden otherwise."""
    if not can(actor, action, thing):
        raise Forbidden(action)


def case_to_change(actor: Actor, public_id: str, action: Action) -> Case:
    """Return a case, locked for change within the open unit.

    One that the actor may not know of is NotFound, one they may only read is Forbidden.
    """
    case = db.session.scalar(select(Case).where(*visible_to(actor), Case.public_id == public_id).with_for_update())
    if case is None:
        raise NotFound
    require(actor, action, CaseSubject(case.id, case.panel_id))
    return case


def request_to_change(actor: Actor, public_id: str, action: Action) -> FormRequest:
    """Return a request for a form, locked for change within the open unit. Raises as `case_to_change` does."""
    joined = select(FormRequest).join(Case, Case.id == FormRequest.case_id).where(*visible_to(actor))
    request = db.session.scalar(joined.where(FormRequest.public_id == public_id).with_for_update(of=FormRequest))
    if request is None:
        raise NotFound
    require(actor, action, RequestSubject(request.id, request.case_id, request.panel_id))
    return request
