"""A case is entered in the national database: what is entered, that it was, and what the database said.

One gate: whoever enters it, a person or a program, takes the record here and records here what became of it.
"""

import json
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, NationalSubmission
from cdop.queries.case_head import case_head
from cdop.queries.national_submissions import NationalPage, national_page
from cdop.rules.actors import Actor
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb, NationalKind, NationalStatus
from cdop.services import submissions, unit
from cdop.services.access import case_to_change, require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.unit import writes

LONGEST_REFERENCE, LONGEST_QUERY = 60, 2000
FUTURE, TOO_EARLY = "The time must not be in the future", "The time must not be before the child’s death"
NOTHING_AWAITED = "Nothing of this case waits for an answer of the national database"


def record(actor: Actor, case_id: str, kind: NationalKind, *, now: datetime) -> NationalPage:
    """Return what is entered of a case (by its public id), once the reading is on record. Raises NotFound."""
    case = case_head(actor, case_id)
    if case is None:
        raise NotFound
    require(actor, Action.NATIONAL_SUBMIT, case.subject)
    _record_reading(actor, case.id, kind, now=now)
    return national_page(actor, case, kind)


def export(actor: Actor, case_id: str, kind: NationalKind, *, now: datetime) -> str:
    """Return the record as JSON for a program, once the reading is on record. Raises NotFound, Blocked."""
    page = record(actor, case_id, kind, now=now)
    if page.record.obstacle:
        raise Blocked([page.record.obstacle])
    if page.faults:
        raise Blocked([*page.faults])
    told = page.record.as_object(case=page.case.reference, kind=kind.value)
    return json.dumps(told, indent=2, ensure_ascii=False)


@writes(AuditVerb.NATIONAL_SENT)
def record_sent(
    actor: Actor,
    case_id: str,
    kind: NationalKind,
    *,
    sent_at: datetime,
    national_reference: str,
    seen: str | None = None,
    submission_id: str | None = None,
    now: datetime,
) -> str:
    """Record that a case (by its public id) was entered as its record is now, and return the entry's public id.

    The first notification meets the case's deadline. `seen` is the digest of the record that was entered, None where it
    is the present one. Raises NotFound, Forbidden, Invalid, Blocked, and Stale where the case says something else now.
    """
    case = case_to_change(actor, case_id, Action.NATIONAL_SUBMIT)

    def act() -> str:
        page = _page(actor, case, kind)
        if page.record.obstacle:
            raise Blocked([page.record.obstacle])
        if seen not in (None, page.record.digest):
            raise Stale
        entry = NationalSubmission(panel_id=case.panel_id, case_id=case.id, kind=kind, status=NationalStatus.SENT)
        entry.version_number, entry.digest = page.version_number, page.record.digest
        entry.national_reference, entry.sent_at = _checked(case, national_reference, sent_at, now), sent_at
        entry.by_name, entry.created_at, entry.created_by_id = actor.name, now, actor.user_id
        db.session.add(entry)
        if kind is NationalKind.NOTIFICATION and case.ncmd_submitted_at is None:
            case.ncmd_submitted_at = sent_at
        db.session.flush()
        return entry.public_id

    said = (case_id, kind, sent_at, national_reference)
    return submissions.once(actor, submission_id, act, now=now, said=said)


@writes(AuditVerb.NATIONAL_ANSWERED)
def record_answer(
    actor: Actor, case_id: str, kind: NationalKind, *, is_accepted: bool, query: str = "", now: datetime
) -> None:
    """Record what the national database said of the last entry. Raises NotFound, Forbidden, Invalid, Blocked."""
    case = case_to_change(actor, case_id, Action.NATIONAL_SUBMIT)
    of_kind = (NationalSubmission.case_id == case.id) & (NationalSubmission.kind == kind)
    entry = db.session.scalars(select(NationalSubmission).where(of_kind).order_by(NationalSubmission.id.desc())).first()
    if entry is None or entry.status is not NationalStatus.SENT:
        raise Blocked([NOTHING_AWAITED])
    asked = "" if is_accepted else tidy(query, lines=True)
    if not is_accepted and (fault := _query_fault(asked)):
        raise Invalid({"query": fault})
    entry.status = NationalStatus.ACCEPTED if is_accepted else NationalStatus.QUERIED
    entry.answered_at, entry.query = now, asked or None


@writes(AuditVerb.NATIONAL_RECORD_READ)
def _record_reading(actor: Actor, case_id: int, kind: NationalKind, *, now: datetime) -> None:
    unit.reason(kind.value)
    unit.record("child_case", case_id, case_id=case_id)


def _page(actor: Actor, case: Case, kind: NationalKind) -> NationalPage:
    head = case_head(actor, case.public_id)
    if head is None:
        raise NotFound
    return national_page(actor, head, kind)


def _checked(case: Case, reference: str, sent_at: datetime, now: datetime) -> str | None:
    """The national reference as it is kept. Raises Invalid."""
    told = tidy(reference, lines=False)
    faults = {
        "national_reference": text_fault(told, "The reference", LONGEST_REFERENCE),
        "sent_at": FUTURE if sent_at > now else TOO_EARLY if sent_at.date() < case.died_on else "",
    }
    if found := {field: fault for field, fault in faults.items() if fault}:
        raise Invalid(found)
    return told or None


def _query_fault(asked: str) -> str:
    return (text_fault(asked, "The query", LONGEST_QUERY, lines=True) or "") if asked else "Write what is queried"
