"""Child death review meetings: recorded with who was there; the draft analysis is the case's analysis form."""

from collections.abc import Sequence
from datetime import date, datetime

from cdop.extensions import db
from cdop.models import ReviewMeeting
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import Action, AuditVerb, CaseStatus
from cdop.services import lifecycle, submissions
from cdop.services.access import case_to_change
from cdop.services.errors import Invalid
from cdop.services.unit import writes


@writes(AuditVerb.REVIEW_MEETING_RECORDED)
def record_review_meeting(
    actor: Actor,
    case_id: str,
    *,
    held_on: date,
    place: str = "",
    present: Sequence[dict[str, str]],
    summary: str = "",
    submission_id: str,
    now: datetime,
) -> str:
    """Record a child death review meeting of a case and return the meeting's public id.

    `case_id` is the case's public id; each of `present` has a `name`, a `role` and an `agency`. A case that is
    gathering information moves on to the review meeting. Raises Invalid.
    """
    case = case_to_change(actor, case_id, Action.REVIEW_MEETING_RECORD)

    def act() -> str:
        faults = {}
        if held_on > now.astimezone(LONDON).date():
            faults["held_on"] = "This day has not come yet: record the meeting when it was held"
        elif held_on < case.died_on:
            faults["held_on"] = "The meeting cannot be before the death"
        if not any(each["name"].strip() for each in present):
            faults["present"] = "Say who was there"
        if faults:
            raise Invalid(faults)
        meeting = ReviewMeeting(panel_id=case.panel_id, case_id=case.id, held_on=held_on, place=place.strip() or None)
        meeting.present = [dict(each) for each in present if each["name"].strip()]
        meeting.summary = summary.strip() or None
        meeting.created_at, meeting.created_by_id = now, actor.user_id
        db.session.add(meeting)
        # The last meeting is the one that a case is judged by.
        case.review_meeting_on = max(case.review_meeting_on or held_on, held_on)
        if case.status is CaseStatus.GATHERING:
            lifecycle.advance(actor, case, "hold the review meeting", now=now)
        db.session.flush()
        return meeting.public_id

    said = (case_id, held_on, place, list(present), summary)
    return submissions.once(actor, submission_id, act, now=now, said=said)
