"""What belongs to a case goes over to another case, and comes back: the hands of `services.joined_cases`.

Not verbs: each is a part of one, within its unit of work.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, func, inspect, select

from cdop.extensions import Base, db
from cdop.models import (
    AgendaItem,
    AgreedAnswer,
    AuditEntry,
    Case,
    CaseMatchKey,
    CasePlace,
    CaseSearchTerm,
    CaseStatusChange,
    FamilyContact,
    FamilyLetter,
    FormAnswer,
    FormRequest,
    FormResponse,
    NearDeaths,
    RelatedCases,
    RequestedForm,
    ScheduledReminder,
    TriageDecision,
)
from cdop.models.base import UtcDateTime
from cdop.queries.analysis import FORM as ANALYSIS
from cdop.queries.analysis import IS_OF_TODAY
from cdop.queries.reminders import REQUEST
from cdop.rules.correspondence import LetterStatus
from cdop.rules.vocabulary import AgendaItemStatus

Stored = dict[str, Any]
"""A row as plain values by column, which JSON can hold."""

_LETTERS = tuple(LetterStatus)
AT_OF_PAIR: dict[Any, str] = {NearDeaths: "found_at", RelatedCases: "at"}
"""Tables with two cases in a row, and their columns of when it was found or said."""
PAIRS = (*AT_OF_PAIR,)
# What never goes over: the audit's own, what is made anew, and answers, which go with their response.
_STAY = (AuditEntry, CaseStatusChange, CaseSearchTerm, CaseMatchKey, FormAnswer)


def stored(row: Base) -> Stored:
    """Return a row as plain values."""
    return storable({attribute.key: getattr(row, attribute.key) for attribute in inspect(row).mapper.column_attrs})


def storable(values: dict[str, Any]) -> Stored:
    """Return values of a row with days and times as ISO text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def loaded(model: type[Base], values: Stored) -> dict[str, Any]:
    """Return plain values as the columns of a model have them."""
    return {name: _loaded(inspect(model).columns[name].type, value) for name, value in values.items()}


def set_aside(kept: Case, closed: Case) -> list[tuple[str, Stored, bool]]:
    """Take from the case that ends what cannot be with the other, and return it, by the name of its table.

    Its stages, for the other has its own; a second place on an agenda; the letter to the family that is less far. What
    a case has one of, such as a theme, somebody who takes no part, or where the child lived, the other gets a copy of
    where it has none: the rows that say so are True. What was said of it and a third case is then said of the other.
    """
    _mind_both(kept, closed)
    aside: list[Any] = [*_of(CaseStatusChange, closed), *_places_aside(kept, closed), *_letters_aside(kept, closed)]
    copied: list[Any] = []
    for model in filter(_has_one_for_each_case, models()):
        rows = _of(model, closed)
        aside += rows
        copied += (row for row in rows if _is_copied(row, kept, closed))
    for pair in PAIRS:
        rows = _of_pair(pair, closed)
        aside += rows
        _say_of_other(rows, kept, closed)
    found = [(row.__tablename__, stored(row), row in copied) for row in aside]
    for row in (*aside, *_of(CaseSearchTerm, closed), *_of(CaseMatchKey, closed)):
        db.session.delete(row)
    db.session.flush()
    return found


def move(kept: Case, closed: Case, *, now: datetime) -> dict[str, list[Any]]:
    """Give the other case everything else that has the case's id; return the keys by the name of their table.

    Of two answers of the first check to one question, that of the case which goes on stands.
    """
    _put_beside(kept, closed)
    for decision in _outdone(kept, closed):
        decision.replaced_at = now
    is_draft = IS_OF_TODAY & (FormResponse.form_key == ANALYSIS)
    has_draft = bool(_of(FormResponse, kept, is_draft))
    drafts = {response.id for response in _of(FormResponse, closed, is_draft)} if has_draft else set()
    moved: dict[str, list[Any]] = {}
    for model in models():
        for row in () if model in _STAY or _has_one_for_each_case(model) else _of(model, closed):
            # Of two drafts of the analysis, the one that is further stays: the other waits without a case.
            row.case_id = None if isinstance(row, FormResponse) and row.id in drafts else kept.id
            moved.setdefault(model.__tablename__, []).append(_key(row))
    _move_answers([key for (key,) in moved.get(FormResponse.__tablename__, ())], kept.id)
    db.session.flush()
    return moved


def give_back(kept: Case, closed: Case, moved: dict[str, list[Any]], aside: list[Any], *, moved_at: datetime) -> None:
    """Give a case that is there again what went over at `moved_at`, where the other case has it still, and the rest."""
    named = {model.__tablename__: model for model in (*models(), *PAIRS)}
    for name, keys in moved.items():
        rows = (db.session.get(named[name], tuple(key)) for key in keys)
        for row in rows:
            if row is not None and row.case_id in (kept.id, None):
                row.case_id = closed.id
                if isinstance(row, TriageDecision) and row.replaced_at == moved_at:
                    row.replaced_at = None
    _move_answers([key for (key,) in moved.get(FormResponse.__tablename__, ())], closed.id)
    _number_requests(closed, {})
    for name, values, is_copied in aside:
        row = named[name](**loaded(named[name], values))
        if db.session.get(named[name], _key(row)) is None:
            db.session.add(row)
        copies = [db.session.get(named[name], _key_with(row, kept))] if is_copied else _said_of_other(row, kept, closed)
        for copy in filter(None, copies):
            db.session.delete(copy)
    db.session.flush()


def _of_pair(pair: Any, case: Case) -> list[Any]:
    return _where(pair, (pair.first_case_id == case.id) | (pair.second_case_id == case.id))


def _say_of_other(rows: list[Any], kept: Case, closed: Case) -> None:
    """What is on record of the case that ends and a third one is so of the other, unless something is already."""
    for row in rows:
        third = row.first_case_id + row.second_case_id - closed.id
        if third != kept.id and not _third_cases(type(row), kept) & {third}:
            first, second = sorted((third, kept.id))
            own = _values(row) | {"first_case_id": first, "second_case_id": second}
            db.session.add(type(row)(**{name: own[name] for name in own if name not in ("id", "public_id")}))
            db.session.flush()


def _said_of_other(row: Any, kept: Case, closed: Case) -> list[Any]:
    """What `_say_of_other` made of a row that is there again."""
    third = row.first_case_id + row.second_case_id - closed.id if type(row) in PAIRS else kept.id
    if third == kept.id:
        return []
    made = AT_OF_PAIR[type(row)]
    return [
        each
        for each in _of_pair(type(row), kept)
        if third in (each.first_case_id, each.second_case_id) and getattr(each, made) == getattr(row, made)
    ]


def _third_cases(pair: Any, case: Case) -> set[int]:
    return {each.first_case_id + each.second_case_id - case.id for each in _of_pair(pair, case)}


def move_request(request: FormRequest, case: Case) -> None:
    """Give a request, and whatever is of it, to another case."""
    responses = select(RequestedForm.response_id).where(RequestedForm.request_id == request.id)
    response_ids = list(db.session.scalars(responses))
    of_it: list[Any] = [request, *_where(FormResponse, FormResponse.id.in_(response_ids))]
    for model in models():
        if model is not AuditEntry and "request_id" in inspect(model).columns:
            of_it += _where(model, model.request_id == request.id)
    reminders = (ScheduledReminder.subject_kind == REQUEST) & (ScheduledReminder.subject_id == request.id)
    for row in (*of_it, *_where(ScheduledReminder, reminders)):
        row.case_id = case.id
        if isinstance(row, RequestedForm):
            row.age_years = None  # What was asked of a child of another age may have been answered.
    _move_answers(response_ids, case.id)
    db.session.flush()


def _where(model: Any, condition: ColumnElement[bool]) -> list[Any]:
    return list(db.session.scalars(select(model).where(condition)))


def models() -> list[Any]:
    """Return every table whose rows belong to a case, by name."""
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    of_case = (model for model in mapped if "case_id" in inspect(model).columns)
    return sorted(of_case, key=lambda model: str(model.__tablename__))


def _loaded(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def _of(model: Any, case: Case, *conditions: ColumnElement[bool]) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.case_id == case.id, *conditions)))


def _key(row: Base) -> tuple[Any, ...]:
    return tuple(inspect(row).mapper.primary_key_from_instance(row))


def _values(row: Base) -> dict[str, Any]:
    return {attribute.key: getattr(row, attribute.key) for attribute in inspect(row).mapper.column_attrs}


def _has_one_for_each_case(model: Any) -> bool:
    """Whether a row is known by its case, and so cannot be given to another."""
    return model not in _STAY and inspect(model).columns["case_id"].primary_key


def _is_copied(row: Any, kept: Case, closed: Case) -> bool:
    """Give the other case the like of a row, unless it has one, and say whether it was given."""
    is_elsewhere = isinstance(row, CasePlace) and kept.postcode not in (None, closed.postcode)
    if is_elsewhere or db.session.get(type(row), _key_with(row, kept)) is not None:
        return False
    db.session.add(type(row)(**_values(row) | {"case_id": kept.id}))
    return True


def _key_with(row: Any, case: Case) -> tuple[Any, ...]:
    """The key of a row if it were another case's."""
    return tuple(case.id if c.key == "case_id" else getattr(row, c.key) for c in inspect(type(row)).primary_key)


def _mind_both(kept: Case, closed: Case) -> None:
    """Whom the letters of either case were kept from, those of the one that goes on are kept from too."""
    own, other = (db.session.get(FamilyContact, case.id) for case in (kept, closed))
    if own is not None and other is not None:
        own.no_contact = [*own.no_contact, *(word for word in other.no_contact if word not in own.no_contact)]


def _outdone(kept: Case, closed: Case) -> list[TriageDecision]:
    stands = TriageDecision.replaced_at.is_(None)
    own = {decision.topic for decision in _of(TriageDecision, kept, stands)}
    return [decision for decision in _of(TriageDecision, closed, stands) if decision.topic in own]


def _places_aside(kept: Case, closed: Case) -> Iterator[AgendaItem]:
    """A case has one place on an agenda that is to come, and one at a meeting."""
    places = _of(AgendaItem, kept)
    meetings = {place.meeting_id for place in places}
    is_listed = any(place.status is AgendaItemStatus.LISTED for place in places)
    for place in _of(AgendaItem, closed):
        if place.meeting_id in meetings or (is_listed and place.status is AgendaItemStatus.LISTED):
            yield place


def _letters_aside(kept: Case, closed: Case) -> Iterator[FamilyLetter]:
    """A family gets one letter of a kind: the one that is further stays."""
    own = {letter.kind: letter for letter in _of(FamilyLetter, kept)}
    for letter in _of(FamilyLetter, closed):
        mine = own.get(letter.kind)
        if mine is not None:
            yield letter if _LETTERS.index(letter.status) <= _LETTERS.index(mine.status) else mine


def _put_beside(kept: Case, closed: Case) -> None:
    """Number what there may be several of: requests after those of the other case, agreed answers before its own."""
    _number_requests(closed, {request.agency_id: request.number for request in _of(FormRequest, kept)})
    last = db.session.scalar(select(func.max(AgreedAnswer.number)).where(AgreedAnswer.case_id == closed.id))
    for answer in sorted(_of(AgreedAnswer, kept), key=lambda each: -each.number) if last else ():
        answer.number += last
        db.session.flush()


def _number_requests(case: Case, asked: dict[int, int]) -> None:
    """Number the requests to each agency from where `asked` ends."""
    for request in sorted(_of(FormRequest, case), key=lambda each: each.number):
        request.number = asked[request.agency_id] = asked.get(request.agency_id, 0) + 1
    db.session.flush()


def _move_answers(response_ids: list[int], case_id: int) -> None:
    given = (FormAnswer.response_id.in_(response_ids), FormAnswer.case_id.is_not(None))
    for answer in db.session.scalars(select(FormAnswer).where(*given)) if response_ids else ():
        answer.case_id = case_id
