"""The words of the messages about awaited notifications: a reference and a link, nothing of the child."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, AwaitedNotification
from cdop.rules.dates import written_date
from cdop.rules.vocabulary import AwaitedStatus


class Settings(Protocol):
    """What of the application's settings a message needs."""

    @property
    def base_url(self) -> str: ...


def to_agency(context: Mapping[str, Any], settings: Settings) -> Mapping[str, str]:
    """Return the words of a message to the agency that is to notify, with the link to the form for everybody."""
    row, agency = _found(context)
    return {
        "reference": row.reference,
        "agency": agency or "Your agency",
        "asked_on": written_date(row.asked_at) if row.asked_at else "",
        "due_on": written_date(row.due_on) if row.due_on else "",
        "link": f"{settings.base_url}/notify?awaited={row.reference}",
    }


def to_coordinator(context: Mapping[str, Any], settings: Settings) -> Mapping[str, str]:
    """Return the words of a message to the panel's coordinators, with the link to its page, which asks to sign in."""
    row, agency = _found(context)
    link = f"{settings.base_url}/awaited/{row.public_id}"
    return {"reference": row.reference, "agency": agency or "", "link": link}


def is_awaited(context: Mapping[str, Any], now: datetime) -> bool:
    """Say whether a message still has its reason: nothing has arrived, and the agency that it asks is still the one."""
    row, _agency = _found(context)
    asked = db.session.scalar(select(Agency.public_id).where(Agency.id == row.agency_id))
    return row.status is AwaitedStatus.AWAITED and context.get("agency", asked) == asked


def _found(context: Mapping[str, Any]) -> tuple[AwaitedNotification, str | None]:
    query = select(AwaitedNotification, Agency.name).outerjoin(Agency, Agency.id == AwaitedNotification.agency_id)
    row = db.session.execute(query.where(AwaitedNotification.public_id == context["awaited"])).one()
    return row[0], row[1]
