"""What to mind before a child's family is written to: written down by the coordinator."""

from collections.abc import Sequence
from datetime import date, datetime

from cdop.extensions import db
from cdop.models import FamilyContact
from cdop.rules.actors import Actor
from cdop.rules.correspondence import Language, NoContact
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services.access import case_to_change
from cdop.services.errors import Invalid, Stale
from cdop.services.unit import writes


@writes(AuditVerb.FAMILY_CONTACT_CHANGED)
def change(
    actor: Actor,
    case_id: str,
    *,
    no_contact: Sequence[NoContact],
    language: Language,
    needs: str = "",
    not_before: date | None = None,
    cleared_on: date | None = None,
    cleared_by: str = "",
    version: int,
    now: datetime,
) -> None:
    """Say what to mind before the family of a case is written to. `version` is 0 where nothing was said before.

    `cleared_on` and `cleared_by`: when which senior investigating officer cleared letters. Raises Invalid and Stale.
    """
    case = case_to_change(actor, case_id, Action.LETTER_EDIT)
    row = db.session.get(FamilyContact, case.id, with_for_update=True)
    if (row.version if row else 0) != version:
        raise Stale
    if faults := _faults(cleared_on, cleared_by.strip(), now.astimezone(LONDON).date()):
        raise Invalid(faults)
    if row is None:
        row = FamilyContact(case_id=case.id, panel_id=case.panel_id, created_at=now, created_by_id=actor.user_id)
        db.session.add(row)
    row.no_contact, row.language = [word.value for word in no_contact], language
    row.needs, row.not_before = needs.strip() or None, not_before
    row.cleared_on, row.cleared_by = cleared_on, cleared_by.strip() or None


def _faults(cleared_on: date | None, cleared_by: str, today: date) -> dict[str, str]:
    if cleared_on is not None and cleared_on > today:
        return {"cleared_on": "This day has not come yet"}
    if cleared_on is not None and not cleared_by:
        return {"cleared_by": "Say which officer cleared it"}
    return {"cleared_on": "Enter the day on which it was cleared"} if cleared_by and cleared_on is None else {}
