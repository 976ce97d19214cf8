"""Which cases are not found by the words they should be found by: those of an older version's rules."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select

from cdop.extensions import db
from cdop.models import Case, CaseSearchTerm
from cdop.rules import cases as case_rules

PAGE = 200
"""Cases that are read, and perhaps written, at a time."""


def outdated(panel_id: int) -> Iterator[tuple[int, list[int]]]:
    """Yield, a page at a time, how many cases were read and the ids of those whose words are not today's."""
    after = 0
    while page := _page(panel_id, after):
        after = page[-1].id
        terms = _terms([case.id for case in page])
        yield len(page), [case.id for case in page if not _is_right(case, terms.get(case.id, set()))]


def _page(panel_id: int, after: int) -> Sequence[Row[Any]]:
    facts = (Case.reference, Case.nhs_number, Case.given_names, Case.family_name)
    columns: tuple[Any, ...] = (Case.id, *facts, Case.reference_folded, Case.name_folded)
    query = select(*columns).where(Case.panel_id == panel_id, Case.id > after)
    return db.session.execute(query.order_by(Case.id).limit(PAGE)).all()


def _terms(case_ids: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    query = select(CaseSearchTerm.case_id, CaseSearchTerm.term).where(CaseSearchTerm.case_id.in_(case_ids))
    for case_id, term in db.session.execute(query):
        found.setdefault(case_id, set()).add(term)
    return found


def _is_right(case: Row[Any], terms: set[str]) -> bool:
    """Whether the names and the terms of a case are what the rules of today make of its facts."""
    name = case_rules.folded_name(case.given_names, case.family_name)
    wanted = case_rules.search_terms(case.reference, case.nhs_number, case.given_names, case.family_name)
    return (case.reference_folded, case.name_folded) == (case.reference.casefold(), name) and terms == wanted
