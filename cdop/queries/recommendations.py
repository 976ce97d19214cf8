"""What the panel recommended to others, across its cases: only of those that the reader may see."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Case, Recommendation
from cdop.queries.cases import visible_to
from cdop.rules import recommendations as rules
from cdop.rules.actors import Actor
from cdop.rules.facts import CaseSubject
from cdop.rules.vocabulary import RecommendationStatus, Strength, Verdict

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation, with the case that it came of."""

    public_id: str
    panel_id: int
    internal_case_id: int
    case_id: str
    case_reference: str
    text: str
    addressee: str
    level: str | None
    strength: Strength | None
    owner: str | None
    owner_email: str | None
    due_on: date | None
    expected_change: str | None
    indicator: str | None
    status: RecommendationStatus
    response: str | None
    responded_at: datetime | None
    responded_by: str | None
    verdict: Verdict | None
    verdict_on: date | None
    verdict_note: str | None
    version: int
    sent_at: datetime | None
    token_digest: str | None

    @property
    def has_link(self) -> bool:
        """Whether its owner was sent a link to answer by; one who had it in a letter alone was not."""
        return self.token_digest is not None

    @property
    def subject(self) -> CaseSubject:
        """Its case as policy sees it."""
        return CaseSubject(self.internal_case_id, self.panel_id)


@dataclass(frozen=True, slots=True)
class RecommendationList:
    """One page of recommendations and how many there are in all."""

    rows: tuple[RecommendationRow, ...]
    total: int
    page: int
    pages: int


def recommendation_list(actor: Actor, *, is_closed: bool, page: int) -> RecommendationList:
    """Return one page of the recommendations that are open, soonest first, or that are over, latest first."""
    over = Recommendation.status.in_(rules.CLOSED)
    conditions = (*visible_to(actor), over if is_closed else ~over)
    counting = select(func.count()).select_from(Recommendation).join(Case, Case.id == Recommendation.case_id)
    total = db.session.scalar(counting.where(*conditions)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    order = (Recommendation.id.desc(),) if is_closed else (Recommendation.due_on, Recommendation.id)
    query = _ROWS.where(*conditions).order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return RecommendationList(tuple(RecommendationRow(*row) for row in db.session.execute(query)), total, page, pages)


def recommendation(actor: Actor, public_id: str) -> RecommendationRow | None:
    """Return a recommendation, None where the actor may not know of its case."""
    row = db.session.execute(_ROWS.where(*visible_to(actor), Recommendation.public_id == public_id)).one_or_none()
    return None if row is None else RecommendationRow(*row)


_ROWS: Any = select(
    Recommendation.public_id,
    Recommendation.panel_id,
    Recommendation.case_id,
    Case.public_id,
    Case.reference,
    *(getattr(Recommendation, name) for name in RecommendationRow.__slots__[5:]),
).join(Case, Case.id == Recommendation.case_id)
