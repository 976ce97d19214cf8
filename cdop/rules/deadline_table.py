"""The deadlines of the review (domain reference 1.11): one row each, whose length a panel may change from a day on.

A row that begins or ends with a fact which nothing records yet is kept in the table and shown on no case: nobody could
tell it that it was met.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime

from cdop.rules import awaited, drafts, form_b, letters
from cdop.rules.deadlines import (
    Basis,
    Deadline,
    Moment,
    Setting,
    Standing,
    StandingKind,
    Unit,
    day_in_england,
    due,
    every_case,
    in_force,
    moment_of,
    sentence,
    standing,
)
from cdop.rules.facts import CaseFacts
from cdop.rules.vocabulary import Residency

CHILD_DEATH_PANELS_SINCE = date(2008, 4, 1)
"""The day from which every area had to review the deaths of its children."""

REVIEWS_BY_LAW_SINCE = date(2018, 6, 29)
"""The day sections 16M to 16Q of the Children Act 2004 came into force."""

NATIONAL_DATABASE_SINCE = date(2019, 4, 1)
"""The day the National Child Mortality Database began."""

GUIDANCE = "Child Death Review Statutory and Operational Guidance (England) 2018"


def resident(facts: CaseFacts) -> bool:
    """Say whether this panel leads the review: the child lived in its area (Children Act 2004 s16M)."""
    return facts.residency is Residency.RESIDENT


def lived_elsewhere(facts: CaseFacts) -> bool:
    """Say whether another panel leads the review of a death that was notified to this system."""
    return taken_in_here(facts) and facts.residency is Residency.ELSEWHERE


def rapid_response_recorded(facts: CaseFacts) -> bool:
    """Say whether the case has a discussion of the rapid response, which safeguarding boards ran from 2008 to 2018."""
    held = (facts.rapid_response_discussed_on, facts.rapid_response_concluded_on)
    of_its_time = facts.died_on is not None and CHILD_DEATH_PANELS_SINCE <= facts.died_on < REVIEWS_BY_LAW_SINCE
    return of_its_time and any(held)


def abuse_known(facts: CaseFacts) -> bool:
    """Say whether the local authority is known to have known of abuse or neglect."""
    return facts.abuse_known_on is not None or facts.serious_incident_notified_on is not None


def entered_in_national_database(facts: CaseFacts) -> bool:
    """Say whether this panel enters the death in the national database, and records here that it did."""
    is_collected = facts.died_on is not None and facts.died_on >= NATIONAL_DATABASE_SINCE
    return is_collected and asked_by_this_panel(facts)


def taken_in_here(facts: CaseFacts) -> bool:
    """Say whether the death was notified to this system, which then records the work on it from its first hour.

    A case from a register brings its dates of notification and review and nothing between them.
    """
    return facts.notified_at is not None


def asked_by_this_panel(facts: CaseFacts) -> bool:
    """Say whether this panel asks the agencies: it leads the review, and the death was notified to it here."""
    return taken_in_here(facts) and resident(facts)


def joint_agency_response_begun(facts: CaseFacts) -> bool:
    """Say whether a joint agency response was triggered."""
    return facts.jar_triggered_at is not None


def first_letter_awaited_or_sent(facts: CaseFacts) -> bool:
    """Say whether a first letter to the family belongs to the case."""
    return resident(facts) and (taken_in_here(facts) or facts.family_letter_on is not None)


def review_meeting_awaited_or_held(facts: CaseFacts) -> bool:
    """Say whether a child death review meeting belongs to the case.

    It does since the law asks for reviews, unless the panel has reviewed the case without one.
    """
    of_its_time = facts.died_on is not None and facts.died_on >= REVIEWS_BY_LAW_SINCE
    left_out = facts.reviewed_on is not None and facts.review_meeting_on is None
    is_recorded = taken_in_here(facts) or facts.review_meeting_on is not None
    return resident(facts) and of_its_time and is_recorded and not left_out


DEADLINES = (
    Deadline(
        key="notify_cdop_hours",
        label="Notification of the death",
        starts="died",
        length=24,
        unit=Unit.HOURS,
        met="notified",
        source="Child death notification form: within 24 hours; 48 hours in some areas",
        basis=Basis.SEEN,
        applies=every_case,
    ),
    Deadline(
        key="notify_ncmd_hours",
        label="Notification to the National Child Mortality Database",
        starts="died",
        length=48,
        unit=Unit.HOURS,
        met="ncmd_submitted",
        source="National Child Mortality Database: within 48 hours of the death",
        basis=Basis.NOT_SEEN,
        applies=entered_in_national_database,
    ),
    Deadline(
        key="forward_nonresident_wd",
        label="Notification passed to the child's home panel",
        starts="notified",
        length=1,
        unit=Unit.WORKING_DAYS,
        met="forwarded",
        source="Children Act 2004 s16M: the panel where the child normally lived reviews; length proposed",
        basis=Basis.PROPOSED,
        applies=lived_elsewhere,
    ),
    Deadline(
        key="triage_wd",
        label="First check of the notification",
        starts="notified",
        length=2,
        unit=Unit.WORKING_DAYS,
        met="triaged",
        source="Duplicate, residency and joint agency response checks; length proposed",
        basis=Basis.PROPOSED,
        applies=taken_in_here,
    ),
    Deadline(
        key="agencies_asked_wd",
        label="Asking agencies for their reporting forms",
        starts="notified",
        length=2,
        unit=Unit.WORKING_DAYS,
        met="agencies_asked",
        source="Requests go out by the second day: records become hard to reach after deregistration; proposed",
        basis=Basis.PROPOSED,
        applies=asked_by_this_panel,
    ),
    Deadline(
        key="jar_planning_hours",
        label="Joint agency response planning discussion",
        starts="jar_triggered",
        length=24,
        unit=Unit.HOURS,
        met="jar_planned",
        source="Local unexpected death procedures: within 24 hours; 24 to 48 in some areas",
        basis=Basis.SEEN,
        applies=joint_agency_response_begun,
    ),
    Deadline(
        key="jar_home_visit_wd",
        label="Joint visit to the home or scene",
        starts="jar_triggered",
        length=1,
        unit=Unit.WORKING_DAYS,
        met="jar_visited",
        source="Local unexpected death procedures: within 24 hours in working hours, or the next working day",
        basis=Basis.SEEN,
        applies=joint_agency_response_begun,
    ),
    Deadline(
        key="family_letter_days",
        label="First letter to the family",
        starts="died",
        length=28,
        unit=Unit.DAYS,
        met="family_letter",
        source="Pan-Cheshire annual report 2013-14: three to four weeks after the death",
        basis=Basis.LOCAL,
        applies=first_letter_awaited_or_sent,
    ),
    Deadline(
        key="cdrm_months",
        label="Child death review meeting",
        starts="died",
        length=3,
        unit=Unit.MONTHS,
        met="review_meeting",
        source=f"{GUIDANCE}: as soon as practicable, commonly within three months",
        basis=Basis.NOT_SEEN,
        applies=review_meeting_awaited_or_held,
    ),
    Deadline(
        key="panel_weeks_after_ready",
        label="Panel review of a case that is ready",
        starts="ready",
        length=6,
        unit=Unit.WEEKS,
        met="reviewed",
        source=f"{GUIDANCE}: within six weeks of the meeting's report or the inquest's result, the later",
        basis=Basis.NOT_SEEN,
        applies=resident,
    ),
    Deadline(
        key="panel_months_overall",
        label="Panel review",
        starts="died",
        length=6,
        unit=Unit.MONTHS,
        met="reviewed",
        source="Local target of six months from the death; no statute",
        basis=Basis.LOCAL,
        applies=resident,
    ),
    Deadline(
        key="jar_phase2_days",
        label="Second discussion of the rapid response",
        starts="died",
        length=7,
        unit=Unit.DAYS,
        met="rapid_response_discussed",
        source="Local unexpected death procedures of 2008 to 2018: five to seven days after the death",
        basis=Basis.SEEN,
        applies=rapid_response_recorded,
    ),
    Deadline(
        key="jar_final_weeks",
        label="Final case discussion of the rapid response",
        starts="died",
        length=12,
        unit=Unit.WEEKS,
        met="rapid_response_concluded",
        source="Local unexpected death procedures of 2008 to 2018: eight to twelve weeks after the death",
        basis=Basis.SEEN,
        applies=rapid_response_recorded,
    ),
    Deadline(
        key="serious_incident_wd",
        label="Serious incident notified by the local authority",
        starts="abuse_known",
        length=5,
        unit=Unit.WORKING_DAYS,
        met="serious_incident_notified",
        source="Children Act 2004 s16C and Working Together: within five working days of the authority's knowing",
        basis=Basis.NOT_SEEN,
        applies=abuse_known,
    ),
    Deadline(
        key="rapid_review_wd",
        label="Rapid review of the safeguarding partners",
        starts="serious_incident_notified",
        length=15,
        unit=Unit.WORKING_DAYS,
        met="rapid_review",
        source="Working Together: within fifteen working days of the serious incident notification",
        basis=Basis.NOT_SEEN,
        applies=abuse_known,
    ),
)

MEETING_PACK = Deadline(
    key="pack_circulation_wd",
    label="Papers of a panel meeting sent to its members",
    starts="meeting",
    length=10,
    unit=Unit.WORKING_DAYS,
    met="papers_sent",
    source="Panels' terms of reference: usually ten working days before, from five to fourteen",
    basis=Basis.LOCAL,
    applies=every_case,
    is_before=True,
)
MEETING_MINUTES = Deadline(
    key="minutes_wd",
    label="Minutes of a panel meeting",
    starts="meeting",
    length=10,
    unit=Unit.WORKING_DAYS,
    met="minutes_sent",
    source="Length proposed",
    basis=Basis.PROPOSED,
    applies=every_case,
)
LEARNING_LETTERS = Deadline(
    key="learning_letters_wd",
    label="Letters to those who should act on what was learnt",
    starts="meeting",
    length=10,
    unit=Unit.WORKING_DAYS,
    met="letters_sent",
    source="Children Act 2004 s16M(5): the panel tells who should act; length proposed",
    basis=Basis.PROPOSED,
    applies=every_case,
)
ANNUAL_REPORT = Deadline(
    key="annual_report_months",
    label="Annual report",
    starts="year_end",
    length=6,
    unit=Unit.MONTHS,
    met="report_built",
    source=f"Children Act 2004 s16M(6) and {GUIDANCE}: once a year; often six months after the year's end",
    basis=Basis.NOT_SEEN,
    applies=every_case,
)

TABLE: Mapping[str, Deadline] = {
    row.key: row
    for row in (
        *DEADLINES,
        awaited.CORONER_NOTICE,
        awaited.REGISTRAR_NOTICE,
        form_b.RETURN,
        MEETING_PACK,
        MEETING_MINUTES,
        LEARNING_LETTERS,
        ANNUAL_REPORT,
        letters.EARLIEST,
        drafts.KEPT,
        drafts.NOTIFICATION_KEPT,
    )
}
"""Every deadline whose length a panel may set, by its key: of cases, and of what else has one."""

FACTS: Mapping[str, str] = {
    "died": "the death",
    "notified": "the notification",
    "ncmd_submitted": "the notification to the national database",
    "forwarded": "the case passed on",
    "triaged": "the first check",
    "agencies_asked": "the first agency asked",
    "jar_triggered": "the beginning of the joint agency response",
    "jar_planned": "the planning discussion",
    "jar_visited": "the visit",
    "rapid_response_discussed": "the second discussion",
    "rapid_response_concluded": "the final discussion",
    "coroner_decided": "the coroner's decision to investigate or to order a post-mortem",
    "coroner_told": "the coroner's notice",
    "death_registered": "the registration of the death",
    "registrar_told": "the registrar's notice",
    "abuse_known": "the local authority's knowing of abuse or neglect",
    "serious_incident_notified": "the serious incident notification",
    "rapid_review": "the rapid review",
    "family_letter": "the first letter to the family",
    "review_meeting": "the child death review meeting",
    "ready": "the case being ready for panel",
    "reviewed": "the panel's review",
    "sent": "the request",
    "returned": "the return of the form",
    "meeting": "the meeting",
    "papers_sent": "the release of its pack",
    "minutes_sent": "the minutes shared",
    "letters_sent": "every recommendation sent",
    "year_end": "31 March",
    "report_built": "the report built",
    "due_and_last_changed": "the later of the day it was due and the last change",
    "last_changed": "the last change",
}
"""What each fact that starts or ends a deadline is called."""

APPLIES: Mapping[Callable[[CaseFacts], bool], str] = {
    every_case: "always",
    resident: "where the child lived in the panel's area",
    lived_elsewhere: "where the child lived elsewhere",
    entered_in_national_database: (
        "where the child lived in the panel's area, deaths since 1 April 2019 notified to this system"
    ),
    rapid_response_recorded: "where a rapid response is recorded, deaths from 2008 to 28 June 2018",
    abuse_known: "where the local authority knew of abuse or neglect",
    taken_in_here: "deaths notified to this system",
    asked_by_this_panel: "where the child lived in the panel's area, deaths notified to this system",
    joint_agency_response_begun: "where a joint agency response began",
    first_letter_awaited_or_sent: "where the child lived in the panel's area, deaths notified to this system",
    review_meeting_awaited_or_held: "where the child lived in the panel's area, deaths since 29 June 2018",
}
"""When a deadline applies, in words."""

RECORDED = frozenset(
    (
        "died notified ncmd_submitted forwarded reviewed triaged agencies_asked jar_triggered jar_planned jar_visited "
        "family_letter review_meeting ready abuse_known serious_incident_notified rapid_review "
        "rapid_response_discussed rapid_response_concluded"
    ).split()
)
"""The facts that the case file records so far."""

_KEPT_ELSEWHERE = (
    *(awaited.CORONER_NOTICE, awaited.REGISTRAR_NOTICE, form_b.RETURN, drafts.KEPT, drafts.NOTIFICATION_KEPT),
    *(MEETING_PACK, MEETING_MINUTES, LEARNING_LETTERS, ANNUAL_REPORT, letters.EARLIEST),
)
# Recorded beside the case file: on awaited notifications, requests, drafts, meetings and reports.


def is_kept(deadline: Deadline) -> bool:
    """Say whether both facts of a deadline are recorded, so that this system counts it."""
    return deadline.key in {each.key for each in _KEPT_ELSEWHERE} or {deadline.starts, deadline.met} <= RECORDED


def standings(
    facts: CaseFacts,
    now: datetime,
    deadlines: Iterable[Deadline] = DEADLINES,
    recorded: Collection[str] = RECORDED,
) -> tuple[Standing, ...]:
    """Return how each deadline stands that applies to the case and whose facts are `recorded`, in order."""
    known = (row for row in deadlines if row.starts in recorded and row.met in recorded)
    stands = (standing(row, facts, now) for row in known)
    return tuple(each for each in stands if each.kind is not StandingKind.DOES_NOT_APPLY)


def open_due(facts: CaseFacts, deadlines: Iterable[Deadline] = DEADLINES) -> dict[str, Moment]:
    """Return when each deadline of a case falls, by key: of those that apply, have begun and are not met."""
    found = {}
    for row in deadlines:
        is_open = {row.starts, row.met} <= RECORDED and row.applies(facts) and moment_of(facts, row.met) is None
        if is_open and (last := due(row, facts)) is not None:
            found[row.key] = last
    return found


def sentences(facts: CaseFacts, settings: Iterable[Setting], now: datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return in words what is still to be done on a case and what was done, under the rules of its time."""
    rows = in_force(DEADLINES, settings, facts.notified_on or day_in_england(now))
    found = standings(facts, now, rows)
    done = (StandingKind.MET, StandingKind.MET_LATE)
    return (
        # What has not begun is nobody's task yet.
        tuple(sentence(each) for each in found if each.kind not in (*done, StandingKind.NOT_STARTED)),
        tuple(sentence(each) for each in found if each.kind in done),
    )
