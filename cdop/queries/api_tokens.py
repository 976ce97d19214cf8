"""The tokens of a panel, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from cdop.extensions import db
from cdop.models import ApiToken
from cdop.queries.releases import ON_A_PAGE
from cdop.rules.actors import Actor
from cdop.rules.api_tokens import SCOPES, ApiScope


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token as its page shows it."""

    public_id: str
    name: str
    scopes: list[str]
    created_at: datetime
    made_by_name: str
    expires_on: date
    last_used_on: date | None
    revoked_at: datetime | None
    revoked_by_name: str | None

    @property
    def opens(self) -> str:
        """What it opens, in words."""
        return "; ".join(SCOPES[ApiScope(scope)] for scope in self.scopes)

    def is_in_force(self, today: date) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and self.expires_on >= today


def tokens(actor: Actor, page: int) -> tuple[tuple[TokenRow, ...], bool]:
    """Return a page of the tokens of the actor's panel, and whether there are older ones. One statement."""
    query = _of_panel(actor).order_by(ApiToken.created_at.desc(), ApiToken.id.desc())
    rows = db.session.execute(query.offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE + 1)).all()
    return tuple(TokenRow(*row) for row in rows[:ON_A_PAGE]), len(rows) > ON_A_PAGE


def token(actor: Actor, public_id: str) -> TokenRow | None:
    """Return a token of the actor's panel by its public id, None where there is no such token."""
    row = db.session.execute(_of_panel(actor).where(ApiToken.public_id == public_id)).one_or_none()
    return None if row is None else TokenRow(*row)


def _of_panel(actor: Actor) -> Select[Any]:
    columns = [getattr(ApiToken, name) for name in TokenRow.__slots__]
    return select(*columns).where(ApiToken.panel_id == actor.panel_id)
