"""The minutes of a meeting: drafted from what was recorded, edited, shared with members, approved later."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from cdop.documents import minutes as paper_of
from cdop.documents.minutes import MinutesPaper
from cdop.extensions import db
from cdop.models import MeetingMinutes, MeetingPack, MinutesSheet, MinutesSheetHistory
from cdop.queries import minutes as queries
from cdop.queries.identifiers import ANOTHER_CHILD, known_at_meeting, known_of
from cdop.queries.minutes import Before, ListedCase, Minutes, Sheet
from cdop.questionnaires.identifying import CHILD
from cdop.rules import minutes as rules
from cdop.rules.actors import Actor
from cdop.rules.anonymity import A_DATE, Piece, anonymised, hits, pieces
from cdop.rules.dates import LONDON, written_date
from cdop.rules.dates_in_texts import OF_THE_CHILD
from cdop.rules.facts import CaseSubject, PanelSubject
from cdop.rules.identifiers import Known
from cdop.rules.minutes import CaseOutcome
from cdop.rules.packs import EXPIRES_AFTER
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, AuditVerb, MeetingStatus, SheetKind
from cdop.services import unit
from cdop.services.access import require
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from cdop.services.unit import writes

OF_A_CHILD = (CHILD, ANOTHER_CHILD, "[NHS number]")
"""What stands for the name or number of a child."""
NOT_HELD = "Record who came first: minutes are of a meeting that was held"
APPROVED = "These minutes are approved and can no longer be changed"
NOT_WHOLE = "You take no part in a case of this meeting: somebody who reads every sheet shares and approves them"
NOT_SHARED = "Share the minutes with the members first"
NOT_YET = "The minutes of this meeting are not shared with its members yet"


@writes(AuditVerb.MINUTES_DRAFTED)
def draft_minutes(actor: Actor, meeting_id: str, *, now: datetime) -> None:
    """Draft the minutes of a meeting that was held; those that there are stay as they are. By its public id.

    Every case has its sheet, also one in which whoever drafts them takes no part: they are shown none of it.
    Raises NotFound, Forbidden, and Blocked where nobody recorded who came.
    """
    found = _minutes(actor, meeting_id)
    if found.id is not None:
        return
    if found.status is not MeetingStatus.HELD:
        raise Blocked([NOT_HELD])
    minutes = MeetingMinutes(panel_id=found.panel_id, meeting_id=found.meeting_id)
    minutes.created_at, minutes.created_by_id = now, actor.user_id
    db.session.add(minutes)
    db.session.flush()
    cases = queries.listed_cases(found.meeting_id)
    before = queries.shared_before(actor, found.held_on)
    sheets: list[tuple[SheetKind, ListedCase | None, str]] = [
        (SheetKind.ATTENDANCE, None, queries.who_came(found.meeting_id)),
        (SheetKind.EARLIER, None, _earlier(before, found.held_on)),
    ]
    learnt: list[str] = []
    for case in cases:
        outcome, points = queries.outcome(found.meeting_id, case)
        known = known_at_meeting(case.id, found.meeting_id)
        sheets.append((SheetKind.CASE, case, rules.case_sheet(_told(outcome, known))))
        learnt += [anonymised(point, known) for point in points]
    sheets += [(SheetKind.LEARNING, None, rules.learning(learnt)), (SheetKind.OTHER, None, "None.")]
    for position, (kind, listed, text) in enumerate(sheets):
        sheet = MinutesSheet(panel_id=found.panel_id, minutes_id=minutes.id, kind=kind, position=position, text=text)
        sheet.case_id, sheet.by_name, sheet.at = listed.id if listed else None, actor.name, now
        sheet.created_at, sheet.created_by_id = now, actor.user_id
        db.session.add(sheet)


@writes(AuditVerb.MINUTES_CHANGED)
def change_sheet(actor: Actor, meeting_id: str, sheet_id: str, *, text: str, version: int, now: datetime) -> None:
    """Change a sheet of minutes that are not approved; what it said before is kept. Both ids are public ids.

    Raises NotFound, Forbidden, Stale, Invalid where nothing is left of it, and Blocked once approved.
    """
    found = _minutes(actor, meeting_id)
    shown = found.sheet(sheet_id)
    if shown is None:
        raise NotFound
    if shown.case_id is not None:
        require(actor, Action.MINUTES_EDIT, CaseSubject(shown.case_id, found.panel_id))
    if found.approved_on is not None:
        raise Blocked([APPROVED])
    sheet = db.session.scalars(select(MinutesSheet).where(MinutesSheet.id == shown.id).with_for_update()).one()
    if sheet.version != version:
        raise Stale
    if not text.strip():
        raise Invalid({"text": "Write what was decided, or that nothing was"})
    if text.strip() == sheet.text:
        return
    db.session.add(
        MinutesSheetHistory(
            panel_id=sheet.panel_id, sheet_id=sheet.id, text=sheet.text, by_name=sheet.by_name, at=sheet.at
        )
    )
    sheet.text, sheet.by_name, sheet.at = text.strip(), actor.name, now


@writes(AuditVerb.MINUTES_SHARED)
def share_minutes(actor: Actor, meeting_id: str, *, now: datetime) -> None:
    """Let the members read the minutes, as a draft until they are approved.

    Raises NotFound, Forbidden, and Blocked where what is on record still identifies somebody in a sheet, or the actor
    may not read each.
    """
    found = _minutes(actor, meeting_id)
    minutes = _row(found)
    _require_readable(found)
    minutes.shared_at = minutes.shared_at or now


@writes(AuditVerb.MINUTES_APPROVED)
def approve_minutes(actor: Actor, meeting_id: str, *, approved_on: date, now: datetime) -> None:
    """Record that a later meeting approved the minutes, and on which day; the meeting's pack closes two weeks later.

    Raises NotFound, Forbidden, Invalid, and Blocked where they are not shared or are approved already, or as sharing.
    """
    found = _minutes(actor, meeting_id)
    minutes = _row(found)
    if found.approved_on is not None:
        raise Blocked([APPROVED])
    if found.shared_at is None:
        raise Blocked([NOT_SHARED])
    _require_readable(found)
    if not found.held_on < approved_on <= now.astimezone(LONDON).date():
        raise Invalid({"approved_on": "Choose a day after the meeting that is not still to come"})
    minutes.approved_on, minutes.approved_by = approved_on, actor.name
    pack = db.session.scalar(select(MeetingPack).where(MeetingPack.meeting_id == found.meeting_id).with_for_update())
    if pack is not None:
        pack.expires_on = approved_on + EXPIRES_AFTER


@writes(AuditVerb.MINUTES_READ)
def read_minutes(actor: Actor, meeting_id: str, *, now: datetime) -> Minutes:
    """Return the minutes of a meeting, once that reading is on record.

    Raises NotFound, Forbidden, and Blocked where they are not shared with whoever does not write them.
    """
    require(actor, Action.MINUTES_READ, PanelSubject(actor.panel_id or 0))
    found = queries.minutes_of(actor, meeting_id)
    if found is None:
        raise NotFound
    if found.shared_at is None and not _may_edit(actor):
        raise Blocked([NOT_YET])
    if found.id is not None:
        unit.record("meeting_minutes", found.id)
    return found


def paper(actor: Actor, meeting_id: str, *, panel_name: str, now: datetime) -> bytes:
    """Return the minutes of a meeting as a PDF, once that is on record. Raises as `read_minutes` does."""
    found = read_minutes(actor, meeting_id, now=now)
    if found.id is None:
        raise NotFound
    sheets = tuple((each.title, each.text) for each in found.sheets)
    meeting = f"panel meeting of {written_date(found.held_on)}"
    return paper_of.write(MinutesPaper(panel_name, meeting, found.standing, sheets, actor.name, now))


def marked(found: Minutes, sheet: Sheet) -> tuple[Piece, ...]:
    """Return a sheet in pieces that mark what identifies, or may do so."""
    return pieces(sheet.text, hits(sheet.text, _known(found, sheet)))


def readable(found: Minutes) -> list[tuple[Sheet, str]]:
    """Return the words in minutes that surely identify somebody in a case, each with its sheet.

    Of dates those of the child alone: minutes have days by which to act. Who came is there by their names.
    """
    return [
        (sheet, hit.words)
        for sheet in found.sheets
        if sheet.kind is not SheetKind.ATTENDANCE
        for hit in hits(sheet.text, _known(found, sheet))
        if hit.is_sure and (hit.why != A_DATE or hit.replacement.removeprefix("on ") in OF_THE_CHILD)
    ]


def _earlier(before: Before | None, held_on: date) -> str:
    """What a meeting did with the minutes of the one before it."""
    if before is None:
        return rules.earlier(None)
    return rules.earlier(before.held_on, are_approved=before.approved_on == held_on)


def _require_readable(found: Minutes) -> None:
    """Raise Blocked where a sheet identifies somebody, or where the actor cannot tell."""
    if not found.is_whole:
        raise Blocked([NOT_WHOLE])
    if reasons := [f"{sheet.title}: “{words}” identifies somebody" for sheet, words in readable(found)]:
        raise Blocked(reasons)


def _told(outcome: CaseOutcome, known: Known) -> CaseOutcome:
    """What a meeting did with a case, its own words anonymised; the days by which to act stay."""
    return replace(
        outcome,
        reason=anonymised(outcome.reason, known),
        recommendations=tuple(anonymised(each, known) for each in outcome.recommendations),
        actions=tuple(replace(each, text=anonymised(each.text, known)) for each in outcome.actions),
        noted=tuple((label, anonymised(words, known)) for label, words in outcome.noted),
    )


def _known(found: Minutes, sheet: Sheet) -> Known:
    """What is on record of the sheet's case; of learning, of every case of the meeting.

    In what is not of a case professionals are named, and the children alone must not be.
    """
    if sheet.case_id is not None:
        return known_of(sheet.case_id)
    if sheet.kind is SheetKind.ATTENDANCE:
        return Known()
    every = [known_of(each.case_id) for each in found.sheets if each.case_id is not None]
    told = (identifier for known in every for identifier in known.identifiers)
    return Known(tuple(each for each in told if sheet.kind is SheetKind.LEARNING or each.replacement in OF_A_CHILD))


def _may_edit(actor: Actor) -> bool:
    return can(actor, Action.MINUTES_EDIT)


def _minutes(actor: Actor, meeting_id: str) -> Minutes:
    require(actor, Action.MINUTES_EDIT, PanelSubject(actor.panel_id or 0))
    found = queries.minutes_of(actor, meeting_id)
    if found is None:
        raise NotFound
    return found


def _row(found: Minutes) -> MeetingMinutes:
    if found.id is None:
        raise NotFound
    return db.session.scalars(select(MeetingMinutes).where(MeetingMinutes.id == found.id).with_for_update()).one()
