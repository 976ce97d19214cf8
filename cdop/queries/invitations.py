"""Invitations and whoever opened them: what a link shows, whose a session is, and what the coordinator sees of both."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from cdop.extensions import db
from cdop.models import (
    Agency,
    AgencyMember,
    Case,
    FormRequest,
    Invitation,
    InvitationCode,
    Panel,
    RespondentSession,
    User,
)
from cdop.models.base import UtcDateTime
from cdop.prepared import Prepared
from cdop.queries.people import PanelView
from cdop.queries.reading import read
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import ActorKind, RequestStatus


@dataclass(frozen=True, slots=True)
class Link:
    """What the page of a link shows before anybody said who they are: nothing about the child."""

    panel: PanelView
    reference: str
    is_sensitive: bool


@dataclass(frozen=True, slots=True)
class Respondent:
    """Whoever has a form open, as an actor of the panel that asked."""

    actor: Actor
    panel: PanelView
    last_seen_at: datetime
    reference: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is shown after a form was sent: nothing about the child."""

    panel: PanelView
    agency: str
    reference: str
    status: RequestStatus
    returned_at: datetime
    sent_by: str | None
    released_by: str | None


@dataclass(frozen=True, slots=True)
class SentLink:
    """One link that was sent, and what became of it. `wrong_codes` counts the codes that were refused."""

    email: str
    sent_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    ended_because: str | None
    opened_late_at: datetime | None
    wrong_codes: int

    @property
    def last_day(self) -> date:
        """The last day on which it opens the form."""
        return (self.expires_at - timedelta(seconds=1)).astimezone(LONDON).date()


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody who opened the form."""

    name: str
    role: str
    at: datetime
    last_seen_at: datetime


def link(token_digest: str, *, now: datetime) -> Link | None:
    """Return what the page of a link shows, None for one that opens nothing (any more)."""
    columns = (FormRequest.public_id.label("request_id"), Case.sensitive_at)
    query = select(*_PANEL, *columns).select_from(Invitation)
    joined = (
        query.join(FormRequest, FormRequest.id == Invitation.request_id)
        .join(Case, Case.id == FormRequest.case_id)
        .join(Panel, Panel.id == FormRequest.panel_id)
    )
    opens = (Invitation.token_digest == token_digest) & Invitation.ended_at.is_(None) & (Invitation.expires_at > now)
    row = db.session.execute(joined.where(opens)).one_or_none()
    if row is None:
        return None
    return Link(PanelView(*tuple(row)[:-2]), form_b.reference(row.request_id), row.sensitive_at is not None)


def respondent(token_digest: str, *, now: datetime, idle: timedelta, whole: timedelta) -> Respondent | None:
    """Return whose session this is; None where it ended, idled too long, or its invitation opens nothing any more.

    Nor is there one for an account that was disabled or no longer answers for the agency.
    """
    limits = {"started_after": now - whole, "seen_after": now - idle, "now": now}
    row = read(_RESPONDENT, token_digest=token_digest, **limits).one_or_none()
    if row is None:
        return None
    panel = PanelView(*tuple(row)[:-5])
    name = f"{row.person_name} ({row.person_role})"
    actor = Actor(ActorKind.INVITATION, panel_id=panel.id, invitation_id=row.invitation_id, name=name)
    return Respondent(actor, panel, row.last_seen_at, form_b.reference(row.request_id))


def receipt(request_id: str) -> Receipt | None:
    """Return the receipt of a form that was sent, by the request's public id; None where none was."""
    people = (FormRequest.sent_by, FormRequest.released_by)
    columns = (Agency.name.label("agency"), FormRequest.status, FormRequest.returned_at, *people)
    query = select(*_PANEL, *columns).select_from(FormRequest).join(Panel, Panel.id == FormRequest.panel_id)
    joined = query.join(Agency, Agency.id == FormRequest.agency_id)
    sent = (FormRequest.public_id == request_id) & FormRequest.returned_at.is_not(None)
    row = db.session.execute(joined.where(sent)).one_or_none()
    if row is None:
        return None
    reference = form_b.reference(request_id)
    return Receipt(PanelView(*tuple(row)[:-5]), row.agency, reference, *tuple(row)[-4:])


def sent_links(request_id: int) -> tuple[SentLink, ...]:
    """Return the links of a request that the reader may see, newest first."""
    wrong = select(func.coalesce(func.sum(InvitationCode.tries), 0))
    of_link = wrong.where(InvitationCode.invitation_id == Invitation.id).scalar_subquery()
    columns: tuple[Any, ...] = (Invitation.email, Invitation.created_at, Invitation.expires_at, Invitation.ended_at)
    query = select(*columns, Invitation.ended_because, Invitation.opened_late_at, of_link)
    rows = db.session.execute(query.where(Invitation.request_id == request_id).order_by(Invitation.id.desc()))
    return tuple(SentLink(*tuple(row)) for row in rows)


def openings(request_id: int) -> tuple[Opening, ...]:
    """Return who opened the form of a request that the reader may see, newest first."""
    session = RespondentSession
    query = select(session.person_name, session.person_role, session.started_at, session.last_seen_at)
    joined = query.join(Invitation, Invitation.id == session.invitation_id)
    rows = db.session.execute(joined.where(Invitation.request_id == request_id).order_by(session.started_at.desc()))
    return tuple(Opening(row[0] or "", row[1] or "", row[2], row[3]) for row in rows)


_PANEL: tuple[Any, ...] = (
    Panel.id,
    Panel.public_id,
    Panel.name.label("panel_name"),
    Panel.colour,
    Panel.telephone,
    Panel.email,
)
# Whoever opened it with an account has to answer for the agency still.
_MEMBER = (
    select(AgencyMember.user_id)
    .join(User, User.id == AgencyMember.user_id)
    .where(
        AgencyMember.user_id == RespondentSession.user_id,
        AgencyMember.agency_id == FormRequest.agency_id,
        User.disabled_at.is_(None),
    )
)
_RESPONDENT = Prepared(
    select(
        *_PANEL,
        RespondentSession.invitation_id,
        RespondentSession.person_name,
        RespondentSession.person_role,
        RespondentSession.last_seen_at,
        FormRequest.public_id.label("request_id"),
    )
    .select_from(RespondentSession)
    .join(Invitation, Invitation.id == RespondentSession.invitation_id)
    .join(FormRequest, FormRequest.id == Invitation.request_id)
    .join(Panel, Panel.id == Invitation.panel_id)
    .where(
        RespondentSession.token_digest == bindparam("token_digest"),
        RespondentSession.ended_at.is_(None),
        RespondentSession.started_at > bindparam("started_after", type_=UtcDateTime),
        RespondentSession.last_seen_at > bindparam("seen_after", type_=UtcDateTime),
        Invitation.ended_at.is_(None),
        Invitation.expires_at > bindparam("now", type_=UtcDateTime),
        RespondentSession.user_id.is_(None) | _MEMBER.exists(),
    )
)
