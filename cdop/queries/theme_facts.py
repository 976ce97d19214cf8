"""What the rules of themes are told of a panel's cases: plain facts, of many cases at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_

from cdop.extensions import db
from cdop.models import AgreedAnswer, Case, ContributoryFactor, FormAnswer, FormResponse
from cdop.questionnaires.answer import NOT_IN_A_GROUP
from cdop.rules.theme_facts import AGE, BY_NAME, FACTORS, Asked, Fact, Told, ages, said
from cdop.rules.vocabulary import CaseStatus, ResponseStatus

Known = dict[str, set[str | float]]


@dataclass(frozen=True, slots=True)
class Block:
    """Some of a panel's cases: those with ids from `first` and, but for the last block, before `end`."""

    first: int
    end: int | None

    def of(self, column: Any) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions by which a column with the id of a case is of this block."""
        return (column >= self.first,) if self.end is None else (column >= self.first, column < self.end)


ALL = Block(0, None)


def blocks(panel_id: int, size: int) -> tuple[Block, ...]:
    """Return the cases of a panel in blocks of this size, one of all where there are fewer. One statement."""
    place = func.row_number().over(order_by=Case.id).label("place")
    numbered = select(Case.id, place).where(Case.panel_id == panel_id).subquery()
    begins_one = (numbered.c.place % size == 1, numbered.c.place > 1)
    later = db.session.scalars(select(numbered.c.id).where(*begins_one).order_by(numbered.c.id)).all()
    return tuple(map(Block, (0, *later), (*later, None)))


def told_of(panel_id: int, names: Collection[str], *cases: ColumnElement[bool]) -> dict[int, Told]:
    """Return what is known of a panel's cases for review, or of those that conditions choose, by their ids.

    `names` are the facts asked for, in the words of a rule. What the panel agreed on takes the place of what the
    agencies answered; drafts are not read. Four statements, however many cases.
    """
    facts = [BY_NAME[name] for name in {name.partition(" in ")[0] if is_age(name) else name for name in names}]
    chosen = (Case.panel_id == panel_id, Case.status != CaseStatus.NOT_FOR_REVIEW, *cases)
    known: dict[int, Known] = {}
    ids = select(Case.id).where(*chosen)
    columns = [fact for fact in facts if fact.column]
    query = select(Case.id, Case.born_on, Case.died_on, *(getattr(Case, fact.column) for fact in columns))
    for case_id, born, died, *values in db.session.execute(query.where(*chosen)):
        of_case: Known = {name: set(told) for name, told in ages(born, died).items()}
        for fact, value in zip(columns, values, strict=True):
            _add(of_case, fact, value)
        known[case_id] = of_case
    for case_id, fact, value in _answered(facts, ids):
        if case_id in known:
            _add(known[case_id], fact, value)
    if FACTORS in names:
        for case_id, code in db.session.execute(
            select(ContributoryFactor.case_id, ContributoryFactor.code).where(ContributoryFactor.case_id.in_(ids))
        ):
            _add(known[case_id], BY_NAME[FACTORS], code)
    return {case_id: {name: frozenset(told) for name, told in of.items() if told} for case_id, of in known.items()}


def words(name: str, told: Iterable[str | float], own: Mapping[str, str]) -> str:
    """Return what was told of a fact, "" where that is nothing. A factor has the words of the panel's `own` list."""
    known = sorted(told, key=str)
    return "; ".join(own[str(value)] if name == FACTORS else said(BY_NAME[name], value) for value in known)


def is_age(name: str) -> bool:
    """Say whether it is the age in some unit, as rules compare it."""
    return name.startswith(f"{AGE} in ")


def _answered(facts: Collection[Fact], case_ids: Any) -> Iterator[tuple[int, Fact, Any]]:
    asked: dict[tuple[str, str], list[tuple[Fact, Asked]]] = defaultdict(list)
    for fact in facts:
        for question in fact.questions:
            asked[question.form, question.key].append((fact, question))
    if not asked:
        return
    agreed = _agreed(list(asked), case_ids)
    for (case_id, form, key, _row), value in agreed.items():
        yield from ((case_id, fact, told) for fact, told in _tell(asked[form, key], value))
    query = select(FormResponse.case_id, FormResponse.form_key, FormAnswer.question_key, FormAnswer.value)
    joined = query.join(FormAnswer, FormAnswer.response_id == FormResponse.id)
    is_asked = tuple_(FormResponse.form_key, FormAnswer.question_key).in_(list(asked))
    is_sent = FormResponse.status == ResponseStatus.SUBMITTED
    for case_id, form, key, value in db.session.execute(
        joined.where(FormResponse.case_id.in_(case_ids), is_sent, is_asked)
    ):
        if (case_id, form, key, NOT_IN_A_GROUP) not in agreed:
            yield from ((case_id, fact, told) for fact, told in _tell(asked[form, key], value))


def _tell(asked: Collection[tuple[Fact, Asked]], value: Any) -> Iterator[tuple[Fact, Any]]:
    """What an answer tells of each fact that its question is asked for, one by one where it has several."""
    for fact, question in asked:
        for each in value if isinstance(value, list) else [value]:
            yield fact, fact.told_by(question, each)


def _agreed(questions: list[tuple[str, str]], case_ids: Any) -> dict[tuple[int, str, str, str], Any]:
    """What panels agreed on, the newest of each question and row."""
    place = AgreedAnswer.case_id, AgreedAnswer.form_key, AgreedAnswer.question_key, AgreedAnswer.row_key
    query = select(*place, AgreedAnswer.value)
    is_asked = tuple_(AgreedAnswer.form_key, AgreedAnswer.question_key).in_(questions)
    rows = db.session.execute(query.where(AgreedAnswer.case_id.in_(case_ids), is_asked).order_by(AgreedAnswer.number))
    return {(row.case_id, row.form_key, row.question_key, row.row_key): row.value for row in rows}


def _add(known: Known, fact: Fact, value: Any) -> None:
    """Add what was told, where it is something that the fact can be: a way of not answering tells nothing."""
    if fact.is_number and isinstance(value, int | float | str) and not isinstance(value, bool):
        known.setdefault(fact.name, set()).add(float(value))
    elif isinstance(value, str) and fact.takes(value):
        known.setdefault(fact.name, set()).add(str(value))
