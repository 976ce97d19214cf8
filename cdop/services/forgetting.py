"""What is no longer needed is deleted by a job, a batch at a time, so that nobody waits long for their turn to write.

Kept are the newest sign-in of every account (who keeps accounts sees when it was), whoever opened a reporting form
(its page says so), and codes that somebody guessed wrongly (the limit of guesses is for the life of a link).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select

from cdop.extensions import Base, db
from cdop.models import (
    Attachment,
    DeathList,
    DeathListFile,
    FormAnswer,
    FormAnswerHistory,
    FormResponse,
    InvitationCode,
    LateForm,
    Notification,
    NotificationReason,
    PackFile,
    PackWork,
    Panel,
    ReleaseWork,
    ReportWork,
    SignInAttempt,
    UserSession,
)
from cdop.queries.case_page import deadline_settings
from cdop.rules import actors, drafts
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import AuditVerb, ListStatus, NotificationSource, NotificationStatus
from cdop.services import attachments, jobs, late_forms, unit
from cdop.services.unit import writes

JOB = actors.job("tidy")
OVER = timedelta(days=1)
"""Longer than any session may last, any code works and any window in which tries are counted."""
AT_ONCE, DRAFTS_AT_ONCE = 1000, 20


def forget(*, now: datetime) -> Mapping[str, int]:
    """Delete all that is no longer needed, and return how much of each there was."""
    return {
        "runs": _all(jobs.forget_runs, now),
        "sessions": _all(_forget_sessions, now),
        "late forms": _all(_forget_late_forms, now),
        "tries": _all(_forget_tries, now),
        "codes": _all(_forget_codes, now),
        "drafts": sum(_all(forget_some, now) for forget_some in _drafts_of_each_panel(now)),
        "lists": _all(_forget_lists, now),
        "papers": _all(_forget_papers, now),
        "releases": _all(_forget_release_works, now),
        "reports": _all(_forget_report_works, now),
    }


def _all(forget_some: Callable[..., int], now: datetime) -> int:
    total = 0
    while count := forget_some(JOB, now=now):
        total += count
    return total


@writes(AuditVerb.FORGOTTEN)
def _forget_sessions(actor: Actor, *, now: datetime) -> int:
    """Sign-ins that are over, of accounts that signed in again since."""
    newest = select(UserSession.user_id, func.max(UserSession.started_at).label("at")).group_by(UserSession.user_id)
    later = newest.subquery()
    signed_in_again = select(later.c.user_id).where(
        later.c.user_id == UserSession.user_id, later.c.at > UserSession.started_at
    )
    return _delete(
        UserSession, UserSession.token_digest, (UserSession.last_seen_at < now - OVER) & signed_in_again.exists()
    )


@writes(AuditVerb.FORGOTTEN)
def _forget_late_forms(actor: Actor, *, now: datetime) -> int:
    """What was typed on pages that came after a sign-in had ended, and can be opened no more."""
    return _delete(LateForm, LateForm.public_id, LateForm.kept_at <= now - late_forms.KEPT_FOR)


@writes(AuditVerb.FORGOTTEN)
def _forget_tries(actor: Actor, *, now: datetime) -> int:
    """Refused sign-ins and begun notifications, which are counted for an hour at most."""
    return _delete(SignInAttempt, SignInAttempt.id, SignInAttempt.at < now - OVER)


def _delete(model: type[Base], key: Any, condition: ColumnElement[bool]) -> int:
    """Delete some rows of a table that is not audited row by row, and put on record how many."""
    some = select(key).where(condition).limit(AT_ONCE)
    table = model.__table__
    count = db.session().connection().execute(delete(table).where(key.in_(some))).rowcount  # type: ignore[arg-type]
    if count:
        unit.record(table.name, "forgotten", count=count)  # type: ignore[attr-defined]
    return count


@writes(AuditVerb.FORGOTTEN)
def _forget_codes(actor: Actor, *, now: datetime) -> int:
    """Codes that work no more and were typed without a mistake, or not at all."""
    over = (InvitationCode.expires_at < now - OVER) & (InvitationCode.tries == 0)
    return _delete_each(db.session.scalars(select(InvitationCode).where(over).limit(AT_ONCE)).all())


def _drafts_of_each_panel(now: datetime) -> list[Callable[..., int]]:
    today = now.astimezone(LONDON).date()
    kept = {
        panel_id: drafts.kept_for(deadline_settings(panel_id), today, drafts.NOTIFICATION_KEPT)
        for panel_id in db.session.scalars(select(Panel.id))
    }
    return [partial(_forget_drafts, panel_id=panel_id, kept_for=length) for panel_id, length in kept.items()]


@writes(AuditVerb.FORGOTTEN)
def _forget_drafts(actor: Actor, *, panel_id: int, kept_for: timedelta, now: datetime) -> int:
    """Notifications to a panel that were begun on the public form and never sent, so long after the last answer."""
    since = now - kept_for
    begun = (Notification.status == NotificationStatus.BEING_WRITTEN) & (
        Notification.source == NotificationSource.PUBLIC_FORM
    )
    answered = select(FormAnswer.at).where(FormAnswer.response_id == Notification.response_id)
    attached = select(Attachment.at).where(Attachment.notification_id == Notification.id, Attachment.at >= since)
    untouched = (Notification.created_at < since) & ~answered.where(FormAnswer.at >= since).exists()
    untouched &= ~attached.exists()
    some = select(Notification).where(Notification.panel_id == panel_id, begun, untouched).order_by(Notification.id)
    some = some.limit(DRAFTS_AT_ONCE)
    found = db.session.scalars(some.with_for_update(skip_locked=True)).all()
    ids = [draft.response_id for draft in found]
    history = FormAnswerHistory.__table__
    db.session().connection().execute(delete(history).where(history.c.response_id.in_(ids)))  # type: ignore[arg-type]
    # Those that point at others first.
    _delete_each(db.session.scalars(select(FormAnswer).where(FormAnswer.response_id.in_(ids))).all())
    given = NotificationReason.notification_id.in_([draft.id for draft in found])
    _delete_each(db.session.scalars(select(NotificationReason).where(given)).all())
    for each in found:
        attachments.forget_ungiven(each)
    _delete_each(found)
    _delete_each(db.session.scalars(select(FormResponse).where(FormResponse.id.in_(ids))).all())
    return len(found)


@writes(AuditVerb.FORGOTTEN)
def _forget_lists(actor: Actor, *, now: datetime) -> int:
    """Lists of deaths that were looked at and not kept, with what is in them."""
    unkept = (DeathList.status == ListStatus.DRAFT) & (DeathList.created_at < now - OVER)
    lists = db.session.scalars(select(DeathList).where(unkept).limit(DRAFTS_AT_ONCE).with_for_update()).all()
    ids = [each.id for each in lists]
    _delete_each(db.session.scalars(select(DeathListFile).where(DeathListFile.list_id.in_(ids))).all())
    return _delete_each(lists)


@writes(AuditVerb.FORGOTTEN)
def _forget_papers(actor: Actor, *, now: datetime) -> int:
    """Work on packs that was asked for so long ago, and the papers that came of it."""
    over = PackWork.created_at < now - OVER
    _delete(PackFile, PackFile.work_id, PackFile.work_id.in_(select(PackWork.id).where(over)))
    files = select(PackFile.work_id)
    return _delete(PackWork, PackWork.id, over & PackWork.id.not_in(files))


@writes(AuditVerb.FORGOTTEN)
def _forget_release_works(actor: Actor, *, now: datetime) -> int:
    """Work on releases that was asked for so long ago; the releases stay."""
    return _delete(ReleaseWork, ReleaseWork.id, ReleaseWork.created_at < now - OVER)


@writes(AuditVerb.FORGOTTEN)
def _forget_report_works(actor: Actor, *, now: datetime) -> int:
    """Work on reports that was asked for so long ago; the reports stay."""
    return _delete(ReportWork, ReportWork.id, ReportWork.created_at < now - OVER)


def _delete_each(rows: Any) -> int:
    """Delete rows of audited tables, each with its audit entry; return how many."""
    for row in rows:
        db.session.delete(row)
    db.session.flush()
    return len(rows)
