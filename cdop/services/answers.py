"""Answers to a statutory form are kept, merged and sent. Not verbs: each is a part of one, within its unit of work."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, inspect, select

from cdop.extensions import db
from cdop.models import FormAnswer, FormAnswerHistory, FormResponse
from cdop.prepared import Prepared
from cdop.queries.answers import columns, kept
from cdop.queries.reading import read
from cdop.questionnaires import registry
from cdop.questionnaires.answer import BLANK, Answer, AnswerKey, AnswerSet
from cdop.questionnaires.completeness import control, hidden
from cdop.questionnaires.kinds import fault
from cdop.questionnaires.merging import Conflict, Seen, continues, merge
from cdop.questionnaires.obstacles import obstacles
from cdop.questionnaires.spec import FormSpec, Question
from cdop.rules import handling
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.handling import Marks
from cdop.rules.vocabulary import ActorKind, ResponseStatus
from cdop.services import unit
from cdop.services.errors import Blocked, Invalid
from cdop.services.new_rows import new_row

ALREADY_SENT = "This form was sent already, so nothing can be changed on it"
SITTING = timedelta(minutes=10)
"""After so long what somebody wrote is no longer what they are writing."""

Rows = dict[AnswerKey, Row[Any]]
"""Answers as they are stored. They are read and written as plain rows: somebody saves with every few words."""

_HISTORY_ID = FormAnswerHistory.id


@dataclass(frozen=True, slots=True)
class StartedResponse:
    """A response that is being filled in, by its ids; whoever has one has locked its row."""

    id: int
    panel_id: int
    case_id: int | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a page: the answers as they are stored now, those that were written, and those that were not."""

    stored: dict[AnswerKey, Answer]
    changed: tuple[AnswerKey, ...]
    conflicts: tuple[Conflict, ...]


def start(actor: Actor, spec: FormSpec, *, panel_id: int, case_id: int | None, now: datetime) -> FormResponse:
    """Return a new response on a form, without answers."""
    response = FormResponse(
        panel_id=panel_id,
        case_id=case_id,
        form_key=spec.key,
        form_version=spec.version,
        status=ResponseStatus.STARTED,
        created_at=now,
        created_by_id=actor.user_id,
    )
    db.session.add(response)
    db.session.flush()
    return response


def start_from(actor: Actor, earlier: FormResponse, *, now: datetime) -> FormResponse:
    """Return a new response on the form of an earlier one, with its answers; each keeps its author and its time."""
    spec = registry.get(earlier.form_key, earlier.form_version)
    response = start(actor, spec, panel_id=earlier.panel_id, case_id=earlier.case_id, now=now)
    kept = (
        "question_key",
        "row_key",
        "panel_id",
        "case_id",
        "value",
        "non_answer",
        "at",
        "by_kind",
        "by_id",
        "by_name",
    )
    for row in _rows(earlier).values():
        db.session.add(FormAnswer(response_id=response.id, **{name: getattr(row, name) for name in kept}))
    db.session.flush()
    return response


def save_section(
    actor: Actor,
    response: FormResponse,
    spec: FormSpec,
    typed: AnswerSet,
    *,
    seen: Seen,
    now: datetime,
) -> Saved:
    """Keep the answers of a page of a response, which is locked first. Otherwise as `save_on_started`.

    Raises Blocked where the form was sent.
    """
    return save_on_started(actor, locked(response), spec, typed, seen=seen, now=now)


def save_on_started(
    actor: Actor,
    response: StartedResponse,
    spec: FormSpec,
    typed: AnswerSet,
    *,
    seen: Seen,
    while_typing: bool = False,
    now: datetime,
) -> Saved:
    """Keep the answers of a page; `seen` are the fingerprints of those it showed.

    What its sender left alone stays as it is, with its author. What somebody else changed meanwhile is a conflict
    and stays too; all else is written, and what it replaces is kept in the history; of what somebody writes
    `while_typing` not every word on the way. Raises Invalid where an answer does not fit its question.
    """
    _refuse_misfits(spec, typed)
    rows = _rows(response, {key for key, _row in typed})
    stored = _answers(spec, rows)
    merged = merge(spec, typed, stored=stored, seen=seen)
    _write(actor, response, spec, merged.written, rows, now, while_typing=while_typing)
    names = {name: row.by_name for name, row in rows.items()}
    conflicts = (replace(each, by_name=names.get(each.name, "")) for each in merged.conflicts)
    after = {**stored, **merged.written}
    return Saved({name: after.get(name, BLANK) for name in typed}, tuple(merged.written), tuple(conflicts))


def submit(
    actor: Actor, response: FormResponse, spec: FormSpec, *, now: datetime, agency_type: str | None = None
) -> None:
    """Send a form. Everything is judged again, over what is stored: an answer can become wrong through another.

    Answers to questions that are not asked (any more) are cleared, into the history. Raises Blocked with everything
    that stands in the way.
    """
    rows = _locked_rows(response)
    stored = _answers(spec, rows)
    if reasons := obstacles(spec, stored, agency_type, today=now.astimezone(LONDON).date()):
        raise Blocked([each.text for each in reasons])
    _write(actor, response, spec, dict.fromkeys(hidden(spec, stored, agency_type), BLANK), rows, now)
    response.status = ResponseStatus.SUBMITTED
    response.submitted_at = now


def forget(response: FormResponse) -> None:
    """Delete a response with its answers and all that they replaced."""
    answered = db.session.scalars(select(FormAnswer).where(FormAnswer.response_id == response.id))
    replaced = db.session.scalars(select(FormAnswerHistory).where(FormAnswerHistory.response_id == response.id))
    for row in (*answered, *replaced):
        db.session.delete(row)
    db.session.flush()
    db.session.delete(response)


def clear_hidden(
    actor: Actor, response: FormResponse, spec: FormSpec, *, now: datetime, agency_type: str | None = None
) -> None:
    """Clear, into the history, the answers to questions that are not asked (any more)."""
    rows = _locked_rows(response)
    _write(actor, response, spec, dict.fromkeys(hidden(spec, _answers(spec, rows), agency_type), BLANK), rows, now)


def keep_apart(actor: Actor, response: FormResponse, *, since: datetime | None, now: datetime) -> None:
    """Put into the history what somebody at an agency wrote after `since` (None: ever); what stood then stands again.

    Each keeps its handling marks.
    """
    rows = _locked_rows(response)
    stood = {} if since is None else _stood_at(response, since)
    for name, row in rows.items():
        if row.by_kind is ActorKind.INVITATION and (since is None or row.at > since):
            db.session.add(_replaced(row, now))
            unit.rewrite(FormAnswer, row, **(_by(actor) | _standing_again(stood.get(name), now)))


def give_back(response: FormResponse, *, kept_at: datetime, now: datetime) -> None:
    """Let stand again what was kept apart at `kept_at`, under its authors, but for what was answered since."""
    rows = _locked_rows(response)
    of_agency = (FormAnswerHistory.by_kind == ActorKind.INVITATION) & (FormAnswerHistory.replaced_at == kept_at)
    kept_apart = select(FormAnswerHistory).where(FormAnswerHistory.response_id == response.id, of_agency)
    last = {(row.question_key, row.row_key): row for row in db.session.scalars(kept_apart.order_by(_HISTORY_ID))}
    for name, earlier in last.items():
        row = rows[name]
        is_blank = row.value is None and row.non_answer is None
        if row.at == kept_at and (is_blank or row.by_kind is ActorKind.INVITATION):
            db.session.add(_replaced(row, now))
            unit.rewrite(FormAnswer, row, **_standing_again(earlier, now))


def mark(response: StartedResponse, name: AnswerKey, marks: Marks) -> bool:
    """Set the handling marks of an answer, and say whether there is one."""
    row = _rows(response, {name[0]}).get(name)
    if row is None or (row.value is None and row.non_answer is None):
        return False
    unit.rewrite(FormAnswer, row, marks=handling.stored(marks))
    return True


def _refuse_misfits(spec: FormSpec, typed: AnswerSet) -> None:
    """What no page of ours can send."""
    questions, misfits = spec.by_key(), {}
    for (key, row_key), given in typed.items():
        if key not in questions:
            misfits[key] = f"There is no question {key!r}"
            continue
        group, question = spec.groups.get(key), questions[key]
        if bool(group) != bool(row_key):
            misfits[key] = "The answer is given outside its group"
        elif words := fault(question, given):
            misfits[control(group, question, row_key)] = words
    if misfits:
        raise Invalid(misfits)


def locked(response: FormResponse) -> StartedResponse:
    """Return a response that is being filled in, locked. Raises Blocked where it was sent.

    Until the unit ends nobody else writes to it.
    """
    found = db.session.scalars(_RESPONSE, {"response_id": response.id}, execution_options=_ANEW).one()
    if found.status is not ResponseStatus.STARTED:
        raise Blocked([ALREADY_SENT])
    return StartedResponse(found.id, found.panel_id, found.case_id)


def _locked_rows(response: FormResponse) -> Rows:
    """The rows of a response that is being filled in, which is locked first. Raises Blocked where it was sent."""
    return _rows(locked(response))


def _rows(response: FormResponse | StartedResponse, keys: Collection[str] | None = None) -> Rows:
    """The rows of a response, of these questions or of all."""
    if keys is None:
        rows = read(_ROWS, response_id=response.id)
    else:
        asked = {_key(number): key for number, key in enumerate(keys)}
        rows = read(_rows_of(len(asked)), response_id=response.id, **asked)
    return {(row.question_key, row.row_key): row for row in rows}


@cache
def _rows_of(count: int) -> Prepared:
    """The statement that reads the answers of a response to so many questions: mostly the one that is written on."""
    keys: list[Any] = [bindparam(_key(number)) for number in range(count)]
    return Prepared(_EVERY_ROW.where(FormAnswer.question_key.in_(keys)))


def _key(number: int) -> str:
    return f"key_{number}"


def _answers(spec: FormSpec, rows: Rows) -> dict[AnswerKey, Answer]:
    questions = spec.by_key()
    answers = {name: kept(questions[name[0]], row.value, row.non_answer) for name, row in rows.items()}
    return {name: given for name, given in answers.items() if not given.is_blank}


def _write(
    actor: Actor,
    response: FormResponse | StartedResponse,
    spec: FormSpec,
    written: dict[AnswerKey, Answer],
    rows: Rows,
    now: datetime,
    *,
    while_typing: bool = False,
) -> None:
    questions, new = spec.by_key(), []
    for name, given in written.items():
        row, (value, non_answer) = rows.get(name), columns(questions[name[0]], given)
        values = {"value": value, "non_answer": non_answer, "at": now, **_by(actor)}
        if row is None:
            of_response = {"response_id": response.id, "panel_id": response.panel_id, "case_id": response.case_id}
            new.append(new_row(FormAnswer, **of_response, question_key=name[0], row_key=name[1], **values))
            continue
        if not (while_typing and _goes_on(actor, row, questions[name[0]], given, now)):
            db.session.add(_replaced(row, now))
        unit.rewrite(FormAnswer, row, **values)
    unit.insert_all(FormAnswer, new)


def _goes_on(actor: Actor, row: Row[Any], question: Question, given: Answer, now: datetime) -> bool:
    """Whether the same person goes on writing what they wrote a moment ago."""
    is_same = (row.by_kind, row.by_id, row.by_name) == (actor.kind, _id_of(actor), actor.name)
    before = kept(question, row.value, row.non_answer)
    return is_same and now - row.at < SITTING and continues(question, before, given)


def _stood_at(response: FormResponse, at: datetime) -> dict[AnswerKey, FormAnswerHistory]:
    """What stood at an instant and was replaced since."""
    then = FormAnswerHistory
    replaced = select(then).where(then.response_id == response.id, then.at <= at, then.replaced_at > at)
    return {(row.question_key, row.row_key): row for row in db.session.scalars(replaced.order_by(_HISTORY_ID))}


def _standing_again(earlier: FormAnswerHistory | None, now: datetime) -> dict[str, Any]:
    """What an answer has that stands again as it was, from now on; None is blank, and nobody's yet."""
    if earlier is None:
        return {"value": None, "non_answer": None, "at": now}
    by = {"by_kind": earlier.by_kind, "by_id": earlier.by_id, "by_name": earlier.by_name}
    return {"value": earlier.value, "non_answer": earlier.non_answer, "at": now, **by}


def _by(actor: Actor) -> dict[str, Any]:
    """What names the author of an answer."""
    return {"by_kind": actor.kind, "by_id": _id_of(actor), "by_name": actor.name}


def _id_of(actor: Actor) -> int | None:
    return actor.user_id if actor.user_id is not None else actor.invitation_id


def _replaced(row: Row[Any], now: datetime) -> FormAnswerHistory:
    return FormAnswerHistory(
        panel_id=row.panel_id,
        response_id=row.response_id,
        question_key=row.question_key,
        row_key=row.row_key,
        value=row.value,
        non_answer=row.non_answer,
        at=row.at,
        by_kind=row.by_kind,
        by_id=row.by_id,
        by_name=row.by_name,
        replaced_at=now,
    )


_ANEW = {"populate_existing": True}
_RESPONSE = select(FormResponse).where(FormResponse.id == bindparam("response_id")).with_for_update()
_EVERY_ROW = select(*inspect(FormAnswer).columns).where(FormAnswer.response_id == bindparam("response_id"))
_ROWS = Prepared(_EVERY_ROW)
