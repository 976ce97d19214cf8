"""A form that an agency sent more than once, as it stood each time. Whether somebody may read it is asked elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import FormAnswer, FormAnswerHistory, Invitation
from cdop.queries.answers import Answered, Author, kept
from cdop.queries.form_b import CaseOfRequest, RequestRow
from cdop.queries.requested_forms import FormOfRequest, forms_of_request
from cdop.rules.form_b import ENDED_BY_RETURN


@dataclass(frozen=True, slots=True)
class SentForm:
    """One form of a request as it was sent, and as it was sent the next time, None where it was not yet."""

    form: FormOfRequest
    following: FormOfRequest | None


@dataclass(frozen=True, slots=True)
class SentVersion:
    """What an agency sent at an earlier time, by its number from 1."""

    number: int
    sent_at: datetime
    request: RequestRow
    case: CaseOfRequest
    forms: tuple[SentForm, ...]


def sent_at(request_id: int) -> tuple[datetime, ...]:
    """Return when the forms of a request were sent, each time, the first first."""
    # Sending ends every link of the request at that instant.
    is_sent = (Invitation.request_id == request_id) & (Invitation.ended_because == ENDED_BY_RETURN)
    times = select(Invitation.ended_at).where(is_sent).distinct().order_by(Invitation.ended_at)
    return tuple(at for at in db.session.scalars(times) if at is not None)


def earlier(row: RequestRow) -> tuple[datetime, ...]:
    """Return when forms were sent that are not what the request has now."""
    times = sent_at(row.id)
    return times[:-1] if row.is_settled else times


def version_of(row: RequestRow, case: CaseOfRequest, number: int) -> SentVersion | None:
    """Return what was sent at an earlier time, None where nothing was. Four statements for each form."""
    times = sent_at(row.id)
    if not 1 <= number <= len(earlier(row)):
        return None
    is_last = row.is_settled and number == len(times) - 1
    found = []
    for form in forms_of_request(row.id):
        then = _as_sent(form, row.agency_kind, times[number - 1])
        # What was sent has at least its sender; a form without any was asked for later.
        if then.answered.answers:
            after = _as_sent(form, row.agency_kind, times[number]) if number < len(times) else None
            found.append(SentForm(then, form if is_last else after))
    return SentVersion(number, times[number - 1], row, case, tuple(found))


def _as_sent(form: FormOfRequest, agency_kind: str, at: datetime) -> FormOfRequest:
    """The form with the answers that it had at an instant, and the handling marks that it has now."""
    answered = _answered_at(form, at)
    return FormOfRequest(form.response_id, form.spec, answered, agency_kind)


def _answered_at(form: FormOfRequest, at: datetime) -> Answered:
    """The answers that stood at an instant, and whose they were."""
    response_id, spec = form.response_id, form.spec
    now, then = FormAnswer, FormAnswerHistory
    stood: list[Any] = [*db.session.scalars(select(now).where(now.response_id == response_id, now.at <= at))]
    replaced = select(then).where(then.response_id == response_id, then.at <= at, then.replaced_at > at)
    stood += db.session.scalars(replaced.order_by(then.id))
    questions, found = spec.by_key(), Answered({}, {}, form.answered.marks)
    for row in stood:
        name = row.question_key, row.row_key
        given = kept(questions[name[0]], row.value, row.non_answer) if name[0] in questions else None
        if given is not None and not given.is_blank:
            found.answers[name] = given
            found.authors[name] = Author(row.by_kind, row.by_id, row.by_name, row.at)
    return found
