"""Whoever opens an invitation: the one-time code to the invitation's own address, and the session that follows.

A code opens its invitation once, in the browser that asked for it, within ten minutes and five tries. On a sensitive
case none is mailed: the coordinator reads one out on the telephone, and it works in whatever browser. A session is a
row, as for people with an account: ending it ends every copy of its cookie.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Case, FormRequest, Invitation, InvitationCode, RespondentSession
from cdop.rules import form_b
from cdop.rules.actors import Actor, public
from cdop.rules.digests import secret_digest
from cdop.rules.typed_text import name_fault, text_fault
from cdop.rules.vocabulary import Action, ActorKind, AuditVerb, Role
from cdop.services import form_b_returns, invitations, outbox, submissions, unit
from cdop.services.access import request_to_change, require
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.invitations import CODE_DIGITS, CODE_MINUTES
from cdop.services.unit import writes

TOKEN_BYTES = 32
TRIES = 5
# Codes in an hour: for one link, and for one address with whatever links.
CODES_FOR_INVITATION, CODES_FOR_ADDRESS, WINDOW = 6, 20, timedelta(hours=1)
# Wrong codes in the life of a link, after which only the coordinator can send a new one: who guesses that often
# hits one of a million with a chance of 1 in 20,000.
WRONG_CODES = 50
SEEN_EVERY = timedelta(minutes=1)
LONGEST_NAME, LONGEST_ROLE = 70, 45
READ_OUT_MINUTES = 15
READ_OUT = ""
"""Instead of a browser's digest, with a code that works in any."""
NOT_MAILED = "This case is sensitive: its codes are read out on the telephone, and none is sent"
NOT_SENSITIVE = "This case is not marked as sensitive: the agency gets its code by e-mail"
NO_LINK = "No link of this request works: send a new one first"
TOO_MANY_WRONG = "Too many wrong codes were typed with this link: send a new link first"


class TooManyCodes(Exception):
    """So many codes were asked for, or guessed at, that no more are sent for now."""


class CodeRefused(Exception):
    """The code is wrong, too old, used, or was asked for in another browser."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """The invitation that a code opened."""

    invitation_id: int
    panel_id: int


@writes(AuditVerb.CODE_SENT)
def send_code(actor: Actor, token: str, browser: str, *, submission_id: str, now: datetime) -> None:
    """Send a new code to the address of the invitation; it works in `browser` only, whose earlier code is dead.

    Raises NotFound where the link opens nothing (any more), TooManyCodes, and Blocked on a sensitive case.
    """
    invitation, request = _open_invitation(token, now)
    if _is_sensitive(request):
        raise Blocked([NOT_MAILED])

    def act() -> str:
        _refuse_too_many(invitation, now)
        code = _new_code(invitation, secret_digest(browser), CODE_MINUTES, now)
        outbox.queue(
            invitation.panel_id,
            # Not by its id: the id of a code that was forgotten may be given to another.
            key=f"form_b_code:{code.nonce}",
            template="form_b_code",
            to=invitation.email,
            context={"code": code.id, "invitation": invitation.public_id},
            case_id=request.case_id,
            now=now,
        )
        return str(code.id)

    submissions.once(actor, submission_id, act, now=now, said=(token, browser))


@writes(AuditVerb.CODE_READ_OUT)
def make_code_to_read_out(actor: Actor, request_id: str, *, submission_id: str | None = None, now: datetime) -> str:
    """Return the digits of a new code for a request of a sensitive case, to be read out on the telephone.

    Those that were read out before are dead. Raises NotFound, Forbidden, and Blocked where no code is read out.
    """
    request = request_to_change(actor, request_id, Action.FORM_B_REQUEST)

    def act() -> str:
        invitation = invitations.live(request)
        if not _is_sensitive(request):
            raise Blocked([NOT_SENSITIVE])
        if invitation is None or invitation.expires_at <= now:
            raise Blocked([NO_LINK])
        if _wrong_tries(invitation) >= WRONG_CODES:
            raise Blocked([TOO_MANY_WRONG])
        return str(_new_code(invitation, READ_OUT, READ_OUT_MINUTES, now).id)

    code_id = submissions.once(actor, submission_id, act, now=now, said=("read out", request_id))
    return invitations.code_of(db.session.get_one(InvitationCode, int(code_id)))


def open_form(token: str, browser: str, *, code: str, name: str, role: str, now: datetime) -> str:
    """Return the token of a new session for whoever typed the right code and said who they are.

    Raises NotFound where the link opens nothing (any more), Invalid for a name or role that cannot be kept,
    CodeRefused.
    """
    if faults := _faults(name, role):
        raise Invalid(faults)
    opened = _try_code(public(), token, browser, "".join(code.split()), now=now)
    if opened is None:
        raise CodeRefused
    actor = Actor(
        ActorKind.INVITATION,
        panel_id=opened.panel_id,
        invitation_id=opened.invitation_id,
        name=f"{name} ({role})",
    )
    return _begin(actor, name, role, now=now)


def open_with_account(actor: Actor, request_id: str, *, now: datetime) -> str:
    """Return the token of a new session on a request of the actor's own agency, without a code. Raises NotFound."""
    require(actor, Action.OWN_REQUEST_LIST)
    own = (FormRequest.public_id == request_id) & (FormRequest.panel_id == actor.panel_id)
    live = Invitation.ended_at.is_(None) & (Invitation.expires_at > now) & FormRequest.status.in_(form_b.OPEN)
    joined = select(Invitation.id).join(FormRequest, FormRequest.id == Invitation.request_id)
    found = db.session.scalar(joined.where(own, live, FormRequest.agency_id.in_(actor.agency_ids)))
    if found is None:
        raise NotFound
    name, role = actor.name[:LONGEST_NAME], _role(actor)
    who = Actor(ActorKind.INVITATION, panel_id=actor.panel_id, invitation_id=found, name=f"{name} ({role})")
    return _begin(who, name, role, now=now, user_id=actor.user_id)


def _role(actor: Actor) -> str:
    return (Role.AGENCY_LEAD if Role.AGENCY_LEAD in actor.roles else Role.AGENCY_RESPONDENT).value


@writes(AuditVerb.RESPONDENT_LEFT)
def leave(actor: Actor, token: str, *, now: datetime) -> None:
    """End the session of this token."""
    session = db.session.get(RespondentSession, secret_digest(token))
    if session is not None and session.ended_at is None:
        session.ended_at = now
        unit.record("invitation", session.invitation_id)


@writes(AuditVerb.INVITATION_OPENED)
def seen(actor: Actor, token: str, *, now: datetime) -> None:
    """Note that the session is in use, so that it does not end for idleness."""
    session = db.session.get(RespondentSession, secret_digest(token))
    if session is not None and session.last_seen_at < now:
        session.last_seen_at = now


@writes(AuditVerb.INVITATION_OPENED_LATE)
def opened_late(actor: Actor, token: str, *, now: datetime) -> None:
    """Note, for the coordinator, that somebody opened a link after its end. Only the first time is kept."""
    invitation = db.session.scalar(_with_token(token).with_for_update())
    if invitation is not None and invitation.opened_late_at is None and not _is_live(invitation, now):
        invitation.opened_late_at = now


@writes(AuditVerb.CODE_REFUSED)
def _try_code(actor: Actor, token: str, browser: str, typed: str, *, now: datetime) -> _Opened | None:
    """Use the code up if it is right, count the try if it is not."""
    invitation, request = _open_invitation(token, now)
    mark = READ_OUT if _is_sensitive(request) else secret_digest(browser)
    code = db.session.scalar(_live_codes(invitation, mark).with_for_update())
    if code is None or code.expires_at <= now or code.tries >= TRIES:
        unit.record("invitation", invitation.id, case_id=request.case_id)
        return None
    is_right = len(typed) == CODE_DIGITS and hmac.compare_digest(typed.encode(), invitations.code_of(code).encode())
    if not is_right:
        code.tries += 1
        return None
    code.used_at = code.ended_at = now
    return _Opened(invitation.id, invitation.panel_id)


@writes(AuditVerb.INVITATION_OPENED)
def _begin(actor: Actor, name: str, role: str, *, now: datetime, user_id: int | None = None) -> str:
    """Begin a session; `user_id` is of the account by which it was opened, where it was by one."""
    invitation = db.session.get_one(Invitation, actor.invitation_id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session = RespondentSession(
        token_digest=secret_digest(token),
        invitation_id=invitation.id,
        user_id=user_id,
        person_name=name,
        person_role=role,
        started_at=now,
        last_seen_at=now,
    )
    db.session.add(session)
    form_b_returns.opened(actor, name, role, now=now)
    unit.record("invitation", invitation.id, user_id=user_id)
    return token


def _open_invitation(token: str, now: datetime) -> tuple[Invitation, FormRequest]:
    """The invitation of a link that opens something, locked. Raises NotFound."""
    invitation = db.session.scalar(_with_token(token).with_for_update())
    if invitation is None or not _is_live(invitation, now):
        raise NotFound
    return invitation, db.session.get_one(FormRequest, invitation.request_id)


def _with_token(token: str) -> Any:
    return select(Invitation).where(Invitation.token_digest == secret_digest(token))


def _is_live(invitation: Invitation, now: datetime) -> bool:
    return invitation.ended_at is None and invitation.expires_at > now


def _is_sensitive(request: FormRequest) -> bool:
    return db.session.scalar(select(Case.sensitive_at).where(Case.id == request.case_id)) is not None


def _new_code(invitation: Invitation, mark: str, minutes: int, now: datetime) -> InvitationCode:
    """A code for `mark`, whose earlier codes are dead."""
    for earlier in db.session.scalars(_live_codes(invitation, mark)):
        earlier.ended_at = now
    code = InvitationCode(
        panel_id=invitation.panel_id,
        invitation_id=invitation.id,
        nonce=invitations.new_nonce(),
        browser_digest=mark,
        sent_at=now,
        expires_at=now + timedelta(minutes=minutes),
        tries=0,
    )
    db.session.add(code)
    db.session.flush()
    return code


def _live_codes(invitation: Invitation, browser_digest: str) -> Any:
    return select(InvitationCode).where(
        InvitationCode.invitation_id == invitation.id,
        InvitationCode.browser_digest == browser_digest,
        InvitationCode.used_at.is_(None),
        InvitationCode.ended_at.is_(None),
    )


def _refuse_too_many(invitation: Invitation, now: datetime) -> None:
    of_link = InvitationCode.invitation_id == invitation.id
    lately = select(func.count()).select_from(InvitationCode).where(InvitationCode.sent_at > now - WINDOW)
    of_address = lately.join(Invitation, Invitation.id == InvitationCode.invitation_id)
    is_too_many = (
        (db.session.scalar(lately.where(of_link)) or 0) >= CODES_FOR_INVITATION
        or (db.session.scalar(of_address.where(Invitation.email == invitation.email)) or 0) >= CODES_FOR_ADDRESS
        or _wrong_tries(invitation) >= WRONG_CODES
    )
    if is_too_many:
        raise TooManyCodes


def _wrong_tries(invitation: Invitation) -> int:
    wrong = select(func.coalesce(func.sum(InvitationCode.tries), 0))
    return db.session.scalar(wrong.where(InvitationCode.invitation_id == invitation.id)) or 0


def _faults(name: str, role: str) -> dict[str, str]:
    found = {
        "name": name_fault(name, "Your name", LONGEST_NAME) if name else "Enter your name",
        "role": text_fault(role, "Your role", LONGEST_ROLE) if role else "Enter your role",
    }
    return {field: fault for field, fault in found.items() if fault}
