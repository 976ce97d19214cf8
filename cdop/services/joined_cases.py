"""Two cases that are of one child become one; nothing of either is lost, and they can be taken apart again.

The case that ends goes, so that nothing counts the child twice. It is kept whole in the record of the joining.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import AnalysisVersion, Case, CaseLink, FormRequest, JoinedCase
from cdop.queries.register import row_of_case
from cdop.rules import case_words, form_b, joined_cases
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.joined_cases import Standing
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import case_belongings, cases, same_child, submissions, unit
from cdop.services.access import case_to_change
from cdop.services.case_belongings import storable, stored
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.unit import writes

EVIDENCE = "a person found the two cases to be of one child"


@writes(AuditVerb.CASES_JOINED)
def join(actor: Actor, kept_id: str, closed_id: str, reason: str, *, submission_id: str, now: datetime) -> str:
    """Join the case `closed_id` to `kept_id` (public ids) and return the id of the latter, which goes on.

    Notifications, requests, forms, documents, contacts, notes and places on agendas go over; of facts, what the case
    that goes on has not. Raises Invalid without a reason, Blocked with every reason why it cannot be, NotFound.
    """

    def act() -> str:
        same_child.take_turn(actor.panel_id or 0)
        kept, closed = _both(actor, kept_id, closed_id)
        _refuse_without(reason, "Say how you know")
        if found := joined_cases.obstacles(_standing(kept), _standing(closed)):
            raise Blocked(list(found))
        unit.reason(reason)
        _join(actor, kept, closed, reason, now)
        return kept.public_id

    return submissions.once(actor, submission_id, act, now=now, said=("join", kept_id, closed_id))


@writes(AuditVerb.CASES_TOLD_APART)
def tell_apart(actor: Actor, one_id: str, other_id: str, *, now: datetime) -> None:
    """Say that two cases (public ids) are of two children: they are not proposed to each other again."""
    same_child.take_turn(actor.panel_id or 0)
    one, other = _both(actor, one_id, other_id)
    for case, another in ((one, other), (other, one)):
        same_child.note(actor, case, case_words.ANOTHER_CASE, another.reference, now=now)
        unit.record("child_case", case.id, case_id=case.id, another_child=[None, another.reference])


@writes(AuditVerb.CASES_TAKEN_APART)
def take_apart(actor: Actor, case_id: str, joined_id: str, reason: str, *, now: datetime) -> str:
    """Have back a case that was joined to `case_id`, with what came with it, and return its public id.

    What was added since stays. Raises Invalid, Blocked where the panel reviewed them as one child since, NotFound.
    """
    same_child.take_turn(actor.panel_id or 0)
    kept = case_to_change(actor, case_id, Action.CASE_JOIN)
    of_case = (JoinedCase.case_id == kept.id) & (JoinedCase.public_id == joined_id) & JoinedCase.apart_at.is_(None)
    joined = db.session.scalar(select(JoinedCase).where(of_case).with_for_update())
    if joined is None:
        raise NotFound
    _refuse_without(reason, "Say why the cases are taken apart")
    _refuse_what_was_since(kept, joined)
    unit.reason(reason)
    joined.apart_at, joined.apart_by, joined.apart_reason = now, actor.name, reason.strip()
    _take_apart(kept, joined)
    return joined.closed_public_id


def _both(actor: Actor, one_id: str, other_id: str) -> tuple[Case, Case]:
    one = case_to_change(actor, one_id, Action.CASE_JOIN)
    other = case_to_change(actor, other_id, Action.CASE_JOIN)
    if one is other:
        raise Invalid({"": "Choose two cases: this is one"})
    return one, other


def _refuse_without(reason: str, missing: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": missing})


def _standing(case: Case) -> Standing:
    signed = db.session.scalar(select(func.count()).where(AnalysisVersion.case_id == case.id))
    is_open = (FormRequest.case_id == case.id) & FormRequest.status.in_(form_b.OPEN)
    asked = db.session.scalar(select(func.count()).where(is_open)) or 0
    return Standing(case.reference, case.status, bool(signed) or case.reviewed_on is not None, asked)


def _join(actor: Actor, kept: Case, closed: Case, reason: str, now: datetime) -> None:
    joined = JoinedCase(panel_id=kept.panel_id, case_id=kept.id, closed_public_id=closed.public_id)
    joined.reference, joined.reason, joined.by_name = closed.reference, reason.strip(), actor.name
    joined.created_at, joined.created_by_id = now, actor.user_id
    joined.closed, link = stored(closed), _link(actor, kept, closed, now)
    found = _found(kept, closed)
    joined.changed = {
        name: [*storable({"": getattr(kept, name), " ": value}).values()] for name, value in found.items()
    }
    joined.aside = case_belongings.set_aside(kept, closed)
    joined.moved = case_belongings.move(kept, closed, now=now)
    db.session.delete(closed)
    db.session.flush()  # an NHS number is one case's
    cases.set_facts(kept, found)
    db.session.add_all((joined, link))
    same_child.note(actor, kept, case_words.JOINED_CASE, closed.reference, now=now)
    _bring_up_to_date(kept)


def _found(kept: Case, closed: Case) -> dict[str, Any]:
    """What the case that goes on learns from the other, by column."""
    facts = {name: (getattr(kept, name), getattr(closed, name)) for name in joined_cases.TAKEN_OVER}
    found = joined_cases.taken_over(facts)
    first = min(filter(None, (kept.notified_at, closed.notified_at)), default=None)
    if first is not None and first.astimezone(LONDON).date() >= kept.died_on:
        found["notified_at"] = first
    if kept.died_on <= closed.notified_on < kept.notified_on:
        found["notified_on"] = closed.notified_on
    return found


def _link(actor: Actor, kept: Case, closed: Case, now: datetime) -> CaseLink:
    """The reference of the case that ends is one of this case's now, for the register as for whoever looks for it."""
    link = CaseLink(panel_id=kept.panel_id, case_id=kept.id, reference=closed.reference, evidence=EVIDENCE)
    link.reference_folded, link.row = closed.reference_folded, row_of_case(closed.id)
    link.created_at, link.created_by_id = now, actor.user_id
    return link


def _bring_up_to_date(case: Case) -> None:
    db.session.flush()
    cases.work_out(case)
    cases.index_names(case)


def _refuse_what_was_since(kept: Case, joined: JoinedCase) -> None:
    since = (AnalysisVersion.case_id == kept.id) & (AnalysisVersion.signed_at > joined.created_at)
    if db.session.scalar(select(func.count()).where(since)):
        raise Blocked([f"The panel reviewed case {kept.reference} after the cases were joined, as of one child"])
    number = joined.closed["nhs_number"]
    same = (Case.panel_id == kept.panel_id) & (Case.nhs_number == number) & (Case.id != kept.id)
    other = db.session.scalar(select(Case.reference).where(same)) if number else None
    if other is not None:
        raise Blocked([f"Case {other} has the NHS number of the case that was joined: put right which it is first"])


def _take_apart(kept: Case, joined: JoinedCase) -> None:
    old = case_belongings.loaded(Case, {name: each[0] for name, each in joined.changed.items()})
    new = case_belongings.loaded(Case, {name: each[1] for name, each in joined.changed.items()})
    cases.set_facts(kept, {name: old[name] for name in old if getattr(kept, name) == new[name]})
    same = (CaseLink.case_id == kept.id) & (CaseLink.reference == joined.reference)
    for link in db.session.scalars(select(CaseLink).where(same)):
        db.session.delete(link)
    db.session.flush()
    closed = Case(**case_belongings.loaded(Case, joined.closed))
    db.session.add(closed)
    db.session.flush()
    case_belongings.give_back(kept, closed, joined.moved, joined.aside, moved_at=joined.created_at)
    _bring_up_to_date(kept)
    _bring_up_to_date(closed)
