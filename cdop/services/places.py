"""Where a child lived, by the imported tables: local authority, small area, deprivation; kept with their names."""

from datetime import datetime

from cdop.extensions import db
from cdop.models import Case, CaseFactHistory, CasePlace
from cdop.queries import reference
from cdop.rules.actors import Actor
from cdop.rules.reference_tables import quintile
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services.access import case_to_change
from cdop.services.errors import Blocked
from cdop.services.unit import writes

NO_POSTCODE = "The case has no postcode to look up"
NO_TABLE = "No table of postcodes was imported yet: an administrator does it with flask reference import"
NOT_KNOWN = (
    "The table of postcodes does not have {}. It may be new, or no longer in use: check it, or choose the local "
    "authority by hand"
)


@writes(AuditVerb.PLACE_LOOKED_UP)
def look_up(actor: Actor, case_id: str, *, now: datetime) -> None:
    """Look the postcode of a case up in the tables of today, and keep what they say. Raises NotFound, Blocked."""
    case = case_to_change(actor, case_id, Action.CASE_CORRECT)
    if not case.postcode:
        raise Blocked([NO_POSTCODE])
    if not place(actor, case, now=now):
        raise Blocked([NOT_KNOWN.format(case.postcode) if reference.has_postcodes() else NO_TABLE])


def place(actor: Actor, case: Case, *, now: datetime) -> bool:
    """Keep what the tables say of a case's postcode, within the open unit; say whether they know it.

    The deprivation quintile follows; one that was there before stays in the case's history. With a postcode that the
    tables do not know, what an earlier one had is taken away.
    """
    found = reference.place_of(case.postcode, died_on=case.died_on)
    kept = db.session.get(CasePlace, case.id)
    if found is None:
        if kept is not None:
            db.session.delete(kept)
            _rank(actor, case, None, now)
        return False
    if kept is None:
        kept = CasePlace(case_id=case.id, panel_id=case.panel_id)
        db.session.add(kept)
    kept.postcode, kept.area_code, kept.lsoa_code = found.postcode, found.area_code, found.lsoa_code
    kept.deprivation_decile, kept.deprivation_year = found.deprivation_decile, found.deprivation_year
    kept.postcodes_edition, kept.deprivation_edition = found.postcodes_edition, found.deprivation_edition
    kept.looked_up_at, kept.by_name = now, actor.name
    if found.deprivation_decile is not None:
        _rank(actor, case, quintile(found.deprivation_decile), now)
    return True


def _rank(actor: Actor, case: Case, found: int | None, now: datetime) -> None:
    if case.deprivation_quintile == found:
        return
    if case.deprivation_quintile is not None:
        past = CaseFactHistory(panel_id=case.panel_id, case_id=case.id, field="deprivation_quintile", at=now)
        past.old, past.by_name = str(case.deprivation_quintile), actor.name
        past.new = None if found is None else str(found)
        db.session.add(past)
    case.deprivation_quintile = found
