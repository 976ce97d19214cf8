"""The tokens of a panel, newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

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
    columns = [getattr(ApiToken, name) for name in TokenRow.__slots__]
    query = select(*columns).where(ApiToken.panel_id == actor.panel_id)
    query = query.order_by(ApiToken.created_at.desc(), ApiToken.id.desc())
    rows = db.session.execute(query.offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE + 1)).all()
    return tuple(TokenRow(*row) for row in rows[:ON_A_PAGE]), len(rows) > ON_A_PAGE
