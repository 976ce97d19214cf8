"""Invitations to fill in a reporting form: the link's secret, its end, and the words of the messages that carry it.

A link opens nothing by itself. Its secret and the codes are worked out from a random number in the database and the
application's key, so neither alone is enough, and no message that waits to be sent holds one.
"""

import base64
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, Case, FormRequest, Invitation, InvitationCode, Panel, RespondentSession
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON, written_date
from cdop.rules.digests import secret_digest
from cdop.rules.vocabulary import RequestStatus
from cdop.services import keys, outbox

NONCE_BYTES = 16
CODE_DIGITS = 6
CODE_MINUTES = 10

CODE_FORGOTTEN = "no longer kept"
"""Instead of the digits, in a message that is looked at after its code was deleted."""

SENT_AGAIN = "sent again"
NO_LONGER_NEEDED = "no longer needed"
RETURNED = form_b.ENDED_BY_RETURN


class Settings(Protocol):
    """What of the application's settings a message needs."""

    @property
    def base_url(self) -> str: ...


def link_secret(invitation: Invitation) -> str:
    """Return the secret of an invitation's link: 256 bits, good for its one request."""
    return derived_secret(f"form request:{invitation.request_id}:{invitation.nonce}")


def derived_secret(purpose: str) -> str:
    """Return the secret of a link that is good for one purpose: 43 letters that fit an address."""
    return base64.urlsafe_b64encode(_derived(purpose)).decode().rstrip("=")


def code_of(code: InvitationCode) -> str:
    """Return the digits of a one-time code, good for its one invitation."""
    made = _derived(f"code:{code.invitation_id}:{code.nonce}")
    return f"{int.from_bytes(made) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def new_nonce() -> str:
    """Return the random number of a link or a code."""
    return secrets.token_hex(NONCE_BYTES)


def issue(actor: Actor, request: FormRequest, *, now: datetime) -> Invitation:
    """Make the invitation of a request and queue its message; links sent before are dead. Within the open unit."""
    end_all(request, SENT_AGAIN, now=now)
    if request.due_on is None:
        raise ValueError("a request that was not sent has no link")
    invitation = Invitation(
        panel_id=request.panel_id,
        request_id=request.id,
        email=request.recipient_email,
        nonce=new_nonce(),
        expires_at=form_b.link_ends_at(request.due_on),
        created_at=now,
        created_by_id=actor.user_id,
    )
    invitation.token_digest = secret_digest(link_secret(invitation))
    db.session.add(invitation)
    request.purge_on = None
    db.session.flush()
    template = "form_b_sent_back" if request.status is RequestStatus.SENT_BACK else "form_b_request"
    tell(template, request, invitation, now=now)
    return invitation


def tell(template: str, request: FormRequest, invitation: Invitation, *, now: datetime) -> None:
    """Queue a message about a request to the address of its invitation. Within the open unit."""
    outbox.queue(
        request.panel_id,
        key=f"{template}:{invitation.public_id}",
        template=template,
        to=invitation.email,
        context={"invitation": invitation.public_id},
        case_id=request.case_id,
        now=now,
    )


def tell_more(template: str, request: FormRequest, *, now: datetime) -> None:
    """Queue a message that may come several times, where a link opens the request. Within the open unit."""
    invitation = live(request)
    if invitation is not None:
        outbox.queue(
            request.panel_id,
            key=f"{template}:{invitation.public_id}:{now.isoformat()}",
            template=template,
            to=invitation.email,
            context={"invitation": invitation.public_id},
            case_id=request.case_id,
            now=now,
        )


def tell_who_releases(request: FormRequest, agency: Agency, *, now: datetime) -> None:
    """Queue the message that forms wait for release, to the agency's lead if it has one. Within the open unit."""
    invitation = live(request)
    if invitation is not None:
        outbox.queue(
            request.panel_id,
            key=f"form_b_to_release:{invitation.public_id}:{now.isoformat()}",
            template="form_b_to_release",
            to=agency.lead_email or invitation.email,
            context={"invitation": invitation.public_id},
            case_id=request.case_id,
            now=now,
        )


def live(request: FormRequest) -> Invitation | None:
    """Return the invitation that opens a request now, were it not for its expiry."""
    return db.session.scalar(select(Invitation).where(*_live(request)))


def end_all(request: FormRequest, because: str, *, now: datetime) -> None:
    """End the links of a request, and with them the codes and whoever has the form open. Within the open unit."""
    for invitation in db.session.scalars(select(Invitation).where(*_live(request)).with_for_update()).all():
        invitation.ended_at, invitation.ended_because = now, because
        _close(invitation, now)


def close_all(case_id: int, *, now: datetime) -> None:
    """End the codes of a case's links and whoever has its forms open; the links go on. Within the open unit."""
    joined = select(Invitation).join(FormRequest, FormRequest.id == Invitation.request_id)
    live = joined.where(FormRequest.case_id == case_id, Invitation.ended_at.is_(None))
    for invitation in db.session.scalars(live.order_by(Invitation.id).with_for_update(of=Invitation)).all():
        _close(invitation, now)


def _close(invitation: Invitation, now: datetime) -> None:
    for session in db.session.scalars(_of(RespondentSession, invitation)):
        session.ended_at = now
    for code in db.session.scalars(_of(InvitationCode, invitation)):
        code.ended_at = now


def is_link_live(context: Mapping[str, Any], now: datetime) -> bool:
    """Say whether the link of a message that waits to be sent still opens its form."""
    invitation, _request = _told_of(Invitation.public_id == context["invitation"])
    return invitation.ended_at is None and invitation.expires_at > now


def is_waiting_for_release(context: Mapping[str, Any], now: datetime) -> bool:
    """Say whether the form of a message that waits to be sent still waits for its agency's release."""
    invitation, request = _told_of(Invitation.public_id == context["invitation"])
    return invitation.ended_at is None and request.status is RequestStatus.WAITING_FOR_RELEASE


def is_purge_announced(context: Mapping[str, Any], now: datetime) -> bool:
    """Say whether the unsent answers that a message is about are still to be deleted on the day that it tells."""
    _invitation, request = _told_of(Invitation.public_id == context["invitation"])
    return request.purge_on == date.fromisoformat(context["purge_on"])


def is_code_live(context: Mapping[str, Any], now: datetime) -> bool:
    """Say whether the code of a message that waits to be sent still opens its form."""
    code = db.session.get(InvitationCode, context["code"])
    return code is not None and code.ended_at is None and code.expires_at > now


def words_of_request(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """Return the words of a message that carries the link, or is about it. Raises NoResultFound."""
    invitation, request = _told_of(Invitation.public_id == context["invitation"])
    due = written_date(request.due_on) if request.due_on else ""
    told = {"due_on": due, "link": f"{settings.base_url}/r/{link_secret(invitation)}"}
    is_sensitive = db.session.get_one(Case, request.case_id).sensitive_at is not None
    return _names(request) | told | {"by_telephone": "yes" if is_sensitive else ""}


def words_of_release(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """Return the words of the message that a form waits for its agency's release. Raises NoResultFound."""
    return words_of_request(context, settings) | {"accounts": f"{settings.base_url}/our-forms/"}


def words_of_purge(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """Return the words of the message that unsent answers will be deleted. Raises NoResultFound."""
    invitation, _request = _told_of(Invitation.public_id == context["invitation"])
    purge_on = date.fromisoformat(context["purge_on"])
    opens_till_then = invitation.ended_at is None and invitation.expires_at.astimezone(LONDON).date() >= purge_on
    told = {"purge_on": written_date(purge_on), "opens": "yes" if opens_till_then else ""}
    return words_of_request(context, settings) | told


def words_of_withdrawal(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """Return the words of the message that no form is needed any more. Raises NoResultFound."""
    _invitation, request = _told_of(Invitation.public_id == context["invitation"])
    return _names(request)


def words_of_code(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """Return the words of the message with a one-time code. Raises NoResultFound."""
    code = db.session.get(InvitationCode, context["code"])
    _invitation, request = _told_of(Invitation.public_id == context["invitation"])
    digits = code_of(code) if code else CODE_FORGOTTEN
    return _names(request) | {"code": digits, "minutes": str(CODE_MINUTES)}


def _derived(purpose: str) -> bytes:
    return keys.worked_out("invitations", purpose)


def _live(request: FormRequest) -> tuple[Any, ...]:
    return Invitation.request_id == request.id, Invitation.ended_at.is_(None)


def _of(model: type[RespondentSession] | type[InvitationCode], invitation: Invitation) -> Any:
    return select(model).where(model.invitation_id == invitation.id, model.ended_at.is_(None))


def _told_of(condition: Any) -> tuple[Invitation, FormRequest]:
    joined = select(Invitation, FormRequest).join(FormRequest, FormRequest.id == Invitation.request_id)
    invitation, request = db.session.execute(joined.where(condition)).one()
    return invitation, request


def _names(request: FormRequest) -> dict[str, str]:
    """Who asks whom, by which reference; nothing about the child."""
    panel = db.session.get_one(Panel, request.panel_id)
    agency = db.session.get_one(Agency, request.agency_id)
    telephone = panel.telephone or ""
    reference = form_b.reference(request.public_id)
    return {"panel": panel.name, "telephone": telephone, "agency": agency.name, "reference": reference}
