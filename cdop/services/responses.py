"""The forms of a case are opened, printed and exported, each on its own version; each time, that is on record first.

What is taken out is for somebody: what an agency keeps from them is withheld, in every format.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cdop.documents import questionnaire_pdf
from cdop.documents.questionnaire_pdf import FormPaper
from cdop.queries import responses
from cdop.queries.answers import Answered
from cdop.queries.case_head import CaseHead, case_head
from cdop.queries.own_lists import with_own_lists
from cdop.queries.plain_facts import are_proceedings_open
from cdop.queries.responses import CaseForm, ResponseRow
from cdop.questionnaires.exports import ANSWER_COLUMNS, answer_lines, answer_object
from cdop.questionnaires.withholding import withholding
from cdop.rules import handling
from cdop.rules.actors import Actor
from cdop.rules.csv_table import csv_lines, guarded
from cdop.rules.dates import LONDON, written_moment
from cdop.rules.handling import Reader
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import unit
from cdop.services.access import require
from cdop.services.errors import Blocked, NotFound
from cdop.services.form_papers import authors_and_marks
from cdop.services.unit import writes

NOT_SENT = "This form has not been sent yet: until then only whoever fills it in reads it"
OF_THE_PANEL = "The panel’s own analysis goes to no agency and no family"
NONE_SENT = "No form of this case has been sent yet"
COLUMNS = ("case", "response", "agency", *ANSWER_COLUMNS)
"""The columns of an export of forms."""


@dataclass(frozen=True, slots=True)
class Telling:
    """For whom forms are taken out, and whether with what identifies somebody."""

    reader: Reader = Reader.OFFICERS
    is_named: bool = True

    @property
    def identifying(self) -> bool:
        """Whether what identifies is told: never for the pack (domain reference, 6.5)."""
        return self.is_named and self.reader is not Reader.PACK


IN_FULL = Telling()


def forms_of(actor: Actor, case_id: str) -> tuple[CaseHead, tuple[ResponseRow, ...]]:
    """Return a case (by its public id) with its forms. Raises NotFound."""
    case = _case(actor, case_id)
    return case, responses.responses_of(case)


def read_form(actor: Actor, case_id: str, response_id: str, *, now: datetime) -> CaseForm:
    """Return a form of a case with its answers, once the reading is on record. Raises NotFound, Blocked for a draft."""
    form = _form(actor, case_id, response_id, now=now)
    _record_reading(actor, form, now=now)
    return form


def print_form(
    actor: Actor, case_id: str, response_id: str, told: Telling = IN_FULL, *, panel_name: str, now: datetime
) -> bytes:
    """Return a form of a case as a PDF, once the printing is on record. Raises NotFound, Blocked for a draft."""
    form = _form(actor, case_id, response_id, told.reader, now=now)
    _record_printing(actor, [form], told.reader, now=now)
    (shown,) = _told_to([form], told.reader)
    return questionnaire_pdf.write(_paper(shown, told, panel_name, now))


def print_all(actor: Actor, case_id: str, told: Telling = IN_FULL, *, panel_name: str, now: datetime) -> bytes:
    """Return every form of a case that was sent as one PDF, once that is on record. Raises NotFound, Blocked."""
    forms = _sent(actor, case_id, told.reader, now=now)
    _record_printing(actor, forms, told.reader, now=now)
    papers = [_paper(form, told, panel_name, now) for form in _told_to(forms, told.reader)]
    return questionnaire_pdf.write_all(papers)


def export_csv(actor: Actor, case_id: str, response_id: str = "", told: Telling = IN_FULL, *, now: datetime) -> str:
    """Return one form of a case, or all that were sent, as a table of answers. Raises NotFound, Blocked."""
    forms = _exported(actor, case_id, response_id, told.reader, now=now)
    rows = (
        {**_named(form), **line}
        for form in forms
        for line in answer_lines(
            form.row.spec,
            form.answered.answers,
            form.row.agency_type,
            authors=form.answered.authors,
            marks=form.answered.marks,
            identifying=told.identifying,
        )
    )
    return "".join(csv_lines(COLUMNS, rows))


def export_json(actor: Actor, case_id: str, response_id: str = "", told: Telling = IN_FULL, *, now: datetime) -> str:
    """Return one form of a case, or all that were sent, for another program. Raises NotFound, Blocked."""
    forms = _exported(actor, case_id, response_id, told.reader, now=now)
    objects = [_object(form, told.identifying) for form in forms]
    return json.dumps(objects[0] if response_id else objects, indent=2, ensure_ascii=False)


def _told_to(forms: Sequence[CaseForm], reader: Reader) -> list[CaseForm]:
    """The forms of a case as a reader may have them."""
    are_open = are_proceedings_open(forms[0].case.id)
    return [_withheld_from(reader, form, are_proceedings_open=are_open) for form in forms]


def _withheld_from(reader: Reader, form: CaseForm, *, are_proceedings_open: bool) -> CaseForm:
    given, marks = form.answered, form.answered.marks
    shown_to = handling.shown_to(reader, given.answers, marks, are_proceedings_open=are_proceedings_open)
    kept_back = given.answers.keys() - shown_to
    answers = withholding(form.row.spec, given.answers, kept_back)
    shown = {name for name, each in answers.items() if not each.is_withheld}
    return replace(
        form,
        answered=Answered(
            answers,
            {name: by for name, by in given.authors.items() if name in shown},
            {name: kept for name, kept in marks.items() if name in shown and reader is not Reader.FAMILY},
        ),
    )


def _object(form: CaseForm, identifying: bool) -> dict[str, Any]:
    sent_at = form.row.submitted_at
    return {
        **_named(form),
        "sent_at": sent_at.isoformat() if sent_at else None,
        **answer_object(
            form.row.spec,
            form.answered.answers,
            form.row.agency_type,
            authors=form.answered.authors,
            marks=form.answered.marks,
            identifying=identifying,
        ),
    }


def _named(form: CaseForm) -> dict[str, str]:
    return {
        "case": guarded(form.case.reference),
        "response": form.row.public_id,
        "agency": guarded(form.row.agency),
    }


def _paper(form: CaseForm, told: Telling, panel_name: str, now: datetime) -> FormPaper:
    sent_at = form.row.submitted_at
    head = (
        ("Agency", form.row.agency),
        ("Sent", written_moment(sent_at) if sent_at else form.row.standing.capitalize()),
        ("Version", form.row.spec.version),
    )
    return FormPaper(
        form.row.spec,
        form.answered.answers,
        panel=panel_name,
        reference=form.case.reference,
        printed_at=now,
        head=tuple((what, value) for what, value in head if value),
        agency_type=form.row.agency_type,
        authors=authors_and_marks(form.answered) if told.identifying else {},
        identifying=told.identifying,
        audience="" if told.reader is Reader.OFFICERS else told.reader.value,
    )


def _case(actor: Actor, case_id: str) -> CaseHead:
    case = case_head(actor, case_id)
    if case is None:
        raise NotFound
    require(actor, Action.FORM_READ, case.subject)
    return case


def _form(actor: Actor, case_id: str, response_id: str, reader: Reader = Reader.OFFICERS, *, now: datetime) -> CaseForm:
    form = responses.case_form(_case(actor, case_id), response_id)
    if form is None:
        raise NotFound
    if not form.row.is_readable:
        raise Blocked([NOT_SENT])
    if not _may_have(form.row, reader):
        raise Blocked([OF_THE_PANEL])
    return _in_words_of_its_day(form, now)


def _may_have(row: ResponseRow, reader: Reader) -> bool:
    """Whether a reader may have a form at all: the panel's own analysis stays with the panel."""
    return not row.is_of_the_panel or reader in (Reader.OFFICERS, Reader.PACK)


def _in_words_of_its_day(form: CaseForm, now: datetime) -> CaseForm:
    """An analysis with the factors and themes of the panel's lists when it was signed; a draft with today's."""
    if not form.row.is_of_the_panel:
        return form
    day = (form.row.submitted_at or now).astimezone(LONDON).date()
    spec = with_own_lists(form.row.spec, form.case.id, day, signed_at=form.row.submitted_at)
    return replace(form, row=replace(form.row, spec=spec))


def _sent(actor: Actor, case_id: str, reader: Reader, *, now: datetime) -> list[CaseForm]:
    case, rows = forms_of(actor, case_id)
    readable = [row for row in rows if row.is_readable and _may_have(row, reader)]
    if not readable:
        raise Blocked([NONE_SENT])
    return [_in_words_of_its_day(form, now) for form in responses.with_answers(case, readable)]


def _exported(actor: Actor, case_id: str, response_id: str, reader: Reader, *, now: datetime) -> list[CaseForm]:
    own = [_form(actor, case_id, response_id, reader, now=now)] if response_id else None
    forms = own or _sent(actor, case_id, reader, now=now)
    _record_export(actor, forms, reader, now=now)
    return _told_to(forms, reader)


@writes(AuditVerb.FORM_READ)
def _record_reading(actor: Actor, form: CaseForm, *, now: datetime) -> None:
    unit.record("form_response", form.row.id, case_id=form.case.id)


@writes(AuditVerb.FORM_PRINTED)
def _record_printing(actor: Actor, forms: Sequence[CaseForm], reader: Reader, *, now: datetime) -> None:
    unit.reason(f"for {reader}")
    for form in forms:
        unit.record("form_response", form.row.id, case_id=form.case.id)


@writes(AuditVerb.FORM_EXPORTED)
def _record_export(actor: Actor, forms: Sequence[CaseForm], reader: Reader, *, now: datetime) -> None:
    unit.reason(f"for {reader}")
    for form in forms:
        unit.record("form_response", form.row.id, case_id=form.case.id)
