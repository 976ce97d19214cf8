"""What a request asks for is changed while it is out: its sections, the forms beside it, whose records to search."""

from collections.abc import Sequence
from datetime import datetime

from cdop.models import FormRequest
from cdop.queries.answers import answers_of
from cdop.rules.actors import Actor
from cdop.rules.form_b import FORM_B, OPEN, Records, WantedForm
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import form_b, invitations, requested_forms, submissions
from cdop.services.access import request_to_change
from cdop.services.errors import Invalid, Stale
from cdop.services.form_b_returns import has_answers
from cdop.services.unit import writes


@writes(AuditVerb.FORM_B_CHANGED)
def change_contents(
    actor: Actor,
    request_id: str,
    wanted: Sequence[WantedForm],
    records: Sequence[Records],
    *,
    taken_off: Sequence[str] = (),
    version: int,
    submission_id: str | None = None,
    now: datetime,
) -> str:
    """Ask for these forms and sections from now on; return the request's public id.

    A form that it has stays on it, unless it is `taken_off` by its key, of which the agency gets a message. Asked for
    more, the agency gets a new link, and what came back is open again. `version` is the request's as it was shown.
    Raises Invalid for a section or a form in which the agency has answered, Blocked where nobody may be asked, Stale.
    """
    request = request_to_change(actor, request_id, Action.FORM_B_REQUEST)

    def act() -> str:
        form_b.require_wanted(request)
        if request.version != version:
            raise Stale
        if not records:
            raise Invalid({"records": "Choose whose records it is to search"})
        _take_off(request, taken_off)
        there = requested_forms.parts_of(request)
        more = requested_forms.choose_sections(request, [each for each in wanted if each.key in there])
        new = [each for each in wanted if each.key not in {*there, *taken_off}]
        more += requested_forms.add(actor, request, new, now=now) if new else ()
        request.records = [*records]
        if more:
            form_b.ask_for_more(actor, request, more, now=now)
        elif taken_off:
            invitations.tell_more("form_b_less", request, now=now)
        return request_id

    said = ("contents", request_id, tuple(wanted), tuple(records), tuple(taken_off))
    return submissions.once(actor, submission_id, act, now=now, said=said)


def _take_off(request: FormRequest, keys: Sequence[str]) -> None:
    """Take supplementary forms off that were asked for by mistake: nothing is answered on them."""
    parts = requested_forms.parts_of(request)
    for key in keys:
        if key not in parts or key == FORM_B or parts.keys() <= set(keys):
            raise Invalid({"off": "This form cannot be taken off"})
        if request.status not in OPEN or has_answers([answers_of(parts[key].response.id, parts[key].spec)]):
            raise Invalid({"off": f"The agency has filled in {parts[key].spec.title}, so it stays"})
        requested_forms.take_off(request, key)
