"""Letters to agencies, boards and trusts, as the pages and the report see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from cdop.extensions import db
from cdop.models import Agency, Case, FormRequest, OfficialLetter, Recommendation
from cdop.queries.cases import visible_to
from cdop.rules import official_letters as rules
from cdop.rules.actors import Actor
from cdop.rules.correspondence import LetterStatus, OfficialKind, SentBy
from cdop.rules.official_letters import AnswerStanding
from cdop.rules.periods import Period
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, RequestStatus

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class About:
    """What a letter is about, by public ids: a case, the request to an agency, a recommendation, or nothing."""

    case: str | None = None
    request: str | None = None
    recommendation: str | None = None


@dataclass(frozen=True, slots=True)
class Subjects:
    """The rows that a letter is about, those of a request or a recommendation with their case."""

    case: Case | None = None
    request: FormRequest | None = None
    agency: Agency | None = None
    recommendation: Recommendation | None = None


@dataclass(frozen=True, slots=True)
class OfficialPage:
    """One letter, whole. `case` and `case_reference` name the case that it is about, if any.

    `request` and `recommendation` are public ids.
    """

    id: int
    panel_id: int
    public_id: str
    case_id: int | None
    recommendation_id: int | None
    kind: OfficialKind
    reference: str
    to_name: str
    to_address: str
    to_email: str | None
    text: str
    status: LetterStatus
    answer_by: date | None
    created_at: datetime
    released_at: datetime | None
    released_by: str | None
    posted_on: date | None
    sent_by: SentBy | None
    answered_on: date | None
    answer: str | None
    version: int
    case: str | None
    case_reference: str | None
    request: str | None
    request_status: RequestStatus | None
    recommendation: str | None

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.status is LetterStatus.DRAFT

    def standing(self, today: date) -> AnswerStanding:
        """How its answer stands on a day."""
        return rules.standing(self.posted_on, self.answer_by, self.answered_on, today)


@dataclass(frozen=True, slots=True)
class OfficialList:
    """One page of letters, newest first, and how many there are in all."""

    rows: tuple[OfficialPage, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class LetterCounts:
    """Of a kind of letter: how many left in a period, and of these how many were answered, are awaited and are late."""

    kind: OfficialKind
    sent: int
    answered: int
    awaited: int
    late: int


def official_list(actor: Actor, wanted: AnswerStanding | None, *, page: int, today: date) -> OfficialList:
    """Return one page of the panel's letters, all or those whose answer stands so."""
    if not can(actor, Action.LETTER_VIEW):
        return OfficialList((), 0, 1, 1)
    conditions = [*known_to(actor), *([] if wanted is None else [_stands(wanted, today)])]
    total = db.session.scalar(select(func.count()).select_from(OfficialLetter).where(*conditions)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    query = _letters(conditions).order_by(OfficialLetter.id.desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return OfficialList(tuple(OfficialPage(*tuple(row)) for row in db.session.execute(query)), total, page, pages)


def official_page(actor: Actor, public_id: str) -> OfficialPage | None:
    """Return a letter of the panel, None where there is none that the actor may know of."""
    row = db.session.execute(_letters([*known_to(actor), OfficialLetter.public_id == public_id])).one_or_none()
    return None if row is None else OfficialPage(*tuple(row))


def of_case(actor: Actor, case_id: int) -> tuple[OfficialPage, ...]:
    """Return the letters about a case, oldest first."""
    return _of(actor, OfficialLetter.case_id == case_id)


def of_request(actor: Actor, request_id: int) -> tuple[OfficialPage, ...]:
    """Return the letters about a request to an agency, oldest first."""
    return _of(actor, OfficialLetter.request_id == request_id)


def of_recommendation(actor: Actor, public_id: str) -> tuple[OfficialPage, ...]:
    """Return the letters that carried a recommendation, oldest first."""
    return _of(actor, Recommendation.public_id == public_id)


def subjects_of(actor: Actor, about: About) -> Subjects | None:
    """Return the rows that a letter is to be about, None where there are none that the actor may know of."""
    if about.request:
        query = select(Case, FormRequest, Agency).join(FormRequest, FormRequest.case_id == Case.id)
        joined = query.join(Agency, Agency.id == FormRequest.agency_id).where(FormRequest.public_id == about.request)
        row = db.session.execute(joined.where(*visible_to(actor))).one_or_none()
        return None if row is None else Subjects(row[0], row[1], row[2])
    if about.recommendation:
        made = select(Case, Recommendation).join(Recommendation, Recommendation.case_id == Case.id)
        found = db.session.execute(
            made.where(*visible_to(actor), Recommendation.public_id == about.recommendation)
        ).one_or_none()
        return None if found is None else Subjects(case=found[0], recommendation=found[1])
    if about.case:
        case = db.session.scalar(select(Case).where(*visible_to(actor), Case.public_id == about.case))
        return None if case is None else Subjects(case=case)
    return Subjects()


def letter_counts(panel_id: int, period: Period, *, today: date) -> tuple[LetterCounts, ...]:
    """Return, for each kind, the letters of a panel that left in a period: one statement."""
    left = (OfficialLetter.panel_id == panel_id) & OfficialLetter.posted_on.between(period.start, period.end)
    stands = (AnswerStanding.ANSWERED, AnswerStanding.AWAITED, AnswerStanding.LATE)
    sums = (func.sum(case((_stands(each, today), 1), else_=0)) for each in stands)
    query = select(OfficialLetter.kind, func.count(), *sums).where(left).group_by(OfficialLetter.kind)
    found = {row[0]: LetterCounts(*row) for row in db.session.execute(query).all()}
    return tuple(found.get(kind, LetterCounts(kind, 0, 0, 0, 0)) for kind in OfficialKind)


def _stands(standing: AnswerStanding, today: date) -> ColumnElement[bool]:
    """The same as `rules.official_letters.standing`, in SQL."""
    sent, answered = OfficialLetter.posted_on.is_not(None), OfficialLetter.answered_on.is_not(None)
    by = OfficialLetter.answer_by
    return {
        AnswerStanding.NOT_SENT: ~sent,
        AnswerStanding.ANSWERED: and_(sent, answered),
        AnswerStanding.NOT_ASKED: and_(sent, ~answered, by.is_(None)),
        AnswerStanding.AWAITED: and_(sent, ~answered, by >= today),
        AnswerStanding.LATE: and_(sent, ~answered, by < today),
    }[standing]


def _of(actor: Actor, condition: ColumnElement[bool]) -> tuple[OfficialPage, ...]:
    query = _letters([*known_to(actor), condition]).order_by(OfficialLetter.id)
    return tuple(OfficialPage(*tuple(row)) for row in db.session.execute(query))


def known_to(actor: Actor) -> list[ColumnElement[bool]]:
    """Return what holds for letters of the actor's panel, without those of a case in which they take no part."""
    mine: list[ColumnElement[bool]] = [OfficialLetter.panel_id == actor.panel_id]
    if actor.excluded_case_ids:
        excluded = OfficialLetter.case_id.in_(sorted(actor.excluded_case_ids))
        mine.append(OfficialLetter.case_id.is_(None) | ~excluded)
    return mine


def _letters(conditions: Sequence[ColumnElement[bool]]) -> Any:
    own = [getattr(OfficialLetter, name) for name in OfficialPage.__slots__[:-5]]
    of_others = (Case.public_id, Case.reference, FormRequest.public_id, FormRequest.status, Recommendation.public_id)
    joined = select(*own, *of_others).outerjoin(Case, Case.id == OfficialLetter.case_id)
    joined = joined.outerjoin(FormRequest, FormRequest.id == OfficialLetter.request_id)
    return joined.outerjoin(Recommendation, Recommendation.id == OfficialLetter.recommendation_id).where(*conditions)
