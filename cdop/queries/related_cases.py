"""The cases of children who belong together, for whoever may see both, and those that look as if they did."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select

from cdop.extensions import db
from cdop.models import Case, RelatedCases
from cdop.queries.cases import visible_to
from cdop.queries.joined_cases import ComparedCase, compared_case
from cdop.queries.same_child import Alike, alike, children_told
from cdop.rules import same_child
from cdop.rules.actors import Actor
from cdop.rules.case_words import listed_name
from cdop.rules.related_cases import Birth, Relation, disagreements
from cdop.rules.same_child import Likeness

HAS_RELATED = (
    select(1)
    .where(or_(RelatedCases.first_case_id == Case.id, RelatedCases.second_case_id == Case.id))
    .correlate(Case)
    .exists()
    .label("has_related")
)
"""Whether another case is on record as of the same family, as a column of a statement that reads the case."""


@dataclass(frozen=True, slots=True)
class Related:
    """A case of a child who belongs to that of another: what it is to it, how it is known, and who said so.

    `record_id` is the public id of the record, `public_id` that of the case. `disagrees` says in words in what the
    records of one birth differ.
    """

    record_id: str
    case_id: int
    public_id: str
    reference: str
    name: str
    died_on: date
    relation: Relation
    is_one_event: bool
    reason: str
    by_name: str
    at: datetime
    disagrees: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What it is to the other case, in words."""
        return f"{self.relation}, died in the same event" if self.is_one_event else str(self.relation)


@dataclass(frozen=True, slots=True)
class RelatedPage:
    """A case, those on record as of the same family, and those that look as if they were."""

    case: ComparedCase
    related: tuple[Related, ...]
    proposed: tuple[Alike, ...]


def related_page(actor: Actor, public_id: str) -> RelatedPage | None:
    """Return the page of a case, None where the actor may not know of it. Eight statements at most."""
    case = compared_case(actor, public_id)
    if case is None:
        return None
    related = related_to(actor, case.id)
    known = {each.case_id for each in related}
    (found,) = alike(actor, [same_child.of_case(case.facts)], but_case=case.id)
    like = (each for each in found if each.case_id is not None and each.case_id not in known)
    return RelatedPage(case, related, tuple(each for each in like if each.comparison.likeness is Likeness.SIBLING))


def related_to(actor: Actor, case_id: int) -> tuple[Related, ...]:
    """Return what is on record as of the family of a case. One statement, and two where a twin is among them."""
    return related_to_each(actor, [case_id]).get(case_id, ())


def related_to_each(actor: Actor, case_ids: Collection[int]) -> dict[int, tuple[Related, ...]]:
    """Return the same of each of these cases that has any, of those that the actor may see. Statements as of one."""
    found: dict[int, list[Related]] = defaultdict(list)
    rows = db.session.execute(_pairs(actor, case_ids)).all() if case_ids else []
    births = _births({number for row in rows if row.relation is Relation.ONE_BIRTH for number in (row.own, row.id)})
    for row in rows:
        own, other = (births.get(number, Birth()) for number in (row.own, row.id))
        name = listed_name(row.given_names, row.family_name)
        told = (row.relation, row.is_one_event, row.reason, row.by_name, row.at)
        of_case = (row.record_id, row.id, row.public_id, row.reference, name, row.died_on)
        found[row.own].append(Related(*of_case, *told, disagreements(row.relation, own, other)))
    return {number: tuple(each) for number, each in found.items()}


def _pairs(actor: Actor, case_ids: Iterable[int]) -> Any:
    """The pairs of these cases with each that the actor may see; a pair of two of them comes twice."""
    ids, pair = [*case_ids], RelatedCases
    is_other = or_(
        and_(pair.first_case_id.in_(ids), Case.id == pair.second_case_id),
        and_(pair.second_case_id.in_(ids), Case.id == pair.first_case_id),
    )
    own = (pair.first_case_id + pair.second_case_id - Case.id).label("own")
    told = (pair.relation, pair.is_one_event, pair.reason, pair.by_name, pair.at)
    of_case = (Case.id, Case.public_id, Case.reference, Case.given_names, Case.family_name, Case.died_on)
    query = select(own, pair.public_id.label("record_id"), *of_case, *told).join(Case, is_other)
    return query.where(*visible_to(actor)).order_by(pair.at, pair.id)


def _births(case_ids: Collection[int]) -> dict[int, Birth]:
    """What the records of these cases say of the birth. Two statements."""
    if not case_ids:
        return {}
    told = children_told(case_ids)
    rows = db.session.execute(select(Case.id, Case.born_on, Case.gestation_weeks).where(Case.id.in_(case_ids)))
    return {row.id: Birth(row.born_on, row.gestation_weeks, _mothers(told.get(row.id, ()))) for row in rows}


def _mothers(told: Iterable[same_child.Child]) -> frozenset[str]:
    return frozenset(each.mothers_number for each in told if each.mothers_number)
