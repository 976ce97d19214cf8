"""The forms of a request, for the verbs that start, fill in and send them. Not verbs: within their unit of work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Case, FormRequest, FormResponse, RequestedForm
from cdop.queries.answers import answers_of
from cdop.questionnaires import registry
from cdop.questionnaires.completeness import Completeness, asked_answers, completeness, together
from cdop.questionnaires.spec import FormSpec, Section
from cdop.questionnaires.words import NonAnswer
from cdop.rules.actors import Actor
from cdop.rules.ages import completed_years
from cdop.rules.dates import LONDON
from cdop.rules.form_b import WantedForm
from cdop.rules.vocabulary import ResponseStatus
from cdop.services import answers
from cdop.services.errors import Invalid


@dataclass(frozen=True, slots=True)
class Part:
    """One form of a request: its response, and its definition with the sections that are asked for."""

    response: FormResponse
    spec: FormSpec


def start(actor: Actor, request: FormRequest, wanted: Sequence[WantedForm], *, now: datetime) -> None:
    """Begin the forms of a request, each in the version of the day. Raises Invalid for one that is not given out."""
    _begin(actor, request, wanted, 0, now)


def add(actor: Actor, request: FormRequest, wanted: Sequence[WantedForm], *, now: datetime) -> tuple[str, ...]:
    """Begin more forms of a request and return their titles. Raises Invalid for one that it has already."""
    there = parts_of(request)
    if twice := next((form.key for form in wanted if form.key in there), None):
        raise Invalid({twice: f"{there[twice].spec.title} was asked for already"})
    last = db.session.scalar(select(func.max(RequestedForm.position)).where(RequestedForm.request_id == request.id))
    return _begin(actor, request, wanted, (last or 0) + 1, now)


def choose_sections(request: FormRequest, wanted: Sequence[WantedForm]) -> tuple[str, ...]:
    """Ask for these sections of forms that a request has; return the headings of those that were not asked for before.

    Raises Invalid for a section that the form has not, and for one left out in which something is answered.
    """
    rows = db.session.scalars(select(RequestedForm).where(RequestedForm.request_id == request.id))
    by_key, more = {row.form_key: row for row in rows}, []
    for form in wanted:
        row = by_key[form.key]
        spec = _whole(db.session.get_one(FormResponse, row.response_id))
        _refuse_unknown(spec, form)
        before, after = spec.only(row.section_keys).sections, spec.only(form.sections).sections
        answered = {key for key, _row in answers_of(row.response_id, spec).answers}
        kept = [each.heading for each in before if each not in after and _is_answered(each, answered)]
        if kept:
            raise Invalid({form.key: f"The agency has answered questions already in: {'; '.join(kept)}"})
        row.section_keys = None if form.sections is None else [*form.sections]
        more += [each.heading for each in after if each not in before]
    return tuple(more)


def _is_answered(section: Section, answered: set[str]) -> bool:
    return any(question.key in answered for _group, question in section.questions())


def take_off(request: FormRequest, form_key: str) -> None:
    """Take a form off a request, and forget its answers with those that they replaced."""
    form = db.session.get_one(RequestedForm, (request.id, form_key))
    of_response = form.response_id
    db.session.delete(form)
    db.session.flush()
    answers.forget(db.session.get_one(FormResponse, of_response))


def _begin(
    actor: Actor, request: FormRequest, wanted: Sequence[WantedForm], first: int, now: datetime
) -> tuple[str, ...]:
    case, titles = db.session.get_one(Case, request.case_id), []
    for position, form in enumerate(wanted, start=first):
        spec = _given_out(form, now)
        titles.append(spec.title)
        response = answers.start(actor, spec, panel_id=request.panel_id, case_id=request.case_id, now=now)
        row = RequestedForm(request_id=request.id, form_key=spec.key, response_id=response.id, position=position)
        row.panel_id, row.case_id = request.panel_id, request.case_id
        row.section_keys = None if form.sections is None else [*form.sections]
        row.age_years = completed_years(case.born_on, case.died_on)
        db.session.add(row)
    db.session.flush()
    return tuple(titles)


def parts_of(request: FormRequest) -> dict[str, Part]:
    """Return the forms of a request by their keys, in their order."""
    columns = select(RequestedForm.form_key, RequestedForm.section_keys, RequestedForm.age_years, FormResponse)
    joined = columns.join(FormResponse, FormResponse.id == RequestedForm.response_id)
    rows = db.session.execute(joined.where(RequestedForm.request_id == request.id).order_by(RequestedForm.position))
    return {
        key: Part(response, registry.asked(key, response.form_version, sections, age_years))
        for key, sections, age_years, response in rows
    }


def count(request: FormRequest, agency_kind: str) -> Completeness:
    """Keep with a request how much of its forms is answered, for the scorecards; return all of them counted as one."""
    told = [(part.spec, answers_of(part.response.id, part.spec).answers) for part in parts_of(request).values()]
    counted = together(completeness(spec, stored, agency_kind) for spec, stored in told)
    shown = (given for spec, stored in told for given in asked_answers(spec, stored, agency_kind).values())
    request.questions_asked, request.questions_answered = counted.asked, counted.answered
    request.questions_not_known = sum(given.non_answer is NonAnswer.NOT_KNOWN for given in shown)
    return counted


def reopen(request: FormRequest) -> None:
    """Let the agency change the forms that it sent."""
    for part in parts_of(request).values():
        part.response.status, part.response.submitted_at = ResponseStatus.STARTED, None


def close(request: FormRequest, *, now: datetime) -> None:
    """Let nobody write on the forms any more, also on those that were filled in for their agency."""
    for part in parts_of(request).values():
        if part.response.status is ResponseStatus.STARTED:
            part.response.status, part.response.submitted_at = ResponseStatus.SUBMITTED, now


def _given_out(form: WantedForm, now: datetime) -> FormSpec:
    try:
        spec = registry.current(form.key, now.astimezone(LONDON).date())
    except LookupError:
        raise Invalid({form.key: "One of the forms is not given out any more"}) from None
    _refuse_unknown(spec, form)
    return spec


def _refuse_unknown(spec: FormSpec, form: WantedForm) -> None:
    if unknown := set(form.sections or ()) - {section.key for section in spec.sections}:
        raise Invalid({form.key: f"{spec.title} has no section {', '.join(sorted(unknown))}"})


def _whole(response: FormResponse) -> FormSpec:
    return registry.get(response.form_key, response.form_version)
