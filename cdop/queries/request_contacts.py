"""The contacts with an agency about a request. Whether somebody may read them is asked by whoever shows the request."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import RequestContact
from cdop.queries.form_b import RequestRow
from cdop.queries.requested_forms import FormOfRequest, forms_of_request
from cdop.rules.vocabulary import ContactWay, RequestStatus


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact: who, how, when, and what was said."""

    way: ContactWay
    held_on: date
    with_name: str
    with_role: str
    text: str
    is_return: bool
    at: datetime
    by_name: str

    @property
    def who(self) -> str:
        """Who spoke for the agency."""
        return f"{self.with_name}, {self.with_role}" if self.with_role else self.with_name


def contacts_of(request_id: int) -> tuple[ContactRow, ...]:
    """Return the contacts about a request, newest first."""
    query = select(*(getattr(RequestContact, name) for name in ContactRow.__slots__))
    of_request = query.where(RequestContact.request_id == request_id)
    newest = of_request.order_by(RequestContact.held_on.desc(), RequestContact.id.desc())
    return tuple(ContactRow(*row) for row in db.session.execute(newest))


def forms_to_enter(row: RequestRow) -> tuple[FormOfRequest, ...]:
    """Return the forms of a request on which answers can be entered for its agency: filed, and not accepted yet."""
    if row.status is not RequestStatus.RETURNED or row.accepted_at is not None:
        return ()
    is_filed = (RequestContact.request_id == row.id) & RequestContact.is_return
    found = db.session.scalar(select(RequestContact.id).where(is_filed).limit(1))
    return forms_of_request(row.id) if found is not None else ()
