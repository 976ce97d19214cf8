"""What is done with a case: opened, corrected, written on; and who takes no part in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import (
    Case,
    CaseExclusion,
    CaseFactHistory,
    CaseMatchKey,
    CaseNote,
    CaseSearchTerm,
    Membership,
    PanelArea,
    User,
)
from cdop.queries.case_page import CasePage, case_page
from cdop.queries.case_search import joined_terms
from cdop.queries.cases import subject_of, visible_to
from cdop.rules import cases as case_rules
from cdop.rules import corrections, same_child
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.facts import CaseSubject
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import places, submissions, unit
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound, Stale
from cdop.services.new_rows import new_row
from cdop.services.unit import writes

SAME_NUMBER = "The case {} has this NHS number: look whether it is the same child"
NUMBER_NOT_FOR_YOU = "You cannot save this NHS number. Ask another coordinator to do it"


def open_case(actor: Actor, public_id: str, *, now: datetime) -> CasePage:
    """Return everything the case page shows, once the looking is on record. Raises NotFound."""
    page = _page(actor, public_id)
    record_viewing(actor, page.id, now=now)
    return page


def print_case(actor: Actor, public_id: str, *, now: datetime) -> CasePage:
    """Return everything the printed summary shows, once the printing is on record. Raises NotFound."""
    page = _page(actor, public_id)
    _record_printing(actor, page.id, now=now)
    return page


@writes(AuditVerb.CASE_CORRECTED)
def correct(
    actor: Actor,
    public_id: str,
    facts: Mapping[str, Any],
    *,
    version: int,
    is_sure: bool = False,
    submission_id: str | None,
    now: datetime,
) -> bool:
    """Put right facts of a case and return whether any is another than it was; if none is, the case stays as it is.

    `facts` may name any of `corrections.FIELDS`. `is_sure`: whoever corrects was asked about a date far from the
    case's own; until then the question is a fault under that name. Raises Stale where the case changed since
    `version` was read, Invalid where the facts together break a rule.
    """
    case = _changeable(actor, public_id, Action.CASE_CORRECT)

    def act() -> str:
        if case.version != version:
            raise Stale
        return "changed" if _correct(actor, case, facts, now, is_sure=is_sure) else ""

    said = (public_id, version, sorted(facts.items()))
    return bool(submissions.once(actor, submission_id, act, now=now, said=said))


@writes(AuditVerb.CASE_NOTE_ADDED, is_short=True)
def add_note(actor: Actor, public_id: str, text: str, *, submission_id: str, now: datetime) -> str:
    """Write a note on a case and return the case's public id. Notes add up; none replaces another."""
    subject = subject_of(actor, public_id)
    if subject is None:
        raise NotFound
    require(actor, Action.CASE_NOTE, subject)
    if not text.strip():
        raise Invalid({"text": "Write the note"})

    def act() -> str:
        found = {"panel_id": subject.panel_id, "case_id": subject.case_id, "by_name": actor.name}
        note = new_row(CaseNote, **found, text=text, created_at=now, created_by_id=actor.user_id)
        unit.insert_all(CaseNote, [note])
        return public_id

    return submissions.once(actor, submission_id, act, now=now, said=(public_id, text), foreseen=public_id)


@writes(AuditVerb.MEMBER_EXCLUDED)
def exclude(actor: Actor, public_id: str, *, email: str, reason: str, now: datetime) -> None:
    """Tell a person to take no part in a case; from the commit on they cannot see it by any route.

    Raises Invalid where the person has no role in the panel or no reason is given.
    """
    case = _changeable(actor, public_id, Action.CASE_EXCLUDE)
    user_id = db.session.scalar(
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(User.email == email.strip().lower(), Membership.panel_id == case.panel_id)
        .limit(1)
    )
    faults = {}
    if user_id is None:
        faults["email"] = "Nobody with this e-mail address has a role in the panel"
    if not reason.strip():
        faults["reason"] = "Say why this person takes no part"
    if faults or user_id is None:
        raise Invalid(faults)
    if db.session.get(CaseExclusion, (case.id, user_id)) is None:
        db.session.add(
            CaseExclusion(
                case_id=case.id,
                user_id=user_id,
                panel_id=case.panel_id,
                reason=reason.strip(),
                created_at=now,
                created_by_id=actor.user_id,
            )
        )


def set_facts(case: Case, facts: Mapping[str, Any]) -> None:
    """Give a case facts by column, within the open unit; what follows from them is for `work_out`."""
    for name, value in facts.items():
        setattr(case, name, value)


def work_out(case: Case) -> None:
    """Bring the columns that follow from a case's facts up to date."""
    found = case_rules.worked_out(case.born_on, case.died_on, case.notified_on, case.reviewed_on)
    case.age_band = found.age_band
    case.days_to_notification = found.days_to_notification
    case.year_of_death = found.year_of_death
    case.days_to_review = found.days_to_review
    case.duration_band = found.duration_band
    case.reference_folded = case.reference.casefold()
    # Lists are sorted by it: a few letters decide, and an index of PostgreSQL takes no more.
    case.name_folded = case_rules.folded_name(case.given_names, case.family_name)[:500]


def index_names(case: Case) -> None:
    """Bring the words that a search finds the case by, and what accounts of it are found by, up to date.

    The case has its id.
    """
    terms = case_rules.search_terms(case.reference, case.nhs_number, case.given_names, case.family_name)
    terms |= joined_terms([case.id]).get(case.id, frozenset())
    _keep_up(case, CaseSearchTerm, "term", terms)
    _keep_up(case, CaseMatchKey, "key", same_child.keys(same_child.of_case(_columns(case))))


def _columns(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in same_child.OF_CASE}


def _keep_up(case: Case, model: Any, name: str, wanted: frozenset[str]) -> None:
    """Leave of these rows of the case those that are wanted, and add the others."""
    of_case = (model.panel_id == case.panel_id) & (model.case_id == case.id)
    held = {getattr(row, name): row for row in db.session.scalars(select(model).where(of_case))}
    for text in held.keys() - wanted:
        db.session.delete(held[text])
    new = ({name: text, "panel_id": case.panel_id, "case_id": case.id} for text in wanted - held.keys())
    db.session.add_all(model(**values) for values in new)


def _page(actor: Actor, public_id: str) -> CasePage:
    page = case_page(actor, public_id)
    if page is None:
        raise NotFound
    require(actor, Action.CASE_VIEW, page.subject)
    return page


def _changeable(actor: Actor, public_id: str, action: Action) -> Case:
    """Load a case for change: one the actor may not know of is not found, one they may only read is forbidden."""
    case = db.session.scalar(select(Case).where(*visible_to(actor), Case.public_id == public_id).with_for_update())
    if case is None:
        raise NotFound
    require(actor, action, CaseSubject(case.id, case.panel_id))
    return case


def _correct(actor: Actor, case: Case, facts: Mapping[str, Any], now: datetime, *, is_sure: bool) -> bool:
    held = {name: getattr(case, name) for name in corrections.FIELDS}
    told = {name: facts.get(name, held[name]) for name in corrections.FIELDS}
    areas = frozenset(db.session.scalars(select(PanelArea.gss_code).where(PanelArea.panel_id == case.panel_id)))
    today = now.astimezone(LONDON).date()
    if faults := corrections.faults(told, today=today, reviewed_on=case.reviewed_on, area_codes=areas):
        raise Invalid(faults)
    refuse_taken_number(actor, case.panel_id, told["nhs_number"], SAME_NUMBER, other_than=case.id)
    if not is_sure and (question := corrections.far_apart(held, told)):
        raise Invalid({"is_sure": question})
    changes = {name: (held[name], new) for name, new in told.items() if held[name] != new}
    if not changes:
        return False
    for name, both in changes.items():
        setattr(case, name, both[1])
        past = CaseFactHistory(panel_id=case.panel_id, case_id=case.id, field=name, at=now, by_name=actor.name)
        past.old, past.new = (None if value is None else str(value) for value in both)
        db.session.add(past)
    case.ethnic_group = corrections.ethnic_group(case.ethnicity)
    if "postcode" in changes and "deprivation_quintile" not in changes:
        places.place(actor, case, now=now)
    work_out(case)
    index_names(case)
    return True


def refuse_taken_number(
    actor: Actor, panel_id: int, number: str | None, words: str, *, other_than: int | None = None
) -> None:
    """Raise Invalid where another case has this NHS number: it is one child's, so it is the same case (decision 18).

    `words` are told with that case's reference, unless the actor may not know of the case.
    """
    same = (Case.panel_id == panel_id) & (Case.nhs_number == number) & (Case.id != (other_than or 0))
    if not number or db.session.scalar(select(Case.id).where(same)) is None:
        return
    known = db.session.scalar(select(Case.reference).where(same, *visible_to(actor)))
    raise Invalid({"nhs_number": words.format(known) if known is not None else NUMBER_NOT_FOR_YOU})


@writes(AuditVerb.CASE_VIEWED, is_short=True)
def record_viewing(actor: Actor, case_id: int, *, now: datetime) -> None:
    """Put on record that somebody looked at a case, on its page or on another that tells of its child."""
    unit.record("child_case", case_id, case_id=case_id)


@writes(AuditVerb.CASE_PRINTED)
def _record_printing(actor: Actor, case_id: int, *, now: datetime) -> None:
    unit.record("child_case", case_id, case_id=case_id)
