"""The forms that agencies were asked for, each with its answers. Whether somebody may read them is asked elsewhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import bindparam, select

from cdop.models import Agency, FormRequest, FormResponse, RequestedForm
from cdop.queries.answers import Answered, answers_of_each
from cdop.queries.reading import read
from cdop.questionnaires import registry
from cdop.questionnaires.checking import CheckPage, checked
from cdop.questionnaires.completeness import Asked, Completeness, asked, counted
from cdop.questionnaires.spec import FormSpec


@dataclass(frozen=True)
class FormOfRequest:
    """One form of a request, with the sections that are asked for and what is answered.

    What is missing is found out once somebody asks.
    """

    response_id: int
    spec: FormSpec
    answered: Answered
    agency_kind: str

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """The questions that this agency is asked."""
        return asked(self.spec, self.answered.answers, self.agency_kind)

    @cached_property
    def completeness(self) -> Completeness:
        """How much of it is answered, and what is missing."""
        return counted(self.spec, self.asked, self.agency_kind)

    def checked(self, *, today: date) -> CheckPage:
        """Return the form as its agency would send it today."""
        return checked(self.spec, self.answered.answers, self.asked, self.completeness, self.agency_kind, today=today)

    @property
    def key(self) -> str:
        """What the form is called among those of its request."""
        return self.spec.key

    @property
    def whole(self) -> FormSpec:
        """The form with all its sections."""
        return registry.get(self.spec.key, self.spec.version)

    @property
    def is_in_part(self) -> bool:
        """Whether only some of its sections are asked for."""
        return len(self.spec.sections) < len(self.whole.sections)


def forms_of_request(request_id: int) -> tuple[FormOfRequest, ...]:
    """Return the forms of a request, in their order. Two statements."""
    return forms_of_requests([request_id])[request_id]


def forms_of_requests(request_ids: Collection[int]) -> dict[int, tuple[FormOfRequest, ...]]:
    """Return the forms of each of these requests, in their order. Two statements, however many there are."""
    found: dict[int, tuple[FormOfRequest, ...]] = dict.fromkeys(request_ids, ())
    if not found:
        return found
    rows = read(_FORMS, request_ids=[*found]).all()
    # Judged is what is asked for; what was answered is kept on the whole form.
    whole = {row.response_id: registry.get(row.form_key, row.form_version) for row in rows}
    answered = answers_of_each(whole)
    for row in rows:
        spec, given = (
            registry.asked(row.form_key, row.form_version, row.section_keys, row.age_years),
            answered[row.response_id],
        )
        found[row.request_id] += (FormOfRequest(row.response_id, spec, given, row.kind),)
    return found


_FORMS = (
    select(
        RequestedForm.request_id,
        RequestedForm.form_key,
        RequestedForm.response_id,
        RequestedForm.section_keys,
        RequestedForm.age_years,
        FormResponse.form_version,
        Agency.kind,
    )
    .join(FormResponse, FormResponse.id == RequestedForm.response_id)
    .join(FormRequest, FormRequest.id == RequestedForm.request_id)
    .join(Agency, Agency.id == FormRequest.agency_id)
    .where(RequestedForm.request_id.in_(bindparam("request_ids", expanding=True)))
    .order_by(RequestedForm.request_id, RequestedForm.position)
)
