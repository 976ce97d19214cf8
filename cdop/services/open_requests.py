"""The request that somebody at an agency has open, for the verbs that change something of it."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from cdop.extensions import db
from cdop.models import Agency, FormRequest, FormResponse, Invitation, RequestedForm
from cdop.questionnaires import registry
from cdop.questionnaires.spec import FormSpec
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.facts import RequestSubject
from cdop.rules.vocabulary import Action, RequestStatus
from cdop.services.access import require
from cdop.services.errors import Blocked, NotFound

ENDED = "This form was sent, or is no longer needed, or the panel sent a new link. Nothing more can be saved on it"


@dataclass(frozen=True, slots=True)
class OpenForm:
    """One form of a request that somebody at an agency has open, with what it takes to write on it."""

    request: FormRequest
    agency_kind: str
    response: FormResponse
    spec: FormSpec


def opened(actor: Actor) -> FormRequest:
    """Return the request that the actor's invitation opens, locked. Raises Blocked where it opens none any more."""
    request = db.session.scalar(_OPEN, {"invitation_id": actor.invitation_id}, execution_options=_ANEW)
    if request is None:
        raise Blocked([ENDED])
    _require_open(actor, request)
    return request


def opened_form(actor: Actor, form_key: str) -> OpenForm:
    """Return one form of that request, locked as well. Raises Blocked as `opened`, NotFound where it is not asked for.

    One statement.
    """
    said = {"invitation_id": actor.invitation_id, "form_key": form_key}
    row = db.session.execute(_OPEN_FORM, said, execution_options=_ANEW).one_or_none()
    if row is None:
        opened(actor)
        raise NotFound
    request, kind, response, sections, age_years = row
    _require_open(actor, request)
    return OpenForm(request, kind, response, registry.asked(form_key, response.form_version, sections, age_years))


def _require_open(actor: Actor, request: FormRequest) -> None:
    subject = RequestSubject(request.id, request.case_id, request.panel_id, actor.invitation_id)
    require(actor, Action.FORM_B_ANSWER, subject)
    if request.status not in form_b.OPEN:
        raise Blocked([ENDED])


def note_change(request: FormRequest) -> None:
    """Note that its agency changes something: its draft is not abandoned.

    Nobody releases what has changed since it was sent for release: it is to be sent again.
    """
    if request.purge_on is not None:  # a row that is set to what it is costs as much as one that changes
        request.purge_on = None
    if request.status is RequestStatus.WAITING_FOR_RELEASE:
        request.status, request.release_note = RequestStatus.IN_PROGRESS, None


_ANEW = {"populate_existing": True}
_OF_INVITATION = (Invitation.id == bindparam("invitation_id")) & Invitation.ended_at.is_(None)
# What is locked is read as whoever had the lock before left it.
_OPEN = (
    select(FormRequest)
    .join(Invitation, Invitation.request_id == FormRequest.id)
    .where(_OF_INVITATION)
    .with_for_update(of=(FormRequest, Invitation))
)
_OPEN_FORM = (
    select(FormRequest, Agency.kind, FormResponse, RequestedForm.section_keys, RequestedForm.age_years)
    .join(Invitation, Invitation.request_id == FormRequest.id)
    .join(Agency, Agency.id == FormRequest.agency_id)
    .join(RequestedForm, RequestedForm.request_id == FormRequest.id)
    .join(FormResponse, FormResponse.id == RequestedForm.response_id)
    .where(_OF_INVITATION, RequestedForm.form_key == bindparam("form_key"))
    .with_for_update(of=(FormRequest, Invitation, RequestedForm, FormResponse))
)
