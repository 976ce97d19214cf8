"""The words that cases are found by are brought up to date, after an upgrade that changed the rules of searching."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, NotificationMatchKey
from cdop.queries import same_child
from cdop.queries.case_search import PAGE, outdated
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import unit
from cdop.services.access import require
from cdop.services.cases import index_names, work_out
from cdop.services.errors import NotFound
from cdop.services.unit import writes

Progress = Callable[[int, int], None]
"""Told, after each page, how many cases were read and how many of them were changed."""


def reindex(actor: Actor, *, progress: Progress | None = None, now: datetime) -> tuple[int, int]:
    """Bring the search words of the actor's panel up to date; return how many cases were read and how many changed.

    A page of cases is a unit of its own, so that nobody waits for long, and a case whose words are right is only
    read: what was stopped half way goes on from there when it is started again. Raises Forbidden, NotFound
    without a panel.
    """
    if actor.panel_id is None:
        raise NotFound("There is no panel yet.")
    require(actor, Action.PANEL_EDIT, PanelSubject(actor.panel_id))
    read = changed = 0
    for count, case_ids in outdated(actor.panel_id):
        read += count
        changed += _reindex(actor, case_ids, now=now) if case_ids else 0
        if progress is not None:
            progress(read, changed)
    unit.end_reads()
    return read, changed


def reindex_notifications(actor: Actor, *, now: datetime) -> tuple[int, int]:
    """Do the same for what the actor's panel's notifications are found by when another account comes in."""
    if actor.panel_id is None:
        raise NotFound("There is no panel yet.")
    require(actor, Action.PANEL_EDIT, PanelSubject(actor.panel_id))
    read = changed = after = 0
    while True:
        ids, keys = same_child.outdated(actor.panel_id, after, PAGE)
        if not ids:
            break
        read, changed, after = read + len(ids), changed + len(keys), ids[-1]
        if keys:
            _reindex_notifications(actor, keys, now=now)
    unit.end_reads()
    return read, changed


@writes(AuditVerb.CASES_REINDEXED)
def _reindex_notifications(actor: Actor, wanted: Mapping[int, frozenset[str]], *, now: datetime) -> None:
    key = NotificationMatchKey
    for row in db.session.scalars(select(key).where(key.notification_id.in_([*wanted]))):
        db.session.delete(row)
    db.session.flush()
    ids = {"panel_id": actor.panel_id}
    db.session.add_all(key(key=text, notification_id=number, **ids) for number, keys in wanted.items() for text in keys)
    unit.record("panel", str(actor.panel_id), notifications=[None, len(wanted)])


@writes(AuditVerb.CASES_REINDEXED)
def _reindex(actor: Actor, case_ids: list[int], *, now: datetime) -> int:
    query = select(Case).where(Case.panel_id == actor.panel_id, Case.id.in_(case_ids)).order_by(Case.id)
    cases = db.session.scalars(query.with_for_update()).all()
    for case in cases:
        work_out(case)
        index_names(case)
    unit.record("panel", str(actor.panel_id), cases=[None, len(cases)])
    return len(cases)
