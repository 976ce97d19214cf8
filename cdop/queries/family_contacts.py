"""What whoever writes to a child's family must mind."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import AgendaItem, FamilyContact, PanelMeeting
from cdop.rules.correspondence import Language, NoContact
from cdop.rules.vocabulary import AgendaItemStatus


@dataclass(frozen=True, slots=True)
class Contact:
    """What is recorded of the contact with a family; nothing of it where nobody wrote anything down."""

    no_contact: tuple[NoContact, ...] = ()
    language: Language = Language.ENGLISH
    needs: str | None = None
    not_before: date | None = None
    cleared_on: date | None = None
    cleared_by: str | None = None
    version: int = 0


def family_contact(case_id: int) -> Contact:
    """Return what is recorded for the family of a case."""
    row = db.session.get(FamilyContact, case_id)
    if row is None:
        return Contact()
    told = tuple(NoContact(word) for word in row.no_contact)
    return Contact(told, row.language, row.needs, row.not_before, row.cleared_on, row.cleared_by, row.version)


def coming_meeting_on(case_id: int, *, today: date) -> date | None:
    """Return the day of the next panel meeting that has the case on its agenda, None where there is none."""
    listed = (AgendaItem.case_id == case_id) & (AgendaItem.status == AgendaItemStatus.LISTED)
    days = select(func.min(PanelMeeting.held_on)).join(AgendaItem, AgendaItem.meeting_id == PanelMeeting.id)
    return db.session.scalar(days.where(listed, PanelMeeting.held_on >= today))
