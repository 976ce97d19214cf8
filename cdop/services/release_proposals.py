"""Releases that take two people: figures released anew, and extracts for an approved purpose; and their deletion.

One proposes, another signs or refuses. An extract is made as it is signed, and kept as it left. Where so much was
released before that looking at it takes a while, that waits for the signature: what is shown before may then be more
than what leaves.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import DataRelease, ReleaseProposal
from cdop.queries import figure_tables
from cdop.queries import figures as counts
from cdop.queries import releases as queries
from cdop.rules import extracts
from cdop.rules import figures as measures
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON, written_date
from cdop.rules.disclosure import OnStep, unwatched
from cdop.rules.extracts import Extract
from cdop.rules.facts import PanelSubject
from cdop.rules.periods import Period
from cdop.rules.releases import digest, is_large, written
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import releases, submissions, unit
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound
from cdop.services.unit import writes

OWN = "Somebody else has to sign what you propose yourself"
DECIDED = "This was decided already"
OVERTAKEN = (
    "Other figures were released while these were looked at, so nothing is released yet. "
    "Look at it once more as it is now, and sign again."
)
NOT_SAFE = (
    "No extract of these cases is safe: fewer than eight are alike, or figures released before would give one away"
)
LONGEST = {"reason": 2000, "applicant": 200, "conditions": 2000, "proof": 2000}


@dataclass(frozen=True, slots=True)
class Applied:
    """What is applied for: who gets which facts of the cases reviewed in a period, for what, until when."""

    period: Period
    columns: tuple[str, ...]
    purpose: str
    applicant: str
    conditions: str
    expires_on: date | None


@writes(AuditVerb.RELEASE_PROPOSED)
def propose_renewal(actor: Actor, release_id: str, reason: str, *, submission_id: str, now: datetime) -> str:
    """Propose to release figures anew (by the public id of what stands); return the proposal's public id.

    Raises NotFound, Forbidden, and Blocked without a reason, or where the release stands no more or is proposed.
    """
    old = queries.release(actor, release_id)
    if old is None:
        raise NotFound
    require(actor, Action.FIGURES_RENEW, old.subject)

    def act() -> str:
        if not reason.strip():
            raise Blocked(["Say why the figures are released anew."])
        selection = queries.selection(old.id)
        if selection is None:
            raise Blocked(["This release has already been replaced."])
        row = _new(actor, selection.period, reason, now)
        row.release_id, row.columns = old.id, []
        db.session.flush()
        return row.public_id

    return submissions.once(actor, submission_id, act, now=now, said=(release_id, reason))


@writes(AuditVerb.RELEASE_PROPOSED)
def propose_extract(actor: Actor, told: Applied, *, submission_id: str | None, now: datetime) -> str:
    """Propose an extract and return the proposal's public id. Raises Forbidden, Invalid, Blocked where none is safe."""
    require(actor, Action.FIGURES_RENEW, PanelSubject(actor.panel_id or 0))

    def act() -> str:
        if found := _faults(told, now.astimezone(LONDON).date()):
            raise Invalid(found)
        _extract(actor.panel_id or 0, told.columns, told.period)
        row = _new(actor, told.period, told.purpose, now)
        row.columns, row.expires_on = [*told.columns], told.expires_on
        row.applicant, row.conditions = tidy(told.applicant, lines=False), tidy(told.conditions, lines=True)
        db.session.flush()
        return row.public_id

    return submissions.once(actor, submission_id, act, now=now, said=("extract", told))


def outlook(actor: Actor, period: Period, columns: tuple[str, ...]) -> Extract:
    """Return the extract as it would be made now, of which nothing is kept.

    Raises Forbidden, Invalid for columns that cannot be had together, Blocked where no extract is safe.
    """
    require(actor, Action.FIGURES_RENEW, PanelSubject(actor.panel_id or 0))
    if fault := _columns_fault(columns):
        raise Invalid({"columns": fault})
    return _extract(actor.panel_id or 0, columns, period)[1]


def outlook_of(actor: Actor, proposal: queries.Proposal) -> Extract | None:
    """Return the extract that signing a proposal would make now; None where it was decided, is of figures or not safe.

    Raises Forbidden.
    """
    if proposal.decided_at is not None or not proposal.columns:
        return None
    try:
        return outlook(actor, Period(proposal.from_on, proposal.to_on, proposal.label), tuple(proposal.columns))
    except Blocked:
        return None


def sign(
    actor: Actor, public_id: str, *, is_waited_for: bool = False, on_step: OnStep = unwatched, now: datetime
) -> str:
    """Sign what somebody else proposed, and release it; return the release's public id.

    `on_step` is told how far the audit of figures released anew is.

    Raises NotFound, Forbidden, Stale, and Blocked where the actor proposed it, it was decided, or is not safe now; and
    where a page waits for it releases.TooLarge, before anything is released.
    """
    proposal = queries.proposal(actor, public_id)
    if proposal is None:
        raise NotFound
    require(actor, Action.FIGURES_RENEW, proposal.subject)
    if refused := _cannot_sign(actor, proposal):
        raise Blocked([refused])
    if proposal.release is None:
        period = Period(proposal.from_on, proposal.to_on, proposal.label)
        seen, made, labels = _extract(proposal.panel_id, tuple(proposal.columns), period, audits_long=not is_waited_for)
        if not made.is_audited:
            raise releases.TooLarge
        return _release(actor, public_id, seen, made, labels, now=now)
    told: Any = {"proposed_by": proposal.proposed_by_name, "is_waited_for": is_waited_for, "on_step": on_step}
    released = releases.renew(actor, proposal.release, proposal.reason, **told, now=now)
    _keep_signature(actor, public_id, released, now=now)
    return released


@writes(AuditVerb.RELEASE_REFUSED)
def refuse(actor: Actor, public_id: str, *, now: datetime) -> None:
    """Refuse what was proposed; whoever proposed it may withdraw it so. Raises NotFound, Forbidden, Blocked."""
    row = _to_decide(actor, public_id, may_be_own=True)
    row.decided_at, row.decided_by_name, row.is_signed = now, actor.name, False


DELETED = "That this extract was deleted is on record: whoever still needs one proposes another."
OVERDUE = "The day by which this extract was to be deleted is over: whoever still needs one proposes another."


@writes(AuditVerb.EXTRACT_TAKEN)
def take(actor: Actor, release_id: str, *, now: datetime) -> dict[str, Any]:
    """Return what an extract has in it, once the taking is on record.

    Raises NotFound, Forbidden, and Blocked once it was or was to be deleted.
    """
    found = queries.release(actor, release_id)
    if found is None or not found.is_extract:
        raise NotFound
    require(actor, Action.FIGURES_RENEW, found.subject)
    bundle = queries.extract(found.id)
    if bundle is None:
        raise Blocked([DELETED])
    if found.is_overdue(now.astimezone(LONDON).date()):
        raise Blocked([OVERDUE])
    unit.record("data_release", release_id, digest=found.digest)
    return bundle


@writes(AuditVerb.EXTRACT_DELETED)
def record_deletion(actor: Actor, release_id: str, deleted_on: date, proof: str, *, now: datetime) -> None:
    """Record that whoever got an extract deleted it, and how that is known; it cannot be taken away again then.

    Raises NotFound, Forbidden, and Invalid for a day to come, one before it was released, or without a proof.
    """
    mine = (DataRelease.panel_id == actor.panel_id, DataRelease.public_id == release_id)
    row = db.session.scalar(select(DataRelease).where(*mine, DataRelease.profile == extracts.PROFILE).with_for_update())
    if row is None:
        raise NotFound
    require(actor, Action.FIGURES_RENEW, PanelSubject(row.panel_id))
    told = tidy(proof, lines=True)
    released_on, today = (moment.astimezone(LONDON).date() for moment in (row.released_at, now))
    is_before = f"It was released on {written_date(released_on)}" if deleted_on < released_on else None
    faults = {
        "deleted_on": "This day is still to come" if deleted_on > today else is_before,
        "proof": text_fault(told, "The proof", LONGEST["proof"], lines=True) if told else "Say how it is known",
    }
    if found := {field: fault for field, fault in faults.items() if fault}:
        raise Invalid(found)
    row.deleted_on, row.deletion_proof = deleted_on, told


@writes(AuditVerb.EXTRACT_RELEASED)
def _release(
    actor: Actor, public_id: str, seen: int, made: Extract, labels: dict[str, dict[str, str]], *, now: datetime
) -> str:
    row = _to_decide(actor, public_id)
    period = Period(row.from_on, row.to_on, row.label)
    releases.nothing_came_between(row.panel_id, seen)
    panel = counts.panel(row.panel_id)
    leaving: dict[str, Any] = {
        "panel": panel.name,
        "period": {"label": period.label, "from": period.start.isoformat(), "to": period.end.isoformat()},
        "profile": extracts.PROFILE,
        "columns": list(made.columns),
        "left_out": [name for name in row.columns if name not in made.columns],
        "labels": labels,
        "rows": [[list(values), n] for values, n in made.rows],
        "purpose": row.reason,
        "applicant": row.applicant,
        "conditions": row.conditions,
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
    }
    leaving["data_version"] = digest(leaving)
    release = DataRelease(
        panel_id=row.panel_id,
        selection="|".join((extracts.PROFILE, row.from_on.isoformat(), row.to_on.isoformat(), ",".join(made.columns))),
        standing=f"{extracts.PROFILE} {row.public_id}",
        title="Extract of cases reviewed",
        profile=extracts.PROFILE,
        label=row.label,
        from_on=row.from_on,
        to_on=row.to_on,
        purpose=row.reason,
        bundle=leaving,
        digest=leaving["data_version"],
        told=written(made.told),
        withheld=made.withheld,
        data_version=measures.data_version(panel.data_sum),
        released_at=now,
        released_by_name=row.proposed_by_name,
        signed_by_name=actor.name,
        applicant=row.applicant,
        conditions=row.conditions,
        expires_on=row.expires_on,
    )
    db.session.add(release)
    db.session.flush()
    row.decided_at, row.decided_by_name, row.is_signed, row.became_id = now, actor.name, True, release.id
    return release.public_id


@writes(AuditVerb.FIGURES_RENEWED)
def _keep_signature(actor: Actor, public_id: str, released: str, *, now: datetime) -> None:
    row, release = _to_decide(actor, public_id), queries.release(actor, released)
    row.decided_at, row.decided_by_name, row.is_signed = now, actor.name, True
    row.became_id = release.id if release else None


def _extract(
    panel_id: int, columns: tuple[str, ...], period: Period, *, audits_long: bool = False
) -> tuple[int, Extract, dict[str, dict[str, str]]]:
    """The newest release's id, the extract beside all that stand, and what the values of its columns are called.

    It is not audited where that takes long, unless `audits_long`.
    """
    seen, earlier = queries.ledger(panel_id)
    scope, table = figure_tables.crossed(panel_id, columns, period)
    labels = {name: {row.key: row.label for row in extracts.OFFERED[name].rows(scope).values()} for name in columns}
    for values in table:
        for name, value in zip(columns, values, strict=True):
            labels[name].setdefault(value, value)
    days = (period.start, period.end)
    try:
        if not is_large(extracts.touching(earlier)):
            made = extracts.extract(table, columns, labels, days, earlier)
        elif audits_long:
            unit.end_reads()
            made = extracts.extract(table, columns, labels, days, earlier)
        else:
            made = extracts.unaudited(table, columns, labels, days)
    except extracts.CannotBeGiven:
        raise Blocked([NOT_SAFE]) from None
    return seen, made, labels


def _new(actor: Actor, period: Period, reason: str, now: datetime) -> ReleaseProposal:
    row = ReleaseProposal(panel_id=actor.panel_id, label=period.label, from_on=period.start, to_on=period.end)
    row.reason, row.proposed_at = tidy(reason, lines=True), now
    row.proposed_by_id, row.proposed_by_name = actor.user_id, actor.name
    db.session.add(row)
    return row


def _to_decide(actor: Actor, public_id: str, *, may_be_own: bool = False) -> ReleaseProposal:
    mine = (ReleaseProposal.panel_id == actor.panel_id, ReleaseProposal.public_id == public_id)
    row = db.session.scalar(select(ReleaseProposal).where(*mine).with_for_update())
    if row is None:
        raise NotFound
    require(actor, Action.FIGURES_RENEW, PanelSubject(row.panel_id))
    if refused := _cannot_sign(actor, row, may_be_own=may_be_own):
        raise Blocked([refused])
    return row


def _cannot_sign(actor: Actor, row: ReleaseProposal | queries.Proposal, *, may_be_own: bool = False) -> str | None:
    """Why this person cannot decide on a proposal; None where they can."""
    if row.decided_at is not None:
        return DECIDED
    is_own = row.proposed_by_id is None or row.proposed_by_id == actor.user_id
    return OWN if is_own and not may_be_own else None


def _columns_fault(columns: tuple[str, ...]) -> str:
    is_offered = 0 < len(columns) <= extracts.MOST_COLUMNS and extracts.OFFERED.keys() >= set(columns)
    return "" if is_offered else f"Choose between 1 and {extracts.MOST_COLUMNS} facts"


def _faults(told: Applied, today: date) -> dict[str, str]:
    texts = {"reason": told.purpose, "applicant": told.applicant, "conditions": told.conditions}
    empty = {"reason": "Say what it is for", "applicant": "Say who gets it", "conditions": "Say on what conditions"}
    faults = {
        field: text_fault(tidy(text, lines=True), "This", LONGEST[field], lines=True) if text.strip() else empty[field]
        for field, text in texts.items()
    }
    faults["columns"] = _columns_fault(told.columns)
    faults["year"] = releases.NOT_OVER if told.period.end >= today else None
    is_later = told.expires_on is not None and told.expires_on > today
    faults["expires_on"] = None if is_later else "Enter a day that is still to come"
    return {field: fault for field, fault in faults.items() if fault}
