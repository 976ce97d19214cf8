"""The panel's meetings come in from a file: one of the same date and kind is updated, others are added."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import PanelMeeting
from cdop.rules import csv_faults
from cdop.rules.actors import Actor
from cdop.rules.meetings_register import MeetingRow, MeetingsReading, read_meetings
from cdop.rules.vocabulary import AuditVerb, MeetingStatus
from cdop.services import register_panel, submissions, unit
from cdop.services.errors import Stale
from cdop.services.register_plan import RegisterFaults
from cdop.services.unit import writes


@dataclass(frozen=True, slots=True)
class MeetingsSummary:
    """What came of a meetings file: `read` is `added` and `updated` and those that were held as they are."""

    read: int
    added: int
    updated: int
    ignored_columns: tuple[str, ...] = ()
    new_panel: str | None = None


def import_meetings(
    actor: Actor,
    raw: bytes,
    *,
    new_panel: str | None = None,
    submission_id: str | None = None,
    now: datetime,
) -> MeetingsSummary:
    """Take the panel's meetings from a file, all of them or none, and return what came of it.

    A theme in the file replaces the meeting's; an empty cell says nothing about the theme and leaves it. An
    actor without a panel makes the panel `new_panel`, which gets its areas with its register. Raises
    RegisterFaults, Forbidden, NotFound, and Stale where others keep saving the same.
    """
    register_panel.require_import(actor, new_panel)
    reading = read_meetings(raw)
    if reading.faults:
        raise RegisterFaults(csv_faults.in_order(reading.faults))
    try:
        return _import(actor, reading, new_panel, submission_id, now=now)
    except Stale:
        return _import(actor, reading, new_panel, submission_id, now=now)


@writes(AuditVerb.MEETINGS_IMPORTED)
def _import(
    actor: Actor, reading: MeetingsReading, new_panel: str | None, submission_id: str | None, *, now: datetime
) -> MeetingsSummary:
    actor, made = register_panel.acting_in(actor, new_panel, now=now)

    def act() -> str:
        return " ".join(str(count) for count in _carry_out(actor, reading.rows, now))

    effect = act() if submission_id is None else submissions.once(actor, submission_id, act, now=now, said=reading)
    added, updated = map(int, effect.split())
    return MeetingsSummary(len(reading.rows), added, updated, reading.ignored_columns, made)


def _carry_out(actor: Actor, rows: tuple[MeetingRow, ...], now: datetime) -> tuple[int, int]:
    """How many meetings were added and how many changed."""
    held = {
        (meeting.held_on, meeting.kind): meeting
        for meeting in db.session.scalars(select(PanelMeeting).where(PanelMeeting.panel_id == actor.panel_id))
    }
    added = updated = 0
    for row in rows:
        meeting = held.get((row.date, row.kind))
        if meeting is None:
            register_panel.new_meeting(actor, row.date, row.kind, now=now).theme = row.theme
            added += 1
        elif _is_other(meeting, row):
            meeting.theme, meeting.status = row.theme or meeting.theme, MeetingStatus.HELD
            updated += 1
    unit.record("panel", str(actor.panel_id), read=[None, len(rows)], added=[None, added], updated=[None, updated])
    return added, updated


def _is_other(meeting: PanelMeeting, row: MeetingRow) -> bool:
    """Whether the file says of a meeting what is not on record: its theme, or that it was held after all."""
    has_new_theme = row.theme is not None and row.theme != meeting.theme
    return has_new_theme or meeting.status is not MeetingStatus.HELD
