"""Which cases, and which notifications without one, may be of the child that an account tells of.

They are found by the keys of `rules.same_child`, which are indexed, and then compared by it. However many accounts
are asked about at once, a page of them costs three statements.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, String, bindparam, literal_column, select, union_all

from cdop.extensions import db
from cdop.models import (
    Case,
    CaseFactHistory,
    CaseMatchKey,
    FormAnswer,
    FormResponse,
    Notification,
    NotificationMatchKey,
)
from cdop.queries.answers import kept
from cdop.queries.cases import visible_to
from cdop.queries.reading import read
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer, AnswerKey
from cdop.questionnaires.notification_facts import TOLD_OF_CHILD, TOLD_OF_PARENTS, child_told
from cdop.rules import same_child
from cdop.rules.actors import Actor
from cdop.rules.case_words import NOTIFICATION as NOTIFICATION_FIELD
from cdop.rules.case_words import listed_name
from cdop.rules.policy import can
from cdop.rules.same_child import Child, Comparison, Likeness
from cdop.rules.vocabulary import Action, CaseStatus

PAGE = 40
"""So many accounts are asked about in one page of statements."""
MOST = 40
"""So many cases and notifications are compared with one account: those with the most keys in common."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A case, or a notification without one, that an account may be one more of; `comparison` says why.

    One of `case_id` and `notification_id` is given. `status` is that of the case.
    """

    case_id: int | None
    notification_id: int | None
    public_id: str
    reference: str
    name: str
    born_on: date | None
    died_on: date | None
    status: CaseStatus | None
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class _Account:
    """A notification as what it tells of the child."""

    id: int
    case_id: int | None
    public_id: str
    reference: str
    child: Child


_Subject = tuple[str, int]
CASE, NOTIFICATION = "case", "notification"


def alike(
    actor: Actor, children: Sequence[Child], *, but_case: int = 0, but_notification: int = 0
) -> list[tuple[Alike, ...]]:
    """Return for each account of a child the cases and notifications that may be of the same child or its sibling.

    Of those that the actor may know of, the most alike first; `but_case` and `but_notification` are left out, by id.
    Empty for an actor who may not list cases and notifications.
    """
    if not can(actor, Action.NOTIFICATION_LIST) or not can(actor, Action.CASE_LIST):
        return [() for _ in children]
    found: list[tuple[Alike, ...]] = []
    for start in range(0, len(children), PAGE):
        page = children[start : start + PAGE]
        found += _of_page(actor, page, frozenset({(CASE, but_case), (NOTIFICATION, but_notification)}))
    return found


def _of_page(actor: Actor, children: Sequence[Child], but: frozenset[_Subject]) -> Iterator[tuple[Alike, ...]]:
    keys = [same_child.keys(child) for child in children]
    holders = _holders(actor.panel_id, sorted(frozenset().union(*keys)), but)
    near = [_nearest(each, holders) for each in keys]
    subjects = frozenset().union(*near) if near else frozenset()
    cases = _cases(actor, [number for kind, number in subjects if kind == CASE])
    accounts = _accounts([*cases], [number for kind, number in subjects if kind == NOTIFICATION])
    for child, mine in zip(children, near, strict=True):
        compared = (_compared(child, each, cases, accounts) for each in sorted(mine))
        yield tuple(sorted((each for each in compared if each is not None), key=_rank))


def children_told(case_ids: Iterable[int]) -> dict[int, list[Child]]:
    """Return for each of these cases what its notifications tell of the child, the first first. One statement."""
    return {number: [each.child for each in told] for (_kind, number), told in _accounts([*case_ids], []).items()}


def _holders(panel_id: int | None, keys: list[str], but: frozenset[_Subject]) -> dict[str, list[_Subject]]:
    """Who has each of these keys. One statement."""
    holders: dict[str, list[_Subject]] = {}
    for row in read(_HOLDERS, panel_id=panel_id, keys=keys) if keys else ():
        if (row.kind, row.number) not in but:
            holders.setdefault(row.key, []).append((row.kind, row.number))
    return holders


def _nearest(keys: Iterable[str], holders: dict[str, list[_Subject]]) -> frozenset[_Subject]:
    """Those with the most keys in common; a key of few weighs more, so that an NHS number is never crowded out."""
    weights: Counter[_Subject] = Counter()
    for key in keys:
        held = holders.get(key, ())
        for subject in set(held):
            weights[subject] += 1 + 1000 // len(held)
    return frozenset(subject for subject, _ in weights.most_common(MOST))


def _cases(actor: Actor, case_ids: list[int]) -> dict[int, Any]:
    """The cases of these ids that the actor may know of. One statement."""
    query = select(*_CASE).where(*visible_to(actor), Case.id.in_(case_ids))
    return {row.id: row for row in db.session.execute(query)} if case_ids else {}


def _accounts(case_ids: list[int], notification_ids: list[int]) -> dict[_Subject, list[_Account]]:
    """What was notified of these cases, the first first, and what these notifications say. One statement."""
    found: dict[_Subject, list[_Account]] = {}
    if case_ids or notification_ids:
        rows = read(_TOLD, case_ids=case_ids or [0], notification_ids=notification_ids or [0])
        for account in _read_accounts(rows):
            subject = (NOTIFICATION, account.id) if account.case_id is None else (CASE, account.case_id)
            found.setdefault(subject, []).append(account)
    return found


def _read_accounts(rows: Iterable[Any]) -> Iterator[_Account]:
    answers: dict[int, dict[AnswerKey, Answer]] = {}
    heads: dict[int, Any] = {}
    for row in rows:
        question = registry.get(row.form_key, row.form_version).by_key()[row.question_key]
        heads[row.id] = row
        answers.setdefault(row.id, {})[row.question_key, row.row_key] = kept(question, row.value, row.non_answer)
    for number, row in heads.items():
        yield _Account(number, row.case_id, row.public_id, row.reference, child_told(answers[number]))


def _compared(
    told: Child, subject: _Subject, cases: dict[int, Any], accounts: dict[_Subject, list[_Account]]
) -> Alike | None:
    """A case is compared by its facts and by each account that was given of it."""
    kind, number = subject
    others = [account.child for account in accounts.get(subject, ())]
    if kind == CASE:
        case = cases.get(number)
        if case is None:
            return None
        held = same_child.of_case(case._asdict())
        comparison = same_child.best(told, _filled_in(held, others))
        named = (case.public_id, case.reference, held, case.status)
    else:
        account = accounts[subject][0] if others else None
        if account is None:
            return None
        comparison = same_child.compare(told, account.child)
        named = (account.public_id, account.reference, account.child, None)
    if comparison.likeness is Likeness.NONE:
        return None
    public_id, reference, child, status = named
    name = listed_name(child.given_names, child.family_name)
    case_id, notification_id = (number, None) if kind == CASE else (None, number)
    days = (child.born_on, child.died_on)
    return Alike(case_id, notification_id, public_id, reference, name, *days, status, comparison)


def _filled_in(held: Child, accounts: list[Child]) -> Iterator[Child]:
    """Each account of a case, with what it leaves open as the others have it."""
    whole = held
    for account in accounts:
        whole = whole.with_more(account)
    yield whole
    for account in accounts:
        yield account.with_more(whole)


def _rank(found: Alike) -> tuple[int, int, int]:
    is_waiting = found.notification_id is not None
    return list(Likeness).index(found.comparison.likeness), -found.comparison.score, int(is_waiting)


_CASE: tuple[Any, ...] = (
    *(Case.id, Case.public_id, Case.reference, Case.status),
    *(getattr(Case, name) for name in same_child.OF_CASE),
)


def _having(model: Any, number: Any, kind: str) -> Select[Any]:
    """Those of a kind with one of the keys, and which."""
    named = (literal_column(f"'{kind}'", String).label("kind"), model.key.label("key"), number.label("number"))
    keys: Any = bindparam("keys", expanding=True)
    of_panel = model.panel_id == bindparam("panel_id", type_=Integer)
    return select(*named).where(of_panel, model.key.in_(keys))


def _told_of(number: Any, kind: str) -> Select[Any]:
    joined = Notification.id == NotificationMatchKey.notification_id
    return _having(NotificationMatchKey, number, kind).join(Notification, joined)


_HOLDERS = union_all(
    _having(CaseMatchKey, CaseMatchKey.case_id, CASE),
    _told_of(Notification.case_id, CASE).where(Notification.case_id.is_not(None)),
    _told_of(Notification.id, NOTIFICATION).where(Notification.case_id.is_(None)),
)
_TOLD = (
    select(
        Notification.id,
        Notification.case_id,
        Notification.public_id,
        Notification.reference,
        FormResponse.form_key,
        FormResponse.form_version,
        FormAnswer.question_key,
        FormAnswer.row_key,
        FormAnswer.value,
        FormAnswer.non_answer,
    )
    .join(FormResponse, FormResponse.id == Notification.response_id)
    .join(FormAnswer, FormAnswer.response_id == Notification.response_id)
    .where(
        Notification.case_id.in_(bindparam("case_ids", expanding=True))
        | Notification.id.in_(bindparam("notification_ids", expanding=True)),
        FormAnswer.question_key.in_([*TOLD_OF_CHILD, *TOLD_OF_PARENTS]),
    )
    .order_by(Notification.received_at, Notification.id)
)


def outdated(panel_id: int, after: int, most: int) -> tuple[list[int], dict[int, frozenset[str]]]:
    """Return the ids of the next notifications that were received, and the keys of those not found by today's."""
    received = (Notification.panel_id == panel_id) & (Notification.id > after) & Notification.received_at.is_not(None)
    ids = list(db.session.scalars(select(Notification.id).where(received).order_by(Notification.id).limit(most)))
    held: dict[int, set[str]] = {each: set() for each in ids}
    key = NotificationMatchKey
    for number, text in db.session.execute(select(key.notification_id, key.key).where(key.notification_id.in_(ids))):
        held[number].add(text)
    told = _read_accounts(read(_TOLD, case_ids=[0], notification_ids=ids)) if ids else ()
    wanted = {account.id: same_child.keys(account.child) for account in told}
    return ids, {number: keys for number, keys in wanted.items() if keys != held[number]}


def told_apart(case_ids: Iterable[int], reference: str, *fields: str) -> frozenset[int]:
    """Return those of these cases of which somebody said that what has this reference is of another child.

    `fields` are the words of that in the history: of a notification, where none are given.
    """
    past = CaseFactHistory
    said = (past.case_id.in_([*case_ids]), past.field.in_(fields or (NOTIFICATION_FIELD,)), past.old == reference)
    return frozenset(db.session.scalars(select(past.case_id).where(*said)))
