"""Who is reminded of what: one row per rule.

A rule counts from a day or an instant that its thing gives for as long as somebody is awaited; a thing that gives none
is nobody's to do. So a row whose fact nothing records yet reminds nobody, until it is recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cdop.rules.correspondence import OfficialKind
from cdop.rules.deadlines import Moment
from cdop.rules.facts import AwaitedFacts, LetterFacts, ReminderFacts, RequestFacts, WorkFacts
from cdop.rules.messages import Audience


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """Steps of `offsets` from the moment that `counts_from` gives, for as long as it gives one.

    They are working days, or clock hours where `is_hours`. They leave in office hours, unless `leaves_at_any_hour`.
    `says` is what a message of several rules says of this one, `counts` the name of what is due where the thing has
    several. `drafts` is a letter that is written with the step, for a person to release.
    """

    key: str
    label: str
    subject: str
    counts_from: Callable[[ReminderFacts], Moment | None]
    offsets: tuple[int, ...]
    audiences: tuple[Audience, ...]
    template: str
    source: str
    says: str = ""
    is_hours: bool = False
    counts: str = ""
    leaves_at_any_hour: bool = False
    drafts: OfficialKind | None = None


def awaited_form(facts: ReminderFacts) -> date | None:
    """Return the day by which an agency is to return its form; None where nobody waits for it."""
    return facts.due_on if isinstance(facts, RequestFacts) and facts.is_awaited else None


def letter_to_release(facts: ReminderFacts) -> date | None:
    """Return the day a letter was drafted that waits for its release; None once released, or while it may not go."""
    return facts.drafted_on if isinstance(facts, LetterFacts) and facts.is_waiting and not facts.is_held_back else None


def awaited_notification(facts: ReminderFacts) -> date | None:
    """Return the day by which an agency is to notify a death that the panel knows of; None once it has."""
    return facts.due_on if isinstance(facts, AwaitedFacts) and facts.is_awaited else None


def notification_nobody_asked_for(facts: ReminderFacts) -> date | None:
    """Return the day on which a death became known that no agency was asked to notify; None once one is."""
    is_unasked = isinstance(facts, AwaitedFacts) and facts.is_awaited and facts.due_on is None
    return facts.known_on if is_unasked and isinstance(facts, AwaitedFacts) else None


def due(name: str) -> Callable[[ReminderFacts], Moment | None]:
    """Return what gives the moment at which work of this name is due, and None once it is done."""
    return lambda facts: facts.due.get(name) if isinstance(facts, WorkFacts) else None


COORDINATORS = (Audience.COORDINATORS,)
OFFICERS = (Audience.COORDINATORS, Audience.CHAIRS)
REVIEWERS = (Audience.COORDINATORS, Audience.DOCTORS)
CASE, HOLD, DECISION, ACTION = "case", "case_hold", "triage_decision", "action_item"
NOTIFICATION, MEETING, PANEL, RECOMMENDATION = "notification", "panel_meeting", "panel", "recommendation"
LETTER, RELEASE = "official_letter", "data_release"
RECOMMENDATION_VERDICT, ACTION_VERDICT = "recommendation_verdict", "action_verdict"
WORK, FIRST_DAYS = "work_due", "first_days_due"
_LOCAL = "Proposed: before, on the day, and after, in working days"

OF_AGENCIES: tuple[ReminderRule, ...] = (
    ReminderRule(
        key="form_b_return",
        label="Reminder of a reporting form",
        subject="form_request",
        counts_from=awaited_form,
        offsets=(-10, -5, 0),
        audiences=(Audience.RECIPIENT,),
        template="form_b_reminder",
        source="Domain reference 1.11: 5, 10 and 15 working days after the request, with its usual 15 to return",
    ),
    ReminderRule(
        key="form_b_escalation",
        label="Reminder to the agency's lead",
        subject="form_request",
        counts_from=awaited_form,
        offsets=(5,),
        audiences=(Audience.LEAD,),
        template="form_b_escalation",
        source="Domain reference 1.11: on to the agency's lead 20 working days after the request",
    ),
    ReminderRule(
        key="form_b_doctor",
        label="Reporting form awaited: to the designated doctor",
        subject="form_request",
        counts_from=awaited_form,
        offsets=(10,),
        audiences=REVIEWERS,
        template="form_b_unanswered",
        source="Domain reference 1.6, stage 10: after the agency's lead the designated doctor; a week later, proposed",
    ),
    ReminderRule(
        key="form_b_chair",
        label="Reporting form awaited: to the chair",
        subject="form_request",
        counts_from=awaited_form,
        offsets=(15,),
        audiences=OFFICERS,
        template="form_b_to_chair",
        source="Children Act 2004, section 16N: the chair writes of the duty, a week after the doctor; proposed",
        drafts=OfficialKind.DUTY,
    ),
    ReminderRule(
        key="family_letter",
        label="A family letter waits to be released",
        subject="family_letter",
        counts_from=letter_to_release,
        offsets=(0, 5),
        audiences=COORDINATORS,
        template="letter_waiting",
        source="family_letter_days: drafted on the 21st day after the death, due on the 28th",
    ),
    ReminderRule(
        key="awaited_notification",
        label="Reminder of a notification",
        subject="awaited_notification",
        counts_from=awaited_notification,
        offsets=(0, 3),
        audiences=(Audience.RECIPIENT,),
        template="awaited_reminder",
        source="Proposed: a death is notified within 24 hours, so the agency has two working days, then three more",
    ),
    ReminderRule(
        key="awaited_escalation",
        label="Notification awaited: to the agency's lead",
        subject="awaited_notification",
        counts_from=awaited_notification,
        offsets=(5,),
        audiences=(Audience.LEAD,),
        template="awaited_escalation",
        source="Proposed: on to the agency's lead a week after the agency was to notify",
    ),
    ReminderRule(
        key="awaited_unanswered",
        label="Notification awaited: the lead has not answered",
        subject="awaited_notification",
        counts_from=awaited_notification,
        offsets=(8, 18, 28),
        audiences=COORDINATORS,
        template="awaited_unanswered",
        source="Proposed: the coordinator rings, three working days after the lead was told and every two weeks since",
    ),
    ReminderRule(
        key="awaited_unasked",
        label="Notification awaited: nobody is asked",
        subject="awaited_notification",
        counts_from=notification_nobody_asked_for,
        offsets=(1, 6, 11),
        audiences=COORDINATORS,
        template="awaited_unasked",
        source="Proposed: a death that is known and that nobody is asked to notify is forgotten otherwise",
    ),
)
"""What is awaited of agencies, and the letters that wait for a person."""


def _work(
    key: str,
    label: str,
    subject: str,
    offsets: tuple[int, ...],
    says: str,
    *,
    counts: str = "",
    audiences: tuple[Audience, ...] = COORDINATORS,
    template: str = WORK,
    source: str = _LOCAL,
    is_hours: bool = False,
    leaves_at_any_hour: bool = False,
) -> ReminderRule:
    """A rule about the panel's own work, which is due as `counts` names it, or the key of the rule."""
    name = counts or key
    how = (is_hours, name, leaves_at_any_hour)
    return ReminderRule(key, label, subject, due(name), offsets, audiences, template, source, says, *how)


OF_THE_PANEL: tuple[ReminderRule, ...] = (
    _work("first_check", "First check", NOTIFICATION, (0, 2, 5), "it waits for its first check", counts="triage_wd"),
    _work("agencies_asked", "Agencies to be asked", CASE, (1, 6), "no agency is asked yet", counts="agencies_asked_wd"),
    _work(
        "passed_on",
        "To be passed on to the home panel",
        CASE,
        (1, 3, 8),
        "it is not passed on yet",
        counts="forward_nonresident_wd",
    ),
    _work(
        "ncmd_submission",
        "Submission to the national database",
        CASE,
        (0, 5),
        "the submission to the national database is due",
        counts="notify_ncmd_hours",
        source="notify_ncmd_hours: within 48 hours of the death",
    ),
    _work(
        "jar_planning",
        "Planning discussion of the joint agency response",
        CASE,
        (-6, 0, 24),
        "a step of the first days is due",
        counts="jar_planning_hours",
        audiences=REVIEWERS,
        template=FIRST_DAYS,
        source="jar_planning_hours: within 24 hours; six hours before, then, and a day after, proposed",
        is_hours=True,
        leaves_at_any_hour=True,
    ),
    _work(
        "jar_visit",
        "Joint visit to the home or scene",
        CASE,
        (0, 1),
        "a step of the first days is due",
        counts="jar_home_visit_wd",
        audiences=REVIEWERS,
        template=FIRST_DAYS,
        source="jar_home_visit_wd: within 24 hours or the next working day",
    ),
    _work(
        "serious_incident",
        "Serious incident to be notified by the local authority",
        CASE,
        (0, 5),
        "something that others do by a day is due",
        counts="serious_incident_wd",
        audiences=REVIEWERS,
        source="serious_incident_wd: within five working days; on the day and a week later, proposed",
    ),
    _work(
        "rapid_review",
        "Rapid review of the safeguarding partners",
        CASE,
        (0, 10),
        "something that others do by a day is due",
        counts="rapid_review_wd",
        audiences=REVIEWERS,
        source="rapid_review_wd: within fifteen working days; on the day and two weeks later, proposed",
    ),
    _work(
        "coroner_answer",
        "Nothing heard yet of a referral",
        DECISION,
        (3, 13, 23),
        "nothing is recorded yet of an answer from outside",
        source="coroner_notice_wd: the coroner tells the panel within 3 working days; then every two weeks, proposed",
    ),
    _work(
        "first_check_open",
        "Begun at the first check and not finished",
        DECISION,
        (2, 7, 12),
        "something that the first check began is not finished",
        source="Proposed: what was set in motion and not acknowledged is asked after in two working days",
    ),
    _work(
        "family_letter_due",
        "First letter to the family",
        CASE,
        (5, 15),
        "the first letter to the family is due",
        counts="family_letter_days",
        source="family_letter_days: until the 28th day its draft is told; a week and three weeks later, proposed",
    ),
    _work(
        "review_meeting",
        "Child death review meeting",
        CASE,
        (-20, 0, 20),
        "the child death review meeting is due",
        counts="cdrm_months",
        audiences=REVIEWERS,
        source="cdrm_months: within three months of the death; a month before, then, and a month after, proposed",
    ),
    _work(
        "panel_of_ready",
        "Panel review of a case that is ready",
        CASE,
        (-10, 0, 10),
        "it is ready, and the panel's review is due",
        counts="panel_weeks_after_ready",
        audiences=OFFICERS,
        source="panel_weeks_after_ready: within six weeks",
    ),
    _work(
        "panel_review",
        "Panel review",
        CASE,
        (-20, 0, 20),
        "the panel's review is due",
        counts="panel_months_overall",
        audiences=OFFICERS,
        source="panel_months_overall: within six months of the death",
    ),
    _work(
        "hold_check",
        "A hold to look at again",
        HOLD,
        (0, 5, 15),
        "what it waits for is to be looked at again",
        source="Domain reference 1.8: a hold is asked after on the day that was set for it",
    ),
    _work(
        "meeting_pack",
        "Papers of a panel meeting",
        MEETING,
        (-2, 0),
        "its papers are due to go out",
        counts="pack_circulation_wd",
        source="pack_circulation_wd: ten working days before; two days earlier and on the day, proposed",
    ),
    _work(
        "meeting_minutes",
        "Minutes of a panel meeting",
        MEETING,
        (-2, 0, 5),
        "its minutes are due",
        counts="minutes_wd",
        source="minutes_wd: ten working days after; two days before, then, and a week later, until they are shared",
    ),
    _work(
        "learning_letters",
        "Letters to those who should act",
        MEETING,
        (-2, 0, 5),
        "what it recommended is due to be sent to those who should act",
        counts="learning_letters_wd",
        audiences=OFFICERS,
        source="learning_letters_wd: ten working days after; until every recommendation of it is sent",
    ),
    _work(
        "action",
        "An action that was agreed",
        ACTION,
        (-10, 0, 10),
        "an action that was agreed is due",
        source="Domain reference 1.6, stage 19: tracked until it is done; two weeks before, then, and two after",
    ),
    _work(
        "action_owner",
        "Reminder of an action: to its owner",
        ACTION,
        (-10, 0, 10),
        "",
        counts="action",
        audiences=(Audience.RECIPIENT,),
        template="action_reminder",
        source="Domain reference 1.6, stage 19: to whoever has a link, as for a recommendation; proposed",
    ),
    _work(
        "action_chair",
        "An action that is late: to the chair",
        ACTION,
        (20, 40),
        "an action that was agreed is late",
        counts="action",
        audiences=OFFICERS,
        source="Domain reference 1.6, stage 19: on to the chair a month after the day, and a month later; proposed",
    ),
    _work(
        "recommendation_owner",
        "Reminder of a recommendation: to its owner",
        RECOMMENDATION,
        (-10, 0, 10),
        "",
        counts=RECOMMENDATION,
        audiences=(Audience.RECIPIENT,),
        template="recommendation_reminder",
        source="Domain reference 1.6, stage 19: two weeks before its owner’s day, on it, and two weeks after; proposed",
    ),
    _work(
        "recommendation",
        "An answer to a recommendation",
        RECOMMENDATION,
        (0, 10),
        "its answer is due",
        source="Domain reference 1.6, stage 19: on the day its owner was given, and two weeks after; proposed",
    ),
    _work(
        "recommendation_chair",
        "A recommendation without an answer: to the chair",
        RECOMMENDATION,
        (20, 40),
        "its answer is late, and its owner was reminded",
        counts=RECOMMENDATION,
        audiences=OFFICERS,
        source="Domain reference 1.6, stage 19: on to the chair a month after the day, and a month later; proposed",
    ),
    _work(
        "recommendation_verdict",
        "The verdict on a recommendation",
        RECOMMENDATION_VERDICT,
        (0, 20, 60),
        "say whether what it was to change has changed",
        audiences=OFFICERS,
        source="Domain reference 5.9: its impact; on its day, a month and three months after; proposed",
    ),
    _work(
        "action_verdict",
        "The verdict on an action",
        ACTION_VERDICT,
        (0, 20, 60),
        "say whether what it was to change has changed",
        audiences=OFFICERS,
        source="Domain reference 5.9: its impact; on its day, a month and three months after; proposed",
    ),
    _work(
        "letter_answer",
        "An answer to a letter",
        LETTER,
        (1, 11),
        "the answer that was asked for has not come",
        source="Proposed: on the working day after an answer was asked for, and two weeks later",
    ),
    _work(
        "extract_deletion",
        "Deletion of an extract",
        RELEASE,
        (-5, 1, 11),
        "its deletion is to be recorded",
        source="Proposed: a week before the day by which it is to be deleted, on the day after, and two weeks later",
    ),
    _work(
        "year_end",
        "End of the national year",
        PANEL,
        (-20, -5),
        "only reviews that are complete by 31 March count in this year's national figures",
        counts="national_year_end",
        audiences=OFFICERS,
        source="Domain reference 1.6, stage 16: complete by 31 March to count in that year",
    ),
    _work(
        "annual_report",
        "Annual report",
        PANEL,
        (-40, 0, 20),
        "the annual report of the year that ended in March is due",
        counts="annual_report_months",
        audiences=OFFICERS,
        source="annual_report_months: six months after 31 March",
    ),
    _work(
        "accounts_unused",
        "Accounts that nobody uses",
        PANEL,
        (0,),
        "there are accounts that nobody has used for three months",
        audiences=(Audience.ADMINISTRATORS,),
        source="Data protection: access that is not needed is taken away; once a month, proposed",
    ),
)
"""The panel's own work, told to its own people."""

RULES: tuple[ReminderRule, ...] = (*OF_AGENCIES, *OF_THE_PANEL)
