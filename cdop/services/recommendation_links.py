"""The link by which the owner of a recommendation answers, and the words of the message that brings it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Recommendation
from cdop.rules.recommendations import CLOSED
from cdop.services import invitations


class Settings(Protocol):
    """What of the application's settings a link needs."""

    @property
    def base_url(self) -> str: ...


def link_secret(recommendation: Recommendation) -> str:
    """Return the secret of the owner's link: 256 bits, good for this recommendation."""
    return invitations.derived_secret(f"recommendation:{recommendation.id}:{recommendation.nonce}")


def is_awaited(context: Mapping[str, Any], _now: datetime) -> bool:
    """Say whether the answer to a recommendation is still awaited."""
    of_it = Recommendation.public_id == context["recommendation"]
    status = db.session.scalar(select(Recommendation.status).where(of_it))
    return status is not None and status not in CLOSED


def words(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """Return the reference of a recommendation and its owner's link, as the message says them."""
    of_it = select(Recommendation).where(Recommendation.public_id == context["recommendation"])
    link = f"{settings.base_url}/recommendation/{link_secret(db.session.scalars(of_it).one())}"
    return {"reference": context["reference"], "link": link}
