"""Agencies' answers are compared, and where they differ the panel says what it takes for true, and why.

What the agencies said stays as it is. An agreed answer is never overwritten: another takes its place beside it.
"""

from datetime import datetime

from cdop.extensions import db
from cdop.models import AgreedAnswer, Case
from cdop.queries import comparison as queries
from cdop.queries.agreed_answers import Place, last_number
from cdop.queries.answers import columns
from cdop.queries.comparison import CaseComparison, ComparedCase, Line
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.kinds import fault
from cdop.questionnaires.words import NonAnswer
from cdop.rules import corrections, handling, not_known
from cdop.rules.actors import Actor
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import cases, submissions, unit
from cdop.services.access import case_to_change, require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.unit import writes

LONGEST_NOTE = 2000
OTHERS_FIRST = "The facts of the case would not be right with this"


def compare(actor: Actor, case: ComparedCase, form_key: str, *, now: datetime) -> CaseComparison | None:
    """Return a case's answers side by side, None where no form came back; the reading is on record before."""
    require(actor, Action.FORM_B_READ, case.subject)
    _record_comparing(actor, case.id, now=now)
    return queries.case_comparison(actor, case, form_key)


@writes(AuditVerb.ANSWER_AGREED)
def agree(
    actor: Actor,
    case_id: str,
    form_key: str,
    place: Place,
    given: Answer,
    *,
    note: str,
    number: int,
    is_sure: bool = False,
    submission_id: str | None = None,
    now: datetime,
) -> str:
    """Take an answer for agreed on a case (by its public id), and return the name of the case's fact that it fills.

    `number` is that of the agreed answer which the page showed, 0 where it showed none. `is_sure`: whoever agrees was
    asked about a date far from the case's own. Returns "" where the question is no fact of the case. Raises NotFound,
    Invalid, and Stale where somebody agreed on another meanwhile.
    """
    case = case_to_change(actor, case_id, Action.ANSWER_AGREE)

    def act() -> str:
        line, spec_version = _line(actor, case, form_key, place)
        reason = _checked(line, given, note)
        if last_number(case.id, form_key, place) != number:
            raise Stale
        value, non_answer = columns(line.compared.question, given)
        unit.reason(reason)
        db.session.add(
            AgreedAnswer(
                panel_id=case.panel_id,
                case_id=case.id,
                form_key=form_key,
                form_version=spec_version,
                question_key=place[0],
                row_key=place[1],
                number=number + 1,
                value=value,
                non_answer=non_answer,
                note=reason,
                originals=dict(line.originals),
                marks=handling.stored(line.every_mark),
                at=now,
                by_id=actor.user_id,
                by_name=actor.name,
            )
        )
        return _fill_fact(actor, case, place, given, now, is_sure=is_sure)

    said = ("agree", case_id, form_key, place, repr(given), note, number)
    return submissions.once(actor, submission_id, act, now=now, said=said)


@writes(AuditVerb.FORM_B_COMPARED)
def _record_comparing(actor: Actor, case_id: int, *, now: datetime) -> None:
    unit.record("child_case", case_id, case_id=case_id)


def _line(actor: Actor, case: Case, form_key: str, place: Place) -> tuple[Line, str]:
    compared = queries.compared_case(actor, case.public_id)
    found = queries.case_comparison(actor, compared, form_key) if compared else None
    line = found.line(place) if found else None
    if found is None or line is None:
        raise NotFound
    return line, found.spec.version


def _checked(line: Line, given: Answer, note: str) -> str:
    """The reason, tidied. Raises Invalid."""
    reason, faults = tidy(note, lines=True), {}
    if given.is_blank:
        faults["answer"] = "Say what is agreed"
    elif words := fault(line.compared.question, given):
        faults["answer"] = words
    refused = text_fault(reason, "The reason", LONGEST_NOTE, lines=True) if reason else "Say why this is agreed"
    if refused:
        faults["note"] = refused
    if faults:
        raise Invalid(faults)
    return reason


def _fill_fact(actor: Actor, case: Case, place: Place, given: Answer, now: datetime, *, is_sure: bool) -> str:
    """Put an agreed answer into the facts of its case where it is one of them.

    "Not known" is one where the case has a word for it; no other way of not answering says anything of the child.
    """
    key, row = place
    value = not_known.WORDS.get(key) if given.non_answer is NonAnswer.NOT_KNOWN else given.value
    if row or key not in corrections.AGREED or value is None:
        return ""
    word = corrections.VOCABULARIES.get(key)
    fact = not_known.stored(key, word(value) if word else value)
    try:
        cases.correct(actor, case.public_id, fact, version=case.version, is_sure=is_sure, submission_id=None, now=now)
    except Invalid as invalid:
        if "is_sure" in invalid.faults:
            raise
        why = "; ".join(invalid.faults.values())
        raise Invalid({"answer": why if key in invalid.faults else f"{OTHERS_FIRST}: {why}"}) from None
    return key
