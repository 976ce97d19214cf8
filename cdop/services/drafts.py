"""What an agency wrote on its form and had not sent when its return came in another way.

It is the agency's own: kept apart in the history, where nobody at the panel reads it, and given back to the agency
where its form is open to it again.
"""

from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormRequest, RequestContact
from cdop.queries import form_versions
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb
from cdop.services import answers, requested_forms
from cdop.services.unit import writes


@writes(AuditVerb.DRAFT_KEPT_APART)
def keep_apart(actor: Actor, request: FormRequest, *, now: datetime) -> None:
    """Put what an agency has not sent out of the panel's sight; what it sent before stands again."""
    sent = form_versions.sent_at(request.id)
    for part in requested_forms.parts_of(request).values():
        answers.keep_apart(actor, part.response, since=sent[-1] if sent else None, now=now)


@writes(AuditVerb.DRAFT_GIVEN_BACK)
def give_back(actor: Actor, request: FormRequest, *, now: datetime) -> None:
    """Let an agency whose form is open again go on with what was kept apart when its last return was filed."""
    of_return = (RequestContact.request_id == request.id) & RequestContact.is_return
    newest = select(RequestContact.at).where(of_return).order_by(RequestContact.id.desc()).limit(1)
    kept_at = db.session.scalar(newest)
    if kept_at is not None:
        for part in requested_forms.parts_of(request).values():
            answers.give_back(part.response, kept_at=kept_at, now=now)
