"""The link by which the owner of a recommendation or an action answers, and the words of the message that brings it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import ActionItem, Recommendation
from cdop.rules.owned import CLOSED, OwnedKind
from cdop.services import invitations

Owned = Recommendation | ActionItem
MODELS: Mapping[OwnedKind, type[Recommendation] | type[ActionItem]] = {
    OwnedKind.RECOMMENDATION: Recommendation,
    OwnedKind.ACTION: ActionItem,
}


class Settings(Protocol):
    """What of the application's settings a link needs."""

    @property
    def base_url(self) -> str: ...


def kind_of(row: Owned) -> OwnedKind:
    """Return what a row is."""
    return OwnedKind.ACTION if isinstance(row, ActionItem) else OwnedKind.RECOMMENDATION


def link_secret(row: Owned) -> str:
    """Return the secret of the owner's link: 256 bits, good for this row."""
    return invitations.derived_secret(f"{kind_of(row)}:{row.id}:{row.nonce}")


def is_awaited(context: Mapping[str, Any], _now: datetime) -> bool:
    """Say whether the answer to a recommendation or an action is still awaited."""
    kind = _kind_named(context)
    model = MODELS[kind]
    status = db.session.scalar(select(model.status).where(model.public_id == context[kind]))
    return status is not None and status not in CLOSED[kind]


def words(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """Return the reference of a recommendation or an action and its owner's link, as the message says them."""
    kind = _kind_named(context)
    model: type[Any] = MODELS[kind]
    row: Owned = db.session.scalars(select(model).where(model.public_id == context[kind])).one()
    return {"reference": context["reference"], "link": f"{settings.base_url}/{kind}/{link_secret(row)}"}


def words_of_answer(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """Return the reference of what an owner answered and the link to its page, which asks to sign in."""
    kind = _kind_named(context)
    return {"reference": context["reference"], "link": f"{settings.base_url}/{kind}s/{context[kind]}"}


def _kind_named(context: Mapping[str, Any]) -> OwnedKind:
    return next(kind for kind in OwnedKind if kind in context)
