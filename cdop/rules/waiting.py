"""How long cases will wait for the panel at today's pace, and what one more meeting would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cdop.rules.durations import months_after
from cdop.rules.planner import Plan, Room

DAYS_A_MONTH = 30.4375
PANEL_MONTHS, LONGEST_MONTHS = 6, 12
"""A local target from the death to the review, and the most that a case should wait (domain reference 6.6)."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the wait stands. `ready_a_month` become ready, `places_a_month` have room; months until who is ready today.

    `months` is None where the meetings that are planned do not reach so far.
    """

    waiting: int
    places: int
    ready_a_month: float
    places_a_month: float
    months: float | None

    @property
    def grows(self) -> bool:
        """Whether more become ready than the meetings have room for."""
        return self.ready_a_month > self.places_a_month


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one more meeting would do: how many more cases find room, how many fewer are late, how much sooner each is.

    `days_sooner` is the mean over the cases that find room both ways.
    """

    on: date
    theme: str | None
    more_proposed: int
    fewer_late: int
    days_sooner: int


def limit(died_on: date, today: date) -> date:
    """Return the last day on which a review is in time: six months after the death, or twelve once those are over."""
    target = months_after(died_on, PANEL_MONTHS)
    return target if target >= today else months_after(died_on, LONGEST_MONTHS)


def outlook(waiting: int, rooms: Sequence[Room], ready_last_year: int, *, today: date) -> Outlook:
    """Return how the wait stands; `ready_last_year` cases became ready in the last twelve months."""
    ahead = sorted(rooms, key=lambda room: room.on)
    places, months = 0, None
    for room in ahead:
        places += room.places
        if months is None and places > waiting:
            months = (room.on - today).days / DAYS_A_MONTH
    span = max((ahead[-1].on - today).days, 365) if ahead else 365
    return Outlook(waiting, places, ready_last_year / 12, places / (span / DAYS_A_MONTH), months)


def day_of_one_more(rooms: Sequence[Room], *, today: date) -> date:
    """Return a day in the middle of the longest gap between meetings."""
    days = [today, *sorted({room.on for room in rooms})]
    gaps = [(later - earlier, earlier) for earlier, later in pairwise(days)]
    if not gaps:
        return today + timedelta(days=42)
    longest, begins = max(gaps, key=lambda gap: gap[0])
    return begins + longest / 2


def one_more(before: Plan, after: Plan, room: Room) -> OneMore:
    """Return what a plan with one more meeting has over the plan without it."""
    more = len(after.proposed) - len(before.proposed)
    was = {each.case.key: each.room.on for each in before.proposed}
    sooner = [(was[each.case.key] - each.room.on).days for each in after.proposed if each.case.key in was]
    mean = round(sum(sooner) / len(sooner)) if sooner else 0
    return OneMore(room.on, room.theme, more, before.late - after.late, mean)
