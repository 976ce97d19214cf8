"""The forms of a case: each response on the form and version that it was filled in on, whatever its age."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, FormAnswer, FormRequest, FormResponse, RequestedForm
from cdop.queries.analysis import FORM as OF_THE_PANEL
from cdop.queries.answers import Answered, answers_of_each
from cdop.queries.case_head import CaseHead
from cdop.questionnaires import registry
from cdop.questionnaires.spec import FormSpec
from cdop.rules.vocabulary import RequestStatus, ResponseStatus


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One form of a case. `agency` is who filled it in, "" where that is not known; a type of None saw all of it.

    `is_filed`: it came by e-mail, post or telephone, and answers are still entered for its agency.
    """

    id: int
    public_id: str
    spec: FormSpec
    status: ResponseStatus
    submitted_at: datetime | None
    agency: str
    agency_type: str | None
    is_filed: bool = False

    @property
    def is_readable(self) -> bool:
        """Whether the panel may read it: a form of others once it is sent or came in another way, its own always."""
        return self.status is ResponseStatus.SUBMITTED or self.is_filed or self.is_of_the_panel

    @property
    def is_of_the_panel(self) -> bool:
        """Whether it is the panel's own analysis."""
        return self.spec.key == OF_THE_PANEL

    @property
    def standing(self) -> str:
        """How far it is, in a word."""
        if self.is_filed:
            return "filed for its agency"
        return "sent" if self.status is ResponseStatus.SUBMITTED else "being filled in"


@dataclass(frozen=True, slots=True)
class CaseForm:
    """A form of a case with its answers."""

    case: CaseHead
    row: ResponseRow
    answered: Answered


def responses_of(case: CaseHead) -> tuple[ResponseRow, ...]:
    """Return the forms of a case, the first that was begun first. One statement."""
    return tuple(_row(row) for row in db.session.execute(_ROWS.where(FormResponse.case_id == case.id)))


def case_form(case: CaseHead, public_id: str) -> CaseForm | None:
    """Return one form of a case with its answers, None where the case has no such form."""
    one = (FormResponse.case_id == case.id) & (FormResponse.public_id == public_id)
    found = db.session.execute(_ROWS.where(one)).one_or_none()
    return None if found is None else with_answers(case, [_row(found)])[0]


def with_answers(case: CaseHead, rows: Iterable[ResponseRow]) -> list[CaseForm]:
    """Return these forms of a case with their answers. One statement."""
    wanted = [*rows]
    answered = answers_of_each({row.id: row.spec for row in wanted})
    return [CaseForm(case, row, answered[row.id]) for row in wanted]


def _row(row: Any) -> ResponseRow:
    spec = registry.asked(row.form_key, row.form_version, row.section_keys, row.age_years)
    agency = row.name or row.value or ""
    is_filed = row.status is ResponseStatus.STARTED and row.request_status is RequestStatus.RETURNED
    return ResponseRow(row.id, row.public_id, spec, row.status, row.submitted_at, agency, row.kind, is_filed)


# An old form came without a request: it says itself which agency filled it in.
_SAID = (
    (FormAnswer.response_id == FormResponse.id)
    & (FormAnswer.question_key == "completed_by_agency")
    & (FormAnswer.row_key == "")
)
_ROWS = (
    select(
        FormResponse.id,
        FormResponse.public_id,
        FormResponse.form_key,
        FormResponse.form_version,
        FormResponse.status,
        FormResponse.submitted_at,
        Agency.name,
        Agency.kind,
        RequestedForm.section_keys,
        RequestedForm.age_years,
        FormAnswer.value,
        FormRequest.status.label("request_status"),
    )
    .outerjoin(RequestedForm, RequestedForm.response_id == FormResponse.id)
    .outerjoin(FormRequest, FormRequest.id == RequestedForm.request_id)
    .outerjoin(Agency, Agency.id == FormRequest.agency_id)
    .outerjoin(FormAnswer, _SAID)
    .order_by(FormResponse.id)
)
