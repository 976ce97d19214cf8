"""Forms that were filled in on a case, in whatever version."""

from datetime import datetime

from cdop.extensions import db
from cdop.models import FormResponse
from cdop.questionnaires.answer import AnswerSet
from cdop.questionnaires.spec import FormSpec
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb
from cdop.services import answers
from cdop.services.unit import writes
from tests.beginnings import first_step
from tests.factories import MadeCase


@first_step
@writes(AuditVerb.FORM_B_RETURNED)
def add_form(
    actor: Actor, case: MadeCase, spec: FormSpec, given: AnswerSet, *, now: datetime, is_sent: bool = True
) -> str:
    """Fill in a form on a case, send it where asked, and return its public id."""
    response: FormResponse = answers.start(actor, spec, panel_id=case.panel_id, case_id=case.id, now=now)
    answers.save_section(actor, response, spec, given, seen={}, now=now)
    if is_sent:
        answers.submit(actor, response, spec, now=now)
    db.session.flush()
    return response.public_id
