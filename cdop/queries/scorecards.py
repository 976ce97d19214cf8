"""How agencies answer: counted in the database, two statements however many agencies and requests there are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from cdop.extensions import db
from cdop.models import Agency, FormRequest
from cdop.rules import form_b
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.policy import can
from cdop.rules.scorecard import Counts, Scorecard, scorecard
from cdop.rules.vocabulary import Action, RequestStatus


@dataclass(frozen=True, slots=True)
class AgencyScore:
    """One agency with its scorecard."""

    public_id: str
    name: str
    kind: str
    card: Scorecard


def scorecards(
    actor: Actor, *, since: datetime | None = None, agency_id: str | None = None, now: datetime
) -> tuple[AgencyScore, ...]:
    """Return the scorecards of the actor's panel by agency's name: of requests sent since then, of one agency or all.

    An agency that was never asked has none. Somebody of an agency sees their own agency's only.
    """
    wanted = _wanted(actor, since, agency_id)
    if not can(actor, Action.AGENCY_LIST):
        wanted.append(Agency.id.in_(actor.agency_ids))
    days = _days(wanted)
    rows = db.session.execute(_counted(now).where(*wanted).group_by(*_AGENCY).order_by(func.lower(Agency.name)))
    return tuple(
        AgencyScore(row.public_id, row.name, row.kind, scorecard(Counts(*tuple(row)[4:]), days[row.id])) for row in rows
    )


def _wanted(actor: Actor, since: datetime | None, agency_id: str | None) -> list[ColumnElement[bool]]:
    """Requests that were sent and that the panel did not take back."""
    wanted = [FormRequest.panel_id == actor.panel_id, FormRequest.status.not_in(_NOT_COUNTED)]
    if since is not None:
        wanted.append(FormRequest.sent_at >= since)
    if agency_id is not None:
        wanted.append(Agency.public_id == agency_id)
    return wanted


def _counted(now: datetime) -> Any:
    is_late = FormRequest.status.in_(form_b.OPEN) & (FormRequest.due_on < now.astimezone(LONDON).date())
    return select(
        *_AGENCY,
        func.count(),
        _number(FormRequest.status == RequestStatus.RETURNED),
        _number(FormRequest.status == RequestStatus.NOTHING_HELD),
        _number(is_late),
        *(func.coalesce(func.sum(column), 0) for column in _QUESTIONS),
    ).join(Agency, Agency.id == FormRequest.agency_id)


def _number(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _days(wanted: list[ColumnElement[bool]]) -> defaultdict[int, list[int]]:
    """The days from the request to the answer, by agency."""
    query = select(FormRequest.agency_id, FormRequest.sent_at, FormRequest.returned_at)
    joined = query.join(Agency, Agency.id == FormRequest.agency_id)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for agency_id, sent_at, returned_at in db.session.execute(
        joined.where(*wanted, FormRequest.returned_at.is_not(None))
    ):
        found[agency_id].append((_day(returned_at) - _day(sent_at)).days)
    return found


def _day(at: Any) -> date:
    return at.astimezone(LONDON).date()  # type: ignore[no-any-return]


_NOT_COUNTED = (RequestStatus.TO_SEND, RequestStatus.WAIVED)
_AGENCY = (Agency.id, Agency.public_id, Agency.name, Agency.kind)
_QUESTIONS = (FormRequest.questions_asked, FormRequest.questions_answered, FormRequest.questions_not_known)
