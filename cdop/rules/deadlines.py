"""What is due on a case, and when: one row per deadline, with the lengths a panel may change.

Instants are aware and in UTC. A day that a law or a panel counts by is a civil day in England, and a deadline
that falls on a day lasts to the end of it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import ceil

from cdop.rules.dates import LONDON, written_date, written_moment
from cdop.rules.durations import months_after
from cdop.rules.facts import CaseFacts
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import Residency
from cdop.rules.working_days import add_working_days

REVIEWS_BY_LAW_SINCE = date(2018, 6, 29)
"""The day sections 16M to 16Q of the Children Act 2004 came into force."""

NATIONAL_DATABASE_SINCE = date(2019, 4, 1)
"""The day the National Child Mortality Database began."""

GUIDANCE = "Child Death Review Statutory and Operational Guidance (England) 2018"

Moment = date | datetime
"""An instant where the time is known, else the civil day."""

Setting = tuple[str, date, int]
"""A panel's own length of a deadline: its key, from which day, the length in the deadline's unit."""


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    WORKING_DAYS = "working days"
    MONTHS = "months"


class Basis(StrEnum):
    """How sure the default is; a panel should check all but the first before it relies on it."""

    SEEN = "seen in print"
    NOT_SEEN = "known, not seen in print"
    LOCAL = "local practice"
    PROPOSED = "proposed default"


@dataclass(frozen=True, slots=True)
class Deadline:
    """`length` units after the fact `starts`, for the fact `met`, on the cases that it applies to.

    A fact is named without its ending: "died" is `died_at` where the time is known, else `died_on`.
    """

    key: str
    label: str
    starts: str
    length: int
    unit: Unit
    met: str
    source: str
    basis: Basis
    applies: Callable[[CaseFacts], bool]


class StandingKind(StrEnum):
    DOES_NOT_APPLY = "does not apply"
    NOT_STARTED = "not started"
    RUNNING = "running"
    DUE_TODAY = "due today"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met late"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deadline stands: `count` days or hours (see `unit`) are or were left, or it is that much late."""

    deadline: Deadline
    kind: StandingKind
    due: Moment | None = None
    met: Moment | None = None
    count: int = 0
    unit: Unit = Unit.DAYS


def every_case(facts: CaseFacts) -> bool:
    """Say yes: the deadline applies whoever the child was."""
    return True


def resident(facts: CaseFacts) -> bool:
    """Say whether this panel leads the review: the child lived in its area (Children Act 2004 s16M)."""
    return facts.residency is Residency.RESIDENT


def lived_elsewhere(facts: CaseFacts) -> bool:
    """Say whether another panel leads the review."""
    return facts.residency is Residency.ELSEWHERE


def died_since_national_database(facts: CaseFacts) -> bool:
    """Say whether the death is one that the national database collects."""
    return facts.died_on is not None and facts.died_on >= NATIONAL_DATABASE_SINCE


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
        applies=died_since_national_database,
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
        label="Agencies asked for their reporting forms",
        starts="notified",
        length=2,
        unit=Unit.WORKING_DAYS,
        met="agencies_asked",
        source="Requests go out by the second day: records become hard to reach once a death is registered; proposed",
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
)

RECORDED = frozenset(
    "died notified reviewed triaged jar_triggered jar_planned jar_visited family_letter review_meeting ready".split()
)
"""The facts that the case file records so far.

A deadline that begins or ends with another is not shown: nobody could tell it that it was met.
"""

_AFTER: dict[Unit, Callable[[date, int], date]] = {
    # From a day whose hour is not known, hours are whole days, so that nobody is called late who may not be.
    Unit.HOURS: lambda day, length: day + timedelta(days=ceil(length / 24)),
    Unit.DAYS: lambda day, length: day + timedelta(days=length),
    Unit.WEEKS: lambda day, length: day + timedelta(weeks=length),
    Unit.WORKING_DAYS: add_working_days,
    Unit.MONTHS: months_after,
}


def in_force(defaults: Iterable[Deadline], settings: Iterable[Setting], on: date) -> tuple[Deadline, ...]:
    """Return the deadlines with the lengths that the panel had set by the day `on`.

    Pass the day a case was notified, so that it keeps the rule of its time. A setting of a key that is not
    among the defaults changes nothing.
    """
    lengths = {key: length for key, from_on, length in sorted(settings, key=_from_on) if from_on <= on}
    return tuple(replace(row, length=lengths[row.key]) if row.key in lengths else row for row in defaults)


def day_in_england(moment: Moment) -> date:
    """Return the civil day in England of a moment. Raises ValueError for an instant without a time zone."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("An instant without a time zone belongs to no day.")
    return moment.astimezone(LONDON).date()


def due(deadline: Deadline, facts: CaseFacts) -> Moment | None:
    """Return the last moment in time, None where the clock has not started.

    It is an instant in UTC for hours counted from a known time, else a day that counts to its end.
    """
    start = _moment(facts, deadline.starts)
    if start is None:
        return None
    if deadline.unit is Unit.HOURS and isinstance(start, datetime):
        return start.astimezone(UTC) + timedelta(hours=deadline.length)
    return _AFTER[deadline.unit](day_in_england(start), deadline.length)


def due_on(deadline: Deadline, facts: CaseFacts) -> date | None:
    """Return the day in England on which the deadline falls, None where the clock has not started."""
    moment = due(deadline, facts)
    return None if moment is None else day_in_england(moment)


def due_at(deadline: Deadline, facts: CaseFacts) -> datetime | None:
    """Return the instant in UTC at which the time is up: for a day, the midnight in London that ends it."""
    moment = due(deadline, facts)
    if moment is None or isinstance(moment, datetime):
        return moment
    return datetime.combine(moment + timedelta(days=1), time(), LONDON).astimezone(UTC)


def standing(deadline: Deadline, facts: CaseFacts, now: datetime) -> Standing:
    """Return how a deadline stands at the instant `now`.

    What was done although its clock never started cannot be judged: the deadline does not apply.
    """
    if not deadline.applies(facts):
        return Standing(deadline, StandingKind.DOES_NOT_APPLY)
    falls, met = due(deadline, facts), _moment(facts, deadline.met)
    if falls is None:
        return Standing(deadline, StandingKind.DOES_NOT_APPLY if met else StandingKind.NOT_STARTED, met=met)
    left, unit = _left(falls, met or now)
    kind = _kind(left, unit, met is not None)
    return Standing(deadline, kind, falls, met, abs(left), unit)


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


def sentence(standing: Standing) -> str:
    """Return the standing in words, such as "Panel review due by 3 November 2026 (in 12 days)"."""
    label, span = standing.deadline.label, _span(standing.count, standing.unit)
    by, done = _written(standing.due), _written(standing.met and day_in_england(standing.met))
    match standing.kind:
        case StandingKind.DOES_NOT_APPLY:
            return f"{label}: no date applies"
        case StandingKind.NOT_STARTED:
            return f"{label}: not due yet"
        case StandingKind.RUNNING:
            return f"{label} due by {by} (in {span})"
        case StandingKind.DUE_TODAY:
            return f"{label} due today, {by}"
        case StandingKind.OVERDUE:
            return f"{label} was due by {by} ({span} ago)"
        case StandingKind.MET:
            return f"{label} done on {done}"
        case StandingKind.MET_LATE:
            return f"{label} done on {done}, {span} after it was due"


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


def _from_on(setting: Setting) -> date:
    return setting[1]


def _moment(facts: CaseFacts, name: str) -> Moment | None:
    at: datetime | None = getattr(facts, f"{name}_at", None)
    on: date | None = getattr(facts, f"{name}_on", None)
    return on if at is None else at


def _left(falls: Moment, at: Moment) -> tuple[int, Unit]:
    """Whole hours between two instants, else days; below nought where `at` is too late, be it by a second."""
    if isinstance(falls, datetime) and isinstance(at, datetime):
        return (falls - at) // timedelta(hours=1), Unit.HOURS
    return (day_in_england(falls) - day_in_england(at)).days, Unit.DAYS


def _kind(left: int, unit: Unit, is_met: bool) -> StandingKind:
    if is_met:
        return StandingKind.MET if left >= 0 else StandingKind.MET_LATE
    if left < 0:
        return StandingKind.OVERDUE
    return StandingKind.DUE_TODAY if left == 0 and unit is Unit.DAYS else StandingKind.RUNNING


def _span(count: int, unit: Unit) -> str:
    if unit is Unit.HOURS and count >= 48:
        count, unit = count // 24, Unit.DAYS
    if count == 0:
        return "less than an hour"
    return counted(count, unit.removesuffix("s"))


def _written(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return written_moment(moment) if isinstance(moment, datetime) else written_date(moment)
