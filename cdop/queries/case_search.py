"""Which cases are not found by the words they should be found by: those of an older version's rules."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, select

from cdop.extensions import db
from cdop.models import Case, CaseMatchKey, CaseSearchTerm, JoinedCase
from cdop.rules import cases as case_rules
from cdop.rules import same_child

PAGE = 200
"""Cases that are read, and perhaps written, at a time."""


def outdated(panel_id: int) -> Iterator[tuple[int, list[int]]]:
    """Yield, a page at a time, how many cases were read and the ids of those whose words are not today's."""
    after = 0
    while page := _page(panel_id, after):
        after = page[-1].id
        ids = [case.id for case in page]
        terms, keys = _words(CaseSearchTerm, CaseSearchTerm.term, ids), _words(CaseMatchKey, CaseMatchKey.key, ids)
        joined = joined_terms(ids)
        yield len(page), [case.id for case in page if not _is_right(case, terms[case.id], keys[case.id], joined)]


def joined_terms(case_ids: list[int]) -> dict[int, frozenset[str]]:
    """Return, by case, the words that the cases joined to it were found by."""
    found: dict[int, frozenset[str]] = {}
    mine = (JoinedCase.case_id.in_(case_ids), JoinedCase.apart_at.is_(None))
    for case_id, closed in db.session.execute(select(JoinedCase.case_id, JoinedCase.closed).where(*mine)):
        terms = case_rules.search_terms(*(closed[name] for name in _NAMED))
        found[case_id] = found.get(case_id, frozenset()) | terms
    return found


_NAMED = ("reference", "nhs_number", "given_names", "family_name")


def _page(panel_id: int, after: int) -> Sequence[Row[Any]]:
    facts = (getattr(Case, name) for name in same_child.OF_CASE)
    columns: tuple[Any, ...] = (Case.id, Case.reference, *facts, Case.reference_folded, Case.name_folded)
    query = select(*columns).where(Case.panel_id == panel_id, Case.id > after)
    return db.session.execute(query.order_by(Case.id).limit(PAGE)).all()


def _words(model: Any, column: Any, case_ids: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {case_id: set() for case_id in case_ids}
    for case_id, word in db.session.execute(select(model.case_id, column).where(model.case_id.in_(case_ids))):
        found[case_id].add(word)
    return found


def _is_right(case: Row[Any], terms: set[str], keys: set[str], joined: dict[int, frozenset[str]]) -> bool:
    """Whether the names, the terms and the keys of a case are what the rules of today make of its facts."""
    name = case_rules.folded_name(case.given_names, case.family_name)
    wanted = case_rules.search_terms(case.reference, case.nhs_number, case.given_names, case.family_name)
    wanted |= joined.get(case.id, frozenset())
    is_named = (case.reference_folded, case.name_folded) == (case.reference.casefold(), name)
    return is_named and terms == wanted and keys == same_child.keys(same_child.of_case(case._asdict()))
