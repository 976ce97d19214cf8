"""What falls due from today to the same day of next week: deadlines of cases, forms, actions, holds and extracts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from cdop.models import ActionItem, Agency, Case, CaseHold, DataRelease, FormRequest
from cdop.queries.cases import FACT_COLUMNS, facts_of, visible_to
from cdop.queries.reading import read
from cdop.rules import deadline_table, deadlines, form_b
from cdop.rules.actions import CLOSED
from cdop.rules.actors import Actor
from cdop.rules.deadlines import Deadline, Setting, Unit
from cdop.rules.lifecycle import ENDED
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action

DAYS = 7
AT_MOST = 400


@dataclass(frozen=True, slots=True)
class DueThisWeek:
    """One thing and the day it is due on; `key` is of the list of my day whose page shows it."""

    key: str
    public_id: str
    case_id: str
    reference: str
    words: str
    due_on: date


def this_week(actor: Actor, settings: tuple[Setting, ...], *, today: date) -> tuple[DueThisWeek, ...]:
    """Return what this person may see of what is due within a week, in order. Two statements."""
    last = today + timedelta(days=DAYS)
    found = [*_of_cases(actor, settings, today, last), *_of_rows(actor, today, last)]
    return tuple(sorted(found, key=lambda each: (each.due_on, each.reference, each.words)))


def _of_cases(actor: Actor, settings: tuple[Setting, ...], today: date, last: date) -> Iterator[DueThisWeek]:
    """Deadlines of open cases. The database narrows to those that began when one of this week may have begun."""
    for row in read(_cases(actor, settings, today, last)):
        facts = facts_of(row)
        in_force = deadlines.in_force(deadline_table.DEADLINES, settings, facts.notified_on or today)
        for key, moment in deadline_table.open_due(facts, in_force).items():
            due_on = deadlines.day_in_england(moment)
            if today <= due_on <= last:
                label = deadline_table.TABLE[key].label
                yield DueThisWeek("ready", row.public_id, "", row.reference, label, due_on)


# Built once a day for a person, as the statement of the rows below: that takes longer than running it.
@lru_cache(maxsize=64)
def _cases(actor: Actor, settings: tuple[Setting, ...], today: date, last: date) -> Select[Any]:
    may_fall_due = _may_fall_due(_lengths(settings), today, last)
    columns: tuple[Any, ...] = (Case.public_id, Case.reference, *(getattr(Case, name) for name in FACT_COLUMNS))
    query = select(*columns).where(*visible_to(actor), Case.status.not_in(ENDED), may_fall_due)
    return query.order_by(Case.died_on, Case.id).limit(AT_MOST)


def _lengths(settings: Iterable[Setting]) -> list[Deadline]:
    """Each deadline that is kept with each length that it ever had."""
    found = [*deadline_table.DEADLINES]
    found += [
        replace(deadline_table.TABLE[key], length=length)
        for key, _from_on, length in settings
        if key in deadline_table.TABLE
    ]
    return [row for row in found if {row.starts, row.met} <= deadline_table.RECORDED]


def _may_fall_due(rows: Iterable[Deadline], today: date, last: date) -> ColumnElement[bool]:
    return or_(*(_began(row, today - deadlines.longest(row), last - _shortest(row)) for row in rows))


def _began(row: Deadline, first: date, last: date) -> ColumnElement[bool]:
    """Whether the clock of a deadline started between two days; a day that is known at all is a column of days."""
    column: Any = getattr(Case, f"{row.starts}_on", None)
    if column is not None:
        return and_(column >= first, column <= last)
    column = getattr(Case, f"{row.starts}_at")
    return and_(column >= deadlines.start_of(first), column < deadlines.start_of(last + timedelta(days=1)))


def _shortest(row: Deadline) -> timedelta:
    days = {Unit.HOURS: 1 / 24, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.WORKING_DAYS: 1, Unit.MONTHS: 28}
    return timedelta(days=int(days[row.unit] * row.length))


def _of_rows(actor: Actor, today: date, last: date) -> Iterator[DueThisWeek]:
    """Forms that agencies return, actions, holds and extracts: what has its own day. One statement."""
    for row in read(_rows(actor, today, last)):
        key, public_id, case_id, reference, words, due_on = tuple(row)
        yield DueThisWeek(key, public_id, case_id or "", reference, _WORDS[key].format(words), due_on)


@lru_cache(maxsize=64)
def _rows(actor: Actor, today: date, last: date) -> CompoundSelect[Any]:
    mine, no_case, row = visible_to(actor), cast(null(), String), DataRelease
    forms = (
        select(literal("late-forms"), FormRequest.public_id, no_case, Case.reference, Agency.name, FormRequest.due_on)
        .join(Case, Case.id == FormRequest.case_id)
        .join(Agency, Agency.id == FormRequest.agency_id)
        .where(*mine, FormRequest.status.in_(form_b.OPEN), FormRequest.due_on.between(today, last))
    )
    actions = (
        select(
            literal("late-actions"), ActionItem.public_id, no_case, Case.reference, ActionItem.owner, ActionItem.due_on
        )
        .join(Case, Case.id == ActionItem.case_id)
        .where(*mine, ActionItem.status.not_in(CLOSED), ActionItem.due_on.between(today, last))
    )
    kind, next_on = cast(CaseHold.kind, String), CaseHold.next_check_on
    held = (
        select(literal("holds"), CaseHold.public_id, Case.public_id, Case.reference, kind, next_on)
        .join(Case, Case.id == CaseHold.case_id)
        .where(*mine, CaseHold.ended_on.is_(None), next_on.between(today, last))
    )
    extracts = select(
        literal("extracts"), row.public_id, no_case, literal("Extract, ") + row.label, row.applicant, row.expires_on
    ).where(row.panel_id == actor.panel_id, row.expires_on.between(today, last), row.deleted_on.is_(None))
    found = (forms, actions, held, extracts) if can(actor, Action.FIGURES_RENEW) else (forms, actions, held)
    each = (query.order_by(None).limit(AT_MOST).subquery() for query in found)
    return union_all(*(select(part) for part in each))


_WORDS = {
    "late-forms": "Reporting form of {}",
    "late-actions": "Action that {} agreed to",
    "holds": "Hold to look at again: {}",
    "extracts": "To be deleted by {}",
}
