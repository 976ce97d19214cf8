"""How long cases have waited, and for whom: of one case, and of all open ones in sum."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Agency, Case, CaseHold, FormRequest
from cdop.queries.case_work import CaseWork
from cdop.queries.cases import visible_to
from cdop.rules import form_b, waits
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseFacts
from cdop.rules.lifecycle import ENDED
from cdop.rules.vocabulary import CaseStatus, RequestStatus, Residency
from cdop.rules.waits import OF_HOLD, Party, Wait, Waits

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One party in sum over the open cases: how many wait for it now, and how many days they waited, together and most.

    `cases` counts every open case that ever waited for it.
    """

    party: str
    waiting: int
    cases: int
    days: int
    longest: int


@dataclass(frozen=True, slots=True)
class Board:
    """Whom the open cases wait for. `agencies` is one page of them; their own days are in no other row."""

    open_cases: int
    elapsed: int
    active: int
    parties: tuple[PartyRow, ...]
    agencies: tuple[PartyRow, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """An open case: for how long it has waited, and for whom it waits now, each with its days."""

    public_id: str
    reference: str
    elapsed: int
    active: int
    waiting: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class CaseRows:
    """One page of the open cases, those that have waited longest first."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int


def case_waits(facts: CaseFacts, work: CaseWork, *, today: date) -> Waits | None:
    """Return for whom a case has waited; None where the day of the death is not known, or it is not for review."""
    if facts.died_on is None or facts.status is CaseStatus.NOT_FOR_REVIEW:
        return None
    asked = (_asked(row.agency, row.status, row.sent_at, row.returned_at) for row in work.asked)
    held = (Wait(OF_HOLD[row.kind], row.started_on, row.ended_on, is_hold=True) for row in work.holds)
    found = [*(wait for wait in asked if wait is not None), *held, *_of_case(facts)]
    return waits.waits(facts.died_on, facts.reviewed_on, found, rest=_rest(facts), today=today)


def board(actor: Actor, *, page: int, now: datetime) -> Board:
    """Return whom the open cases of the panel's own children wait for, and how long they have. Three statements."""
    rows = list(db.session.execute(_CASES.where(*_open(actor))))
    spent, agencies = _spent(rows, _open(actor), now)
    parties = _in_sum(spent)
    named = [row for row in parties if row.party in agencies]
    pages = max(1, -(-len(named) // PAGE_SIZE))
    page = min(max(1, page), pages)
    return Board(
        open_cases=len(spent),
        elapsed=sum(each.elapsed for each in spent),
        active=sum(each.active for each in spent),
        parties=tuple(row for row in parties if row.party not in agencies),
        agencies=tuple(named[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        page=page,
        pages=pages,
    )


def by_case(actor: Actor, *, page: int, now: datetime) -> CaseRows:
    """Return for whom each open case waits now, a page of them, paged in SQL. Four statements."""
    total = db.session.scalar(select(func.count()).select_from(Case).where(*_open(actor))) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = _CASES.where(*_open(actor)).order_by(Case.died_on, Case.id)
    rows = list(db.session.execute(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)))
    spent, _agencies = _spent(rows, (Case.id.in_([row.id for row in rows]),), now)
    shown = tuple(
        CaseRow(
            row.public_id,
            row.reference,
            each.elapsed,
            each.active,
            tuple((waited.party, waited.days) for waited in each.rows if waited.is_waiting),
        )
        for row, each in zip(rows, spent, strict=True)
    )
    return CaseRows(shown, total, page, pages)


def _open(actor: Actor) -> tuple[Any, ...]:
    """Open cases of children of the panel's own area, as far as the actor may know of them."""
    return (*visible_to(actor), Case.status.not_in(ENDED), Case.residency == Residency.RESIDENT)


def _spent(rows: Iterable[Any], mine: tuple[Any, ...], now: datetime) -> tuple[list[Waits], set[str]]:
    """For whom each of these cases has waited, and which of those are agencies. Two statements."""
    today, found = now.astimezone(LONDON).date(), defaultdict[int, list[Wait]](list)
    agencies = {name for name, wait in _requests(mine, found) if wait}
    for held in db.session.execute(_HOLDS.where(*mine)):
        found[held.case_id].append(Wait(OF_HOLD[held.kind], held.started_on, held.ended_on, is_hold=True))
    spent = [
        waits.waits(row.died_on, row.reviewed_on, [*found[row.id], *_of_case(row)], rest=_rest(row), today=today)
        for row in rows
    ]
    return spent, agencies


def _requests(mine: Iterable[Any], found: dict[int, list[Wait]]) -> Iterator[tuple[str, Wait | None]]:
    for row in db.session.execute(_REQUESTS.where(*mine)):
        wait = _asked(row.name, row.status, row.sent_at, row.returned_at)
        if wait is not None:
            found[row.case_id].append(wait)
        yield row.name, wait


def _in_sum(spent: Iterable[Waits]) -> list[PartyRow]:
    """Each party over all cases, those with the most days first."""
    by_party: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for each in spent:
        for row in each.rows:
            by_party[row.party].append((row.days, row.is_waiting))
    rows = [
        PartyRow(
            party,
            sum(is_waiting for _days, is_waiting in waited),
            len(waited),
            sum(days for days, _is_waiting in waited),
            max(days for days, _is_waiting in waited),
        )
        for party, waited in by_party.items()
    ]
    return sorted(rows, key=lambda row: (-row.days, row.party))


def _asked(agency: str, status: RequestStatus, sent_at: datetime | None, returned_at: datetime | None) -> Wait | None:
    """The wait for an agency's form. A request that was withdrawn is not counted: when, is not on record."""
    if sent_at is None or (status not in form_b.OPEN and returned_at is None):
        return None
    return Wait(agency, sent_at.astimezone(LONDON).date(), returned_at and returned_at.astimezone(LONDON).date())


def _of_case(row: Any) -> Iterator[Wait]:
    """What the case itself tells: the wait for a notification, and for a meeting once it is ready."""
    if row.notified_on is not None:
        yield Wait(Party.NOTIFIER, row.died_on, row.notified_on)
    if row.ready_on is not None:
        yield Wait(Party.SCHEDULING, row.ready_on, row.reviewed_on)


def _rest(row: Any) -> Party:
    return Party.NOT_RECORDED if row.notified_at is None else Party.US


_DAYS = (Case.died_on, Case.notified_at, Case.notified_on, Case.ready_on, Case.reviewed_on)
_CASES: Any = select(Case.id, Case.public_id, Case.reference, *_DAYS)
_REQUESTS: Any = (
    select(FormRequest.case_id, Agency.name, FormRequest.status, FormRequest.sent_at, FormRequest.returned_at)
    .join(Case, Case.id == FormRequest.case_id)
    .join(Agency, Agency.id == FormRequest.agency_id)
)
_HOLDS: Any = select(CaseHold.case_id, CaseHold.kind, CaseHold.started_on, CaseHold.ended_on).join(
    Case, Case.id == CaseHold.case_id
)
