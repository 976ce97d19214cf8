"""What a request asks for is changed while it is out: its sections, the forms beside it, whose records to search."""

from collections.abc import Sequence
from datetime import datetime

from cdop.rules.actors import Actor
from cdop.rules.form_b import Records, WantedForm
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import form_b, requested_forms, submissions
from cdop.services.access import request_to_change
from cdop.services.errors import Invalid, Stale
from cdop.services.unit import writes


@writes(AuditVerb.FORM_B_CHANGED)
def change_contents(
    actor: Actor,
    request_id: str,
    wanted: Sequence[WantedForm],
    records: Sequence[Records],
    *,
    version: int,
    submission_id: str | None = None,
    now: datetime,
) -> str:
    """Ask for these forms and sections from now on; return the request's public id. A form that it has stays on it.

    Asked for more, the agency gets a new link, and what came back is open again. `version` is the request's as it was
    shown. Raises Invalid for a section in which the agency has answered, Blocked where nobody may be asked, Stale.
    """
    request = request_to_change(actor, request_id, Action.FORM_B_REQUEST)

    def act() -> str:
        form_b.require_wanted(request)
        if request.version != version:
            raise Stale
        if not records:
            raise Invalid({"records": "Choose whose records it is to search"})
        there = requested_forms.parts_of(request)
        more = requested_forms.choose_sections(request, [each for each in wanted if each.key in there])
        new = [each for each in wanted if each.key not in there]
        more += requested_forms.add(actor, request, new, now=now) if new else ()
        request.records = [*records]
        if more:
            form_b.ask_for_more(actor, request, more, now=now)
        return request_id

    said = ("contents", request_id, tuple(wanted), tuple(records))
    return submissions.once(actor, submission_id, act, now=now, said=said)
