"""Which case goes to which meeting, as a proposal: every case in time where that can be, themed meetings filled, oldest
first, nobody without a quorum.

Two mixed-integer programmes, solved by HiGHS in scipy: the first finds for how many cases the limit can be kept, the
second keeps that number and waits least, where a day of an old case counts for more. Sources: cases do not wait unduly
for a theme, and about twelve months at most (domain reference 6.6); the rest is accepted practice.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

THEME_IS_WORTH = 150
"""Days for which a case may wait longer to be reviewed where its theme is, within its limit."""
TOGETHER_IS_WORTH = 90
"""The same where another case of its family is at the meeting: what is learnt of one child is learnt of both."""
LEFT_OVER_DAYS = 60
"""How long after the last meeting a case that finds no room is taken to wait."""
SECONDS = 3
"""For each programme; what was found by then is proposed."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that is ready for panel. `limit_on` is the last day on which it is in time, None where there is none.

    It is not planned for the meetings in `not_quorate_at`: there too few would be left who may stay for it. `family`
    are the keys of the cases of its family, `family_at` those of the meetings that have one of them already.
    """

    key: str
    since: date
    limit_on: date | None = None
    minutes: int = 0
    themes: frozenset[str] = frozenset()
    not_quorate_at: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    family_at: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Room:
    """A meeting with room for so many more cases, and, where it is known, for so many minutes."""

    key: str
    on: date
    places: int
    minutes: int | None = None
    theme: str | None = None

    def takes(self, case: Waiting) -> bool:
        """Say whether this meeting may have the case at all: a themed one has cases of its theme only."""
        is_of_theme = self.theme is None or self.theme in case.themes
        return is_of_theme and self.key not in case.not_quorate_at and self.places > 0


@dataclass(frozen=True, slots=True)
class Proposed:
    """A case that is proposed for a meeting, and why; `is_late` where its limit is over by then."""

    case: Waiting
    room: Room
    is_late: bool
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A case for which no meeting is proposed, and why."""

    case: Waiting
    is_late: bool
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is proposed: by meeting and then by how long a case has waited; and what finds no room."""

    proposed: tuple[Proposed, ...] = ()
    left: tuple[LeftOver, ...] = ()
    late: int = field(default=0)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A case and a meeting that may have it, by their places in the lists."""

    case: int
    room: int


def plan(cases: Sequence[Waiting], rooms: Sequence[Room], *, today: date) -> Plan:
    """Return which case goes to which of the meetings, of which none is before `today`.

    No case is past its limit where all could be kept, and none is where it would not be quorate.
    """
    rooms = sorted(rooms, key=lambda room: (room.on, room.key))
    cases = sorted(cases, key=lambda case: (case.since, case.key))
    pairs = [_Pair(c, r) for c, case in enumerate(cases) for r, room in enumerate(rooms) if room.takes(case)]
    chosen = _chosen(cases, rooms, pairs, today) if pairs else ()
    at = {pairs[number].case: pairs[number].room for number in chosen}
    last = rooms[-1].on if rooms else today
    proposed = [Proposed(cases[c], rooms[r], _is_after(rooms[r].on, cases[c].limit_on)) for c, r in sorted(at.items())]
    used = {room.key: sum(each.room is room for each in proposed) for room in rooms}
    beside = {each.case.key: each.room.key for each in proposed}
    explained = [replace(each, because=_why(each, rooms, used, beside)) for each in proposed]
    left = [
        LeftOver(case, _is_after(last, case.limit_on), _why_left(case, rooms))
        for number, case in enumerate(cases)
        if number not in at
    ]
    late = sum(each.is_late for each in explained) + sum(each.is_late for each in left)
    return Plan(tuple(sorted(explained, key=lambda each: (each.room.on, each.case.since))), tuple(left), late)


def too_many(cases: int, most: int | None) -> int:
    """Return how many cases an agenda has beyond its room; none where the meeting does not say how many it takes."""
    return 0 if most is None else max(cases - most, 0)


def _chosen(cases: Sequence[Waiting], rooms: Sequence[Room], pairs: Sequence[_Pair], today: date) -> Collection[int]:
    """The numbers of the pairs that are proposed."""
    in_time = [not _is_after(rooms[pair.room].on, cases[pair.case].limit_on) for pair in pairs]
    last = rooms[-1].on
    # A case whose limit is after the last of these meetings may still be in time at a later one.
    counts = [
        is_in_time and (limit := cases[pair.case].limit_on) is not None and limit < last
        for pair, is_in_time in zip(pairs, in_time, strict=True)
    ]
    kept = _solved([-float(each) for each in counts], cases, rooms, pairs, ())
    most = sum(counts[number] for number in kept)
    costs = [_cost(cases[pair.case], rooms[pair.room], last, today) for pair in pairs]
    return _solved(costs, cases, rooms, pairs, ((counts, most),), _together(cases, pairs)) or kept


def _together(cases: Sequence[Waiting], pairs: Sequence[_Pair]) -> list[tuple[int, int]]:
    """The numbers of two pairs each that put two cases of one family at the same meeting."""
    number = {(cases[pair.case].key, pair.room): n for n, pair in enumerate(pairs)}
    return [
        (n, number[relative, pair.room])
        for n, pair in enumerate(pairs)
        for relative in sorted(cases[pair.case].family)
        if n < number.get((relative, pair.room), -1)
    ]


def _cost(case: Waiting, room: Room, last: date, today: date) -> float:
    """What it costs to put a case there rather than nowhere, always below 0: a day of an old case counts for more."""
    waited = max((today - case.since).days, 0)
    end = (last - today).days + LEFT_OVER_DAYS + THEME_IS_WORTH
    saved = end - (room.on - today).days
    own_theme = THEME_IS_WORTH if room.theme is not None else 0
    beside_family = TOGETHER_IS_WORTH if room.key in case.family_at else 0
    return -(1 + waited / 365) * (saved + own_theme + beside_family)


def _solved(
    costs: Sequence[float],
    cases: Sequence[Waiting],
    rooms: Sequence[Room],
    pairs: Sequence[_Pair],
    at_least: Sequence[tuple[Sequence[bool], int]],
    together: Sequence[tuple[int, int]] = (),
) -> Collection[int]:
    """The pairs that cost least: each case once, no meeting over its room, and of each of these sets so many.

    Two pairs that are chosen `together` cost less: of each two there is a column that is 1 only where both are.
    """
    # A large library: loaded when the first plan is made.
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    highest = [1.0] * len(cases) + [float(room.places) for room in rooms]
    highest += [float("inf") if room.minutes is None else float(room.minutes) for room in rooms]
    for number, pair in enumerate(pairs):
        weighed = ((pair.case, 1.0), (len(cases) + pair.room, 1.0))
        timed = ((len(cases) + len(rooms) + pair.room, float(cases[pair.case].minutes)),)
        for row, value in (*weighed, *timed):
            rows.append(row)
            columns.append(number)
            values.append(value)
    for number, two in enumerate(together, start=len(pairs)):
        for one in two:
            rows += [len(highest), len(highest)]
            columns += [number, one]
            values += [1.0, -1.0]
            highest.append(0.0)
    more = [0.0] * len(together)
    table = csr_array((values, (rows, columns)), shape=(len(highest), len(pairs) + len(together)))
    limits: list[Any] = [LinearConstraint(table, ub=highest)]
    limits += [LinearConstraint([[*map(float, members), *more]], lb=number) for members, number in at_least]
    found = milp(
        [*costs, *(-float(TOGETHER_IS_WORTH) for _two in together)],
        integrality=[1] * len(pairs) + [0] * len(together),
        bounds=Bounds(0, 1),
        constraints=limits,
        options={"time_limit": SECONDS},
    )
    return () if found.x is None else [number for number, value in enumerate(found.x[: len(pairs)]) if value > 0.5]


def _is_after(day: date, limit: date | None) -> bool:
    return limit is not None and day > limit


def _why(each: Proposed, rooms: Sequence[Room], used: dict[str, int], beside: dict[str, str]) -> tuple[str, ...]:
    """Why a case is proposed there, in plain words; `beside` is at which meeting each of the others is."""
    case, room = each.case, each.room
    found = []
    if room.theme is not None:
        found.append("the meeting is about its theme")
    if room.key in {*case.family_at, *(beside.get(relative) for relative in case.family)}:
        found.append("it is beside another case of the family")
    earlier = [other for other in rooms if other.on < room.on]
    if closed := [other for other in earlier if other.key in case.not_quorate_at]:
        found.append(f"without those who leave for it {len(closed)} earlier would not be quorate")
    taking = [other for other in earlier if other.takes(case)]
    full = [other for other in taking if used[other.key] >= other.places]
    if taking and len(full) == len(taking):
        found.append(
            "the earlier meetings that could have it are full of cases that wait longer or are nearer their limit"
        )
    elif taking and room.theme is None:
        found.append("the earlier meetings have no room or no time for it beside the others")
    elif not earlier:
        found.append("it is the next meeting")
    if case.limit_on is not None:
        found.append("its limit is over by then" if each.is_late else "it is in time")
    return tuple(found)


def _why_left(case: Waiting, rooms: Sequence[Room]) -> tuple[str, ...]:
    if not rooms:
        return ("no meeting with room is planned",)
    if all(room.key in case.not_quorate_at for room in rooms):
        return ("without those who leave for it no meeting would be quorate",)
    if not any(room.takes(case) for room in rooms):
        return ("the meetings with room are about other themes, or would not be quorate for it",)
    return ("the meetings are full of cases that wait longer or are nearer their limit",)
