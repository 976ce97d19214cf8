"""What an agency sent before its form was sent back is read on record."""

from datetime import datetime

from cdop.queries import form_b, form_versions
from cdop.queries.form_versions import SentVersion
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import unit
from cdop.services.access import require
from cdop.services.errors import NotFound
from cdop.services.unit import writes


def read(actor: Actor, request_id: str, number: int, *, now: datetime) -> SentVersion:
    """Return an earlier version of an agency's forms, once the reading is on record. Raises NotFound."""
    found = form_b.request_row(actor, request_id)
    if found is None:
        raise NotFound
    row, case = found
    require(actor, Action.FORM_B_READ, row.subject)
    version = form_versions.version_of(row, case, number)
    if version is None:
        raise NotFound
    _record_reading(actor, row.id, row.case_id, now=now)
    return version


@writes(AuditVerb.FORM_B_READ)
def _record_reading(actor: Actor, request_id: int, case_id: int, *, now: datetime) -> None:
    unit.record("form_request", request_id, case_id=case_id)
