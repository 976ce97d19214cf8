"""Tokens with which other programs read released figures: made, ended, and looked at each time one is used."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import ApiToken, Panel
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.api_tokens import MOST, SCOPES, ApiScope, Token, ends_on
from cdop.rules.audit_verbs import AuditVerb
from cdop.rules.digests import secret_digest
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action
from cdop.services import audit, submissions, tries
from cdop.services.access import require
from cdop.services.errors import Blocked, NotFound
from cdop.services.unit import writes

SECRET_BYTES = 32
ASKED_WITH_ONE, TRIED_FROM_ONE_PLACE, WINDOW = 300, 60, timedelta(minutes=10)
MADE_ALREADY = (
    "This token was made already, and what opens it was shown then. If you did not copy it, end the token and make "
    "another"
)
TOO_MANY = f"There are {MOST} tokens in force already. End one that is no longer needed."


class TooMuchAsked(Exception):
    """So much was asked for within a short time that the program has to wait."""


@writes(AuditVerb.API_TOKEN_MADE)
def make(
    actor: Actor,
    *,
    name: str,
    scopes: Collection[ApiScope],
    days: int,
    submission_id: str | None,
    today: date,
    now: datetime,
) -> tuple[str, date]:
    """Make a token of the actor's panel and return its secret, which is kept nowhere, and its last day.

    Raises Forbidden, and Blocked where too many are in force, or a form is sent twice: its secret was told the first
    time.
    """
    require(actor, Action.API_TOKEN_EDIT)
    secret, ends = secrets.token_urlsafe(SECRET_BYTES), ends_on(today, days)
    digest = secret_digest(secret)

    def act() -> str:
        _nothing_too_many(actor, today)
        token = ApiToken(
            panel_id=actor.panel_id,
            name=name,
            token_digest=digest,
            scopes=[scope.value for scope in SCOPES if scope in scopes],
            expires_on=ends,
            made_by_name=actor.name,
            created_at=now,
            created_by_id=actor.user_id,
        )
        db.session.add(token)
        return digest

    if submissions.once(actor, submission_id, act, now=now, said=("api token", name, sorted(scopes), days)) != digest:
        raise Blocked([MADE_ALREADY])
    return secret, ends


def _nothing_too_many(actor: Actor, today: date) -> None:
    db.session.execute(select(Panel.id).where(Panel.id == actor.panel_id).with_for_update())
    in_force = (ApiToken.panel_id == actor.panel_id, ApiToken.revoked_at.is_(None), ApiToken.expires_on >= today)
    if (db.session.scalar(select(func.count()).select_from(ApiToken).where(*in_force)) or 0) >= MOST:
        raise Blocked([TOO_MANY])


@writes(AuditVerb.API_TOKEN_REVOKED)
def revoke(actor: Actor, public_id: str, *, now: datetime) -> None:
    """End a token of the actor's panel at once; one that ended before stays as it is. Raises NotFound, Forbidden."""
    mine = (ApiToken.panel_id == actor.panel_id) & (ApiToken.public_id == public_id)
    token = db.session.scalar(select(ApiToken).where(mine).with_for_update())
    if token is None:
        raise NotFound
    require(actor, Action.API_TOKEN_EDIT, PanelSubject(token.panel_id))
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by_name = now, actor.name


def opened(secret: str, *, caller: str, today: date, now: datetime) -> Token | None:
    """Return what a secret opens, None where it opens nothing (any more).

    Each use is counted by the token, whose row has the day of the last one, and a secret that opens nothing by the
    `caller`. Raises TooMuchAsked.
    """
    digest = secret_digest(secret)
    in_force = (ApiToken.token_digest == digest, ApiToken.revoked_at.is_(None), ApiToken.expires_on >= today)
    columns = (ApiToken.id, ApiToken.panel_id, ApiToken.name, ApiToken.scopes, ApiToken.last_used_on)
    row = db.session.execute(select(*columns).where(*in_force)).one_or_none()
    db.session.rollback()
    mark, most = (f"api:{digest}", ASKED_WITH_ONE) if row else (f"api by:{caller}", TRIED_FROM_ONE_PLACE)
    first = row.id if row and row.last_used_on != today else None
    actor = actors.program(row.panel_id, row.name) if row else actors.public()
    if _count(actor, mark, most, first_today=first, today=today, now=now):
        raise TooMuchAsked
    return None if row is None else Token(row.panel_id, row.name, frozenset(ApiScope(each) for each in row.scopes))


@writes(AuditVerb.API_ASKED)
def _count(actor: Actor, mark: str, most: int, *, first_today: int | None, today: date, now: datetime) -> bool:
    if first_today is not None:
        db.session.get_one(ApiToken, first_today).last_used_on = today
    return tries.count({audit.keyed_digest(mark): most}, within=WINDOW, now=now)
