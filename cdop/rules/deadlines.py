"""How a deadline is counted and how it stands; the rows themselves are in `deadline_table`.

Instants are aware and in UTC. A day that a law or a panel counts by is a civil day in England, and a deadline
that falls on a day lasts to the end of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import ceil

from cdop.rules.dates import LONDON, written_date, written_moment
from cdop.rules.durations import months_after
from cdop.rules.facts import CaseFacts
from cdop.rules.numbers import counted
from cdop.rules.vocabulary import CaseStatus
from cdop.rules.working_days import add_working_days

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

    A fact is named without its ending: "died" is `died_at` where the time is known, else `died_on`. `is_before`: it is
    counted back from its fact, as what must be done before a meeting.
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
    is_before: bool = False


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


def moment_of(facts: CaseFacts, name: str) -> Moment | None:
    """Return when a fact happened, by its name without its ending: the instant where it is known, else the day."""
    at: datetime | None = getattr(facts, f"{name}_at", None)
    on: date | None = getattr(facts, f"{name}_on", None)
    return on if at is None else at


def due(deadline: Deadline, facts: CaseFacts) -> Moment | None:
    """Return the last moment in time, None where the clock has not started.

    It is an instant in UTC for hours counted from a known time, else a day that counts to its end.
    """
    start = moment_of(facts, deadline.starts)
    return None if start is None else falls(deadline, start)


def longest(deadline: Deadline) -> timedelta:
    """Return a time that a deadline never exceeds, weekends and holidays included."""
    days = {
        Unit.HOURS: deadline.length // 24 + 2,
        Unit.DAYS: deadline.length,
        Unit.WEEKS: 7 * deadline.length,
        Unit.WORKING_DAYS: 2 * deadline.length + 14,
        Unit.MONTHS: 31 * deadline.length,
    }
    return timedelta(days=days[deadline.unit])


def falls(deadline: Deadline, start: Moment) -> Moment:
    """Return the last moment in time of a deadline whose clock starts at `start`; see `due`."""
    length = -deadline.length if deadline.is_before else deadline.length
    if deadline.unit is Unit.HOURS and isinstance(start, datetime):
        return start.astimezone(UTC) + timedelta(hours=length)
    return _AFTER[deadline.unit](day_in_england(start), length)


def due_on(deadline: Deadline, facts: CaseFacts) -> date | None:
    """Return the day in England on which the deadline falls, None where the clock has not started."""
    moment = due(deadline, facts)
    return None if moment is None else day_in_england(moment)


def due_at(deadline: Deadline, facts: CaseFacts) -> datetime | None:
    """Return the instant in UTC at which the time is up: for a day, the midnight in London that ends it."""
    moment = due(deadline, facts)
    if moment is None or isinstance(moment, datetime):
        return moment
    return start_of(moment + timedelta(days=1))


def start_of(day: date) -> datetime:
    """Return the midnight in London with which a day begins, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def standing(deadline: Deadline, facts: CaseFacts, now: datetime) -> Standing:
    """Return how a deadline stands at the instant `now`.

    What was done although its clock never started cannot be judged: the deadline does not apply.
    """
    if facts.status is CaseStatus.NOT_FOR_REVIEW or not deadline.applies(facts):
        return Standing(deadline, StandingKind.DOES_NOT_APPLY)
    last, met = due(deadline, facts), moment_of(facts, deadline.met)
    if last is None:
        return Standing(deadline, StandingKind.DOES_NOT_APPLY if met else StandingKind.NOT_STARTED, met=met)
    left, unit = _left(last, met or now)
    kind = _kind(left, unit, met is not None)
    return Standing(deadline, kind, last, met, abs(left), unit)


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


def _from_on(setting: Setting) -> date:
    return setting[1]


def _left(last: Moment, at: Moment) -> tuple[int, Unit]:
    """Whole hours between two instants, else days; below nought where `at` is too late, be it by a second."""
    if isinstance(last, datetime) and isinstance(at, datetime):
        return (last - at) // timedelta(hours=1), Unit.HOURS
    return (day_in_england(last) - day_in_england(at)).days, Unit.DAYS


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
