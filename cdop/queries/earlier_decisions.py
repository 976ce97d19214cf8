"""How a panel decided before on cases of which a rule of the categories speaks: looked up when somebody asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Text, cast, func, or_, select

from cdop.extensions import db
from cdop.models import Case, FormAnswer, FormResponse
from cdop.queries.analysis import FORM
from cdop.queries.cases import visible_to
from cdop.rules import categories
from cdop.rules.actors import Actor
from cdop.rules.pitfalls import Pitfall, applying
from cdop.rules.vocabulary import ResponseStatus

PAGE_SIZE = 20
CAUSES = ("registered_cause", "cause_of_death")
WHY = "category_note"


@dataclass(frozen=True, slots=True)
class EarlierDecision:
    """A decision on another case: its category, why the panel chose it, and the rules that its causes brought up."""

    public_id: str
    reference: str
    reviewed_on: date
    category: str
    why: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EarlierDecisions:
    """One page of them, the last first."""

    rows: tuple[EarlierDecision, ...]
    total: int
    page: int
    pages: int


def earlier_decisions(actor: Actor, case_id: int, pitfalls: Iterable[Pitfall], *, page: int) -> EarlierDecisions:
    """Return the reviewed cases that the actor may know of whose causes come under one of these rules.

    `case_id` is the case that is being decided. Three statements.
    """
    alike = [_speaks_of(term) for each in pitfalls for term in each.terms]
    if not alike:
        return EarlierDecisions((), 0, 1, 1)
    told = (
        select(FormAnswer.case_id)
        .join(FormResponse, FormResponse.id == FormAnswer.response_id)
        .where(
            FormResponse.form_key == FORM,
            FormResponse.status == ResponseStatus.SUBMITTED,
            FormAnswer.question_key.in_(CAUSES),
            or_(*alike),
        )
    )
    found = (*visible_to(actor), Case.id != case_id, Case.category.is_not(None), Case.id.in_(told))
    total = db.session.scalar(select(func.count()).select_from(Case).where(*found)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    columns = (Case.id, Case.public_id, Case.reference, Case.reviewed_on, Case.category)
    query = select(*columns).where(*found).order_by(Case.reviewed_on.desc(), Case.id.desc())
    rows = db.session.execute(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    words = _words([row.id for row in rows])
    decided = (
        EarlierDecision(
            row.public_id,
            row.reference,
            row.reviewed_on,
            _category(row.category),
            words.get((row.id, WHY), ""),
            tuple(each.text for each in applying("\n".join(words.get((row.id, key), "") for key in CAUSES))),
        )
        for row in rows
    )
    return EarlierDecisions(tuple(decided), total, page, pages)


def _speaks_of(term: str) -> ColumnElement[bool]:
    return func.lower(cast(FormAnswer.value, Text)).contains(term.strip("*"), autoescape=True)


def _words(case_ids: list[int]) -> dict[tuple[int, str], str]:
    """The answers of each case's last signed analysis."""
    query = (
        select(FormAnswer.case_id, FormAnswer.question_key, FormAnswer.value)
        .join(FormResponse, FormResponse.id == FormAnswer.response_id)
        .where(
            FormResponse.form_key == FORM,
            FormResponse.status == ResponseStatus.SUBMITTED,
            FormAnswer.case_id.in_(case_ids),
            FormAnswer.question_key.in_((*CAUSES, WHY)),
        )
        .order_by(FormAnswer.response_id)
    )
    return {(row.case_id, row.question_key): str(row.value or "") for row in db.session.execute(query)}


def _category(number: int) -> str:
    found = categories.category(number)
    return f"{found.number} {found.name}"
