"""How long a case has waited, and for whom (domain reference 1.8).

No statute stops the clock, so a hold hides nothing: elapsed days run from the death to the review, active days are
those without a hold, and each party has its own days, which may be the days of others too. The days on which nobody
else is waited for are the panel's own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cdop.rules.vocabulary import HoldKind


class Party(StrEnum):
    """Who is waited for, apart from an agency, which has its own name.

    Of a case that a register brought, what happened between its days is not on record.
    """

    NOTIFIER = "whoever notifies"
    CORONER = "the coroner"
    PATHOLOGY = "pathology"
    POLICE = "the police and prosecution"
    REVIEW = "another review"
    ABROAD = "information from abroad"
    FAMILY = "the family, who asked for time"
    SCHEDULING = "a panel meeting"
    US = "us"
    NOT_RECORDED = "not recorded"


OF_HOLD = {
    HoldKind.INQUEST: Party.CORONER,
    HoldKind.POST_MORTEM: Party.PATHOLOGY,
    HoldKind.GENETICS: Party.PATHOLOGY,
    HoldKind.CRIMINAL: Party.POLICE,
    HoldKind.PATIENT_SAFETY: Party.REVIEW,
    HoldKind.PERINATAL_REVIEW: Party.REVIEW,
    HoldKind.MATERNITY_INVESTIGATION: Party.REVIEW,
    HoldKind.SAFEGUARDING_REVIEW: Party.REVIEW,
    HoldKind.CUSTODY: Party.REVIEW,
    HoldKind.REGULATOR: Party.REVIEW,
    HoldKind.OVERSEAS: Party.ABROAD,
    HoldKind.FAMILY_REQUEST: Party.FAMILY,
    HoldKind.THEMED_PANEL: Party.SCHEDULING,
}
"""Whom a case on hold waits for. An agency that has not returned its form is a wait and never a hold."""

Span = tuple[date, date]
"""From the first day waited to the day it ended, which is not counted."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait for somebody: an agency by its name, or another party. It goes on where it has no end."""

    party: str
    started_on: date
    ended_on: date | None = None
    is_hold: bool = False


@dataclass(frozen=True, slots=True)
class Waited:
    """All waits for one party on one case, without counting a day twice."""

    party: str
    spans: tuple[Span, ...]
    is_waiting: bool

    @property
    def days(self) -> int:
        """For how many days the case has waited for it."""
        return _days(self.spans)


@dataclass(frozen=True, slots=True)
class Waits:
    """A case from the death to its review, or to today: its days, and for whom they were spent, longest first."""

    start: date
    end: date
    active: int
    rows: tuple[Waited, ...]

    @property
    def elapsed(self) -> int:
        """Days from the death: what national timeliness is measured by."""
        return (self.end - self.start).days

    @property
    def held(self) -> int:
        """Days on hold."""
        return self.elapsed - self.active

    def places(self, row: Waited) -> tuple[tuple[int, int], ...]:
        """Return where each span of a row lies: days since the death, and days that it is long."""
        return tuple(((first - self.start).days, (last - first).days) for first, last in row.spans)


def waits(
    died_on: date, reviewed_on: date | None, found: Iterable[Wait], *, rest: Party = Party.US, today: date
) -> Waits:
    """Return for whom a case has waited from the death to its review, or to today where it is not reviewed.

    The days that are nobody else's are those of `rest`.
    """
    end = max(died_on, reviewed_on or today)
    by_party: dict[str, list[Wait]] = defaultdict(list)
    for wait in found:
        by_party[wait.party].append(wait)
    rows = [_waited(party, each, died_on, end, is_open=reviewed_on is None) for party, each in by_party.items()]
    all_spans = joined(span for row in rows for span in row.spans)
    ours = _between(all_spans, died_on, end)
    is_ours = reviewed_on is None and not any(row.is_waiting for row in rows)
    rows = [row for row in (*rows, Waited(rest, ours, is_ours)) if row.spans or row.is_waiting]
    holds = (_clipped(wait, died_on, end) for each in by_party.values() for wait in each if wait.is_hold)
    held = _days(joined(span for span in holds if span[0] < span[1]))
    ordered = sorted(rows, key=lambda row: (-row.days, row.party == rest, row.party))
    return Waits(died_on, end, (end - died_on).days - held, tuple(ordered))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap or touch as one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def _waited(party: str, found: Iterable[Wait], start: date, end: date, *, is_open: bool) -> Waited:
    found = tuple(found)
    spans = joined(span for wait in found if (span := _clipped(wait, start, end))[0] < span[1])
    return Waited(party, spans, is_open and any(wait.ended_on is None for wait in found))


def _clipped(wait: Wait, start: date, end: date) -> Span:
    return max(wait.started_on, start), min(wait.ended_on or end, end)


def _between(spans: Iterable[Span], start: date, end: date) -> tuple[Span, ...]:
    """What is left from `start` to `end` beside spans that are in order and apart."""
    left = []
    for first, last in spans:
        if start < first:
            left.append((start, first))
        start = last
    return (*left, (start, end)) if start < end else tuple(left)


def _days(spans: Iterable[Span]) -> int:
    return sum(((end - start) for start, end in spans), timedelta()).days
