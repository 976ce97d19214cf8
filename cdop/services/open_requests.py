"""The request that somebody at an agency has open, for the verbs that change something of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from cdop.extensions import db
from cdop.models import Agency, FormRequest, FormResponse, Invitation, RequestedForm
from cdop.prepared import Prepared
from cdop.queries.reading import read
from cdop.questionnaires import registry
from cdop.questionnaires.spec import FormSpec
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.facts import RequestSubject
from cdop.rules.vocabulary import Action, RequestStatus, ResponseStatus
from cdop.services.access import require
from cdop.services.answers import ALREADY_SENT, StartedResponse
from cdop.services.errors import Blocked, NotFound

ENDED = "This form was sent, or is no longer needed, or the panel sent a new link. Nothing more can be saved on it"


@dataclass(frozen=True, slots=True)
class OpenForm:
    """One form of a request that somebody at an agency has open, locked, with what it takes to write on it."""

    request_id: int
    is_in_progress: bool
    """Whether the request says already that its agency is at work."""
    agency_kind: str
    response: StartedResponse
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
    row = read(_OPEN_FORM, **said).one_or_none()
    if row is None:
        opened(actor)
        raise NotFound
    _require_open(actor, row)
    if row.response_status is not ResponseStatus.STARTED:
        raise Blocked([ALREADY_SENT])
    return OpenForm(
        row.id,
        row.status is RequestStatus.IN_PROGRESS and row.purge_on is None,
        row.kind,
        StartedResponse(row.response_id, row.panel_id, row.case_id),
        registry.asked(form_key, row.form_version, row.section_keys, row.age_years),
    )


def _require_open(actor: Actor, request: Any) -> None:
    """`request`, or a row with its id, its case, its panel and its status."""
    subject = RequestSubject(request.id, request.case_id, request.panel_id, actor.invitation_id)
    require(actor, Action.FORM_B_ANSWER, subject)
    if request.status not in form_b.OPEN:
        raise Blocked([ENDED])


def note_answer(form: OpenForm) -> None:
    """Note that an answer of an open form changed: its request is in progress, whatever its agency said before."""
    if form.is_in_progress:
        return
    request = db.session.get_one(FormRequest, form.request_id)
    if request.status is RequestStatus.DECLINED:
        request.status_reason = None
    note_change(request)
    if request.status is not RequestStatus.IN_PROGRESS:
        request.status = RequestStatus.IN_PROGRESS


def note_change(request: FormRequest) -> None:
    """Note that its agency changes something: its draft is not abandoned.

    Nobody releases what has changed since it was sent for release: it is to be sent again.
    """
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
_OPEN_FORM = Prepared(
    select(
        FormRequest.id,
        FormRequest.panel_id,
        FormRequest.case_id,
        FormRequest.status,
        FormRequest.purge_on,
        Agency.kind,
        FormResponse.id.label("response_id"),
        FormResponse.form_version,
        FormResponse.status.label("response_status"),
        RequestedForm.section_keys,
        RequestedForm.age_years,
    )
    .join(Invitation, Invitation.request_id == FormRequest.id)
    .join(Agency, Agency.id == FormRequest.agency_id)
    .join(RequestedForm, RequestedForm.request_id == FormRequest.id)
    .join(FormResponse, FormResponse.id == RequestedForm.response_id)
    .where(_OF_INVITATION, RequestedForm.form_key == bindparam("form_key"))
    .with_for_update(of=(FormRequest, Invitation, RequestedForm, FormResponse))
)
