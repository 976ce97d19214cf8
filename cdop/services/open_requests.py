"""The request that somebody at an agency has open, for the verbs that change something of it."""

from cdop.extensions import db
from cdop.models import FormRequest, Invitation
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.facts import RequestSubject
from cdop.rules.vocabulary import Action, RequestStatus
from cdop.services.access import require
from cdop.services.errors import Blocked

ENDED = "This form was sent, or is no longer needed, or the panel sent a new link. Nothing more can be saved on it"


def opened(actor: Actor) -> FormRequest:
    """Return the request that the actor's invitation opens, locked. Raises Blocked where it opens none any more."""
    invitation = db.session.get(Invitation, actor.invitation_id or 0, with_for_update=True)
    if invitation is None or invitation.ended_at is not None:
        raise Blocked([ENDED])
    request = db.session.get_one(FormRequest, invitation.request_id, with_for_update=True)
    require(actor, Action.FORM_B_ANSWER, RequestSubject(request.id, request.case_id, request.panel_id, invitation.id))
    if request.status not in form_b.OPEN:
        raise Blocked([ENDED])
    return request


def note_change(request: FormRequest) -> None:
    """Note that its agency changes something: its draft is not abandoned.

    Nobody releases what has changed since it was sent for release: it is to be sent again.
    """
    request.purge_on = None
    if request.status is RequestStatus.WAITING_FOR_RELEASE:
        request.status, request.release_note = RequestStatus.IN_PROGRESS, None
