"""A form on paper for the agency that fills it in, to keep."""

from datetime import datetime

from cdop.documents import questionnaire_pdf
from cdop.documents.questionnaire_pdf import FormPaper
from cdop.queries import form_b
from cdop.queries.answers import Answered
from cdop.questionnaires.answer import AnswerKey
from cdop.rules import handling
from cdop.rules.actors import Actor
from cdop.rules.facts import RequestSubject
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import unit
from cdop.services.access import require
from cdop.services.attachments import ServedFile
from cdop.services.errors import NotFound
from cdop.services.unit import writes


def copy(actor: Actor, form_key: str, *, panel_name: str, now: datetime) -> ServedFile:
    """Return a form of the actor's request as a PDF, once that is on record. Raises NotFound."""
    mine = form_b.open_forms(actor)
    form = mine.form(form_key) if mine else None
    if mine is None or form is None:
        raise NotFound
    request = mine.request
    unit.end_reads()
    _record_copy(actor, RequestSubject(request.id, request.case_id, request.panel_id, mine.invitation_id), now=now)
    head = (
        ("Child", mine.child_name),
        *mine.found_by,
        ("Agency", request.agency),
    )
    paper = FormPaper(
        spec=form.spec,
        answers=form.answered.answers,
        panel=panel_name,
        reference=request.reference,
        printed_at=now,
        head=head,
        agency_type=request.agency_kind,
        authors=authors_and_marks(form.answered),
        about="request",
    )
    return ServedFile(
        f"{'supplement' if form.spec.is_supplement else form_key.replace('_', '-')}-{request.reference}.pdf",
        "application/pdf",
        questionnaire_pdf.write(paper),
    )


def authors_and_marks(answered: Answered) -> dict[AnswerKey, str]:
    """Return who gave each answer, followed by its handling marks, as paper shows them."""
    return {
        name: ". ".join((by.name, *handling.labels(answered.marks.get(name, ()))))
        for name, by in answered.authors.items()
    }


@writes(AuditVerb.FORM_B_COPIED)
def _record_copy(actor: Actor, subject: RequestSubject, *, now: datetime) -> None:
    require(actor, Action.FORM_B_ANSWER, subject)
    unit.record("form_request", subject.request_id, case_id=subject.case_id)
