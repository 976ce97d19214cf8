"""For whom a case waits and how long: a hold hides nothing, and no day is counted twice for one party."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cdop.rules.vocabulary import HoldKind
from cdop.rules.waits import OF_HOLD, Party, Wait, joined, waits

DIED, TODAY = date(2026, 5, 1), date(2026, 11, 20)
days = st.integers(-30, 260).map(lambda number: DIED + timedelta(days=number))
spans = st.tuples(days, st.none() | days).filter(lambda span: span[1] is None or span[0] <= span[1])
some = st.lists(st.tuples(st.sampled_from(["A surgery", Party.CORONER, Party.POLICE]), spans, st.booleans()))


def day(number: int) -> date:
    return DIED + timedelta(days=number)


def test_every_party_has_its_own_days_and_what_is_left_is_ours() -> None:
    found = waits(
        DIED,
        None,
        [
            Wait(Party.NOTIFIER, DIED, day(2)),
            Wait("A surgery", day(5), day(30)),
            Wait("A school", day(5)),
            # An inquest and a criminal investigation overlap; the second hold of the coroner overlaps the first.
            Wait(Party.CORONER, day(10), day(50), is_hold=True),
            Wait(Party.CORONER, day(40), day(60), is_hold=True),
            Wait(Party.POLICE, day(20), day(80), is_hold=True),
        ],
        today=day(100),
    )

    assert {row.party: (row.days, row.is_waiting) for row in found.rows} == {
        "A school": (95, True),
        Party.POLICE: (60, False),
        Party.CORONER: (50, False),
        "A surgery": (25, False),
        Party.US: (3, False),
        Party.NOTIFIER: (2, False),
    }
    assert (found.elapsed, found.active, found.held) == (100, 30, 70)


def test_case_that_waits_for_nobody_else_waits_for_us_until_its_review() -> None:
    open_one, reviewed = (waits(DIED, end, [], today=TODAY) for end in (None, day(40)))

    assert [(row.party, row.days, row.is_waiting) for row in open_one.rows] == [(Party.US, 203, True)]
    assert [(row.party, row.days, row.is_waiting) for row in reviewed.rows] == [(Party.US, 40, False)]


def test_wait_of_today_has_no_day_yet_and_is_told() -> None:
    found = waits(DIED, None, [Wait("A surgery", TODAY)], today=TODAY)

    assert [(row.party, row.days, row.is_waiting) for row in found.rows] == [
        (Party.US, 203, False),
        ("A surgery", 0, True),
    ]


def test_every_kind_of_hold_waits_for_somebody_named() -> None:
    assert OF_HOLD.keys() == set(HoldKind)
    assert not {Party.US, Party.NOTIFIER} & set(OF_HOLD.values())


@given(some, st.none() | days.filter(lambda end: end >= DIED))
def test_days_are_those_counted_one_by_one(found: list[tuple[str, tuple[date, date | None], bool]], end: date) -> None:
    told = [Wait(party, start, until, is_hold) for party, (start, until), is_hold in found]
    result = waits(DIED, end, told, today=TODAY)
    last = end or TODAY
    every = [DIED + timedelta(days=number) for number in range((last - DIED).days)]

    def waited_on(each: date, party: str | None = None, *, is_held: bool = False) -> bool:
        return any(
            (party in (None, wait.party) and (wait.is_hold or not is_held))
            and wait.started_on <= each < (wait.ended_on or last)
            for wait in told
        )

    by_party = {row.party: row.days for row in result.rows}
    for party in {wait.party for wait in told}:
        assert by_party.get(party, 0) == sum(waited_on(each, party) for each in every)
    assert by_party.get(Party.US, 0) == sum(not waited_on(each) for each in every)
    assert result.active == sum(not waited_on(each, is_held=True) for each in every)


@given(st.lists(st.tuples(days, days).filter(lambda span: span[0] < span[1])))
def test_joined_spans_are_in_order_and_apart(found: list[tuple[date, date]]) -> None:
    result = joined(found)

    assert all(one[1] < other[0] for one, other in pairwise(result))
