"""The planner: never past the limit where that can be helped, never without a quorum, oldest first, all explained."""

from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from cdop.rules.planner import Plan, Room, Waiting, plan
from cdop.rules.waiting import day_of_one_more, limit, outlook

TODAY = date(2026, 11, 20)
THEMES = ("neonatal", "cardiac")


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


rooms = st.lists(
    st.builds(
        lambda number, places, minutes, theme: Room("", day(number), places, minutes, theme),
        st.integers(1, 90),
        st.integers(0, 2),
        st.sampled_from((None, 20, 40)),
        st.sampled_from((None, None, *THEMES)),
    ),
    max_size=3,
).map(lambda found: [Room(f"m{n}", r.on, r.places, r.minutes, r.theme) for n, r in enumerate(found)])
waiting = st.lists(
    st.builds(
        lambda since, limit_on, minutes, themes, not_at: Waiting("", day(-since), limit_on, minutes, themes, not_at),
        st.integers(0, 300),
        st.one_of(st.none(), st.integers(-30, 120).map(day)),
        st.sampled_from((15, 25)),
        st.frozensets(st.sampled_from(THEMES)),
        st.frozensets(st.sampled_from(("m0", "m1", "m2"))),
    ),
    max_size=4,
).map(
    lambda found: [
        Waiting(f"c{n}", w.since, w.limit_on, w.minutes, w.themes, w.not_quorate_at) for n, w in enumerate(found)
    ]
)


def most_in_time(cases: list[Waiting], meetings: list[Room]) -> int:
    """For how many cases the limit can be kept at these meetings, by trying everything there is."""
    last = max((room.on for room in meetings), default=TODAY)
    best = 0
    for chosen in product((None, *meetings), repeat=len(cases)):
        pairs = [(case, room) for case, room in zip(cases, chosen, strict=True) if room is not None]
        if all(room.takes(case) for case, room in pairs) and all(fits(pairs, room) for room in meetings):
            kept = [1 for case, room in pairs if case.limit_on and room.on <= case.limit_on < last]
            best = max(best, len(kept))
    return best


def fits(pairs: list[tuple[Waiting, Room]], room: Room) -> bool:
    own = [case for case, other in pairs if other is room]
    return len(own) <= room.places and (room.minutes is None or sum(case.minutes for case in own) <= room.minutes)


@settings(max_examples=60, deadline=None)
@given(waiting, rooms)
def test_no_case_is_past_its_limit_where_it_can_be_helped_and_none_is_without_a_quorum(
    cases: list[Waiting], meetings: list[Room]
) -> None:
    found = plan(cases, meetings, today=TODAY)
    pairs = [(each.case, each.room) for each in found.proposed]
    assert all(room.takes(case) and room.key not in case.not_quorate_at for case, room in pairs)
    assert all(fits(pairs, room) for room in meetings)
    assert sorted([*(case.key for case, _room in pairs), *(left.case.key for left in found.left)]) == sorted(
        case.key for case in cases
    )
    last = max((room.on for room in meetings), default=TODAY)
    kept = [1 for case, room in pairs if case.limit_on and room.on <= case.limit_on < last]
    assert len(kept) == most_in_time(cases, meetings)
    assert all(left.because for left in found.left)


def keys(found: Plan) -> dict[str, str]:
    return {each.case.key: each.room.key for each in found.proposed}


def test_those_that_wait_longest_come_first() -> None:
    cases = [Waiting("young", day(-10)), Waiting("old", day(-200)), Waiting("older", day(-250))]
    found = plan(cases, [Room("first", day(10), 1), Room("second", day(40), 1), Room("third", day(70), 1)], today=TODAY)
    assert keys(found) == {"older": "first", "old": "second", "young": "third"}


def test_case_waits_for_its_theme_but_not_past_its_limit() -> None:
    meetings = [Room("soon", day(10), 5), Room("themed", day(60), 5, theme="neonatal")]
    in_time = Waiting("in time", day(-5), day(90), themes=frozenset({"neonatal"}))
    too_late = Waiting("too late", day(-5), day(30), themes=frozenset({"neonatal"}))
    found = plan([in_time, too_late], meetings, today=TODAY)
    assert keys(found) == {"in time": "themed", "too late": "soon"}
    because = {each.case.key: each.because for each in found.proposed}
    assert because["in time"] == ("the meeting is about its theme", "it is in time")
    assert because["too late"] == ("it is the next meeting", "it is in time")


def test_conflict_sends_a_case_to_a_meeting_that_is_quorate_without_who_leaves() -> None:
    case = Waiting("case", day(-5), not_quorate_at=frozenset({"soon"}))
    (each,) = plan([case], [Room("soon", day(10), 5), Room("later", day(40), 5)], today=TODAY).proposed
    assert each.room.key == "later"
    assert each.because == ("without those who leave for it 1 earlier would not be quorate",)


def test_case_for_which_an_earlier_meeting_has_a_place_and_no_minutes_says_so() -> None:
    short = Room("soon", day(10), 5, minutes=20)
    cases = [Waiting("old", day(-90), minutes=15), Waiting("new", day(-5), minutes=15)]
    because = {
        each.case.key: each.because for each in plan(cases, [short, Room("later", day(40), 5)], today=TODAY).proposed
    }
    assert because["new"] == ("the earlier meetings have no room or no time for it beside the others",)


def test_cases_of_one_family_are_at_one_meeting_and_beside_the_one_that_is_on_an_agenda_already() -> None:
    meetings = [Room("soon", day(10), 1), Room("later", day(40), 2)]
    one = Waiting("one", day(-20), family=frozenset({"other"}))
    other = Waiting("other", day(-20), family=frozenset({"one"}))
    found = plan([one, other, Waiting("third", day(-5))], meetings, today=TODAY)
    assert keys(found) == {"one": "later", "other": "later", "third": "soon"}
    assert all(
        "it is beside another case of the family" in each.because for each in found.proposed if each.room.key == "later"
    )
    beside = Waiting("beside", day(-20), family_at=frozenset({"later"}))
    assert keys(plan([beside], meetings, today=TODAY)) == {"beside": "later"}
    in_time = Waiting("beside", day(-20), day(30), family_at=frozenset({"later"}))
    assert keys(plan([in_time], meetings, today=TODAY)) == {"beside": "soon"}


def test_what_finds_no_room_says_why() -> None:
    apart = Waiting("apart", day(-5), not_quorate_at=frozenset({"themed"}))
    other = Waiting("other", day(-5))
    found = plan([apart, other], [Room("themed", day(10), 5, theme="cardiac")], today=TODAY)
    assert {left.case.key: left.because for left in found.left} == {
        "apart": ("without those who leave for it no meeting would be quorate",),
        "other": ("the meetings with room are about other themes, or would not be quorate for it",),
    }


def test_limit_is_six_months_and_then_twelve() -> None:
    assert limit(date(2026, 8, 31), TODAY) == date(2027, 2, 28)
    assert limit(date(2026, 5, 1), TODAY) == date(2027, 5, 1)


def test_outlook_counts_the_months_until_a_case_of_today_finds_room() -> None:
    meetings = [Room("first", day(30), 2), Room("second", day(61), 2)]
    found = outlook(3, meetings, 48, today=TODAY)
    assert (found.places, found.ready_a_month, found.grows) == (4, 4.0, True)
    assert found.months is not None
    assert round(found.months, 1) == 2.0
    assert outlook(4, meetings, 0, today=TODAY).months is None
    assert day_of_one_more([Room("far", day(100), 1)], today=TODAY) == day(50)
