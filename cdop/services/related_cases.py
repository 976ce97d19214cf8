"""Whose brother, sister or twin the child of a case is: said by a person, with how it is known, and taken back."""

from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, RelatedCases
from cdop.rules import case_words
from cdop.rules.actors import Actor
from cdop.rules.related_cases import Relation
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import same_child, submissions, unit
from cdop.services.access import case_to_change
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes

LONGEST = 2000
HOW_KNOWN = "Say how you know"


@writes(AuditVerb.CASES_RELATED)
def relate(
    actor: Actor,
    case_id: str,
    other_id: str,
    *,
    relation: Relation,
    is_one_event: bool,
    reason: str,
    submission_id: str | None,
    now: datetime,
) -> None:
    """Record that the children of two cases (public ids) belong together, in place of what was recorded of the two.

    The two are not proposed as one child any more. Raises NotFound, Forbidden, Invalid.
    """

    def act() -> str:
        same_child.take_turn(actor.panel_id or 0)
        words = _words(reason)
        one, other = (case_to_change(actor, each, Action.CASE_JOIN) for each in sorted((case_id, other_id)))
        if one is other:
            raise Invalid({"case": "This is the case itself: enter the reference of the other"})
        record = _record(one, other)
        record.relation, record.is_one_event, record.reason = relation, is_one_event, words
        record.by_name, record.at = actor.name, now
        db.session.add(record)
        _note_on_both(actor, one, other, case_words.RELATED_CASE, now)
        return ""

    said = ("relate", case_id, other_id, relation, is_one_event, reason)
    submissions.once(actor, submission_id, act, now=now, said=said)


@writes(AuditVerb.CASES_NOT_RELATED)
def take_back(actor: Actor, case_id: str, record_id: str, reason: str, *, now: datetime) -> None:
    """Take back that two cases belong together, of which one is `case_id`; both are public ids.

    Raises NotFound, Forbidden, and Invalid without a reason.
    """
    same_child.take_turn(actor.panel_id or 0)
    words = _words(reason)
    case = case_to_change(actor, case_id, Action.CASE_JOIN)
    record = db.session.scalar(select(RelatedCases).where(RelatedCases.public_id == record_id).with_for_update())
    if record is None or case.id not in (record.first_case_id, record.second_case_id):
        raise NotFound
    other_id = record.first_case_id + record.second_case_id - case.id
    other_public_id = db.session.scalars(select(Case.public_id).where(Case.id == other_id)).one()
    other = case_to_change(actor, other_public_id, Action.CASE_JOIN)
    unit.reason(words)
    db.session.delete(record)
    _note_on_both(actor, case, other, case_words.UNRELATED_CASE, now)


def _words(reason: str) -> str:
    words = tidy(reason, lines=True)
    if fault := text_fault(words, HOW_KNOWN, LONGEST, lines=True) if words else HOW_KNOWN:
        raise Invalid({"reason": fault})
    return words


def _record(one: Case, other: Case) -> RelatedCases:
    first, second = sorted((one.id, other.id))
    of_both = (RelatedCases.first_case_id == first) & (RelatedCases.second_case_id == second)
    found = db.session.scalar(select(RelatedCases).where(of_both))
    return found or RelatedCases(panel_id=one.panel_id, first_case_id=first, second_case_id=second)


def _note_on_both(actor: Actor, one: Case, other: Case, field: str, now: datetime) -> None:
    for case, another in ((one, other), (other, one)):
        same_child.note(actor, case, field, another.reference, now=now)
        unit.record("child_case", case.id, case_id=case.id, of_one_family=[None, another.reference])
