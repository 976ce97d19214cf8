"""Who may be shown what, mark by mark and reader by reader."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.rules import handling
from cdop.rules.handling import Reader, may_show, shown_to
from cdop.rules.vocabulary import HandlingMark

# Each mark with those who may not be shown it: while proceedings are open, and when none are.
KEPT_FROM = {
    HandlingMark.NOT_FAMILY: ({"the family"}, {"the family"}),
    HandlingMark.NOT_AGENCIES: ({"other agencies"}, {"other agencies"}),
    HandlingMark.NOT_PACK: ({"the panel's pack"}, {"the panel's pack"}),
    HandlingMark.PROCEEDINGS: ({"the family", "other agencies", "the panel's pack"}, set()),
}
MARKS = st.frozensets(st.sampled_from(HandlingMark))


@pytest.mark.parametrize(("mark", "reader"), [*product(HandlingMark, Reader)])
def test_each_mark_keeps_a_thing_from_whom_it_says_and_from_nobody_else(mark: HandlingMark, reader: Reader) -> None:
    while_open, afterwards = KEPT_FROM[mark]
    assert may_show({mark}, reader, are_proceedings_open=True) is (reader not in while_open)
    assert may_show({mark}, reader, are_proceedings_open=False) is (reader not in afterwards)


@given(MARKS, MARKS, st.sampled_from(Reader), st.booleans())
def test_more_marks_never_show_more(
    one: frozenset[HandlingMark], more: frozenset[HandlingMark], r: Reader, o: bool
) -> None:
    both = may_show(one | more, r, are_proceedings_open=o)
    assert both is (may_show(one, r, are_proceedings_open=o) and may_show(more, r, are_proceedings_open=o))


@given(MARKS)
def test_marks_are_kept_and_shown_whole_and_in_order(marks: frozenset[HandlingMark]) -> None:
    assert handling.loaded(handling.stored(marks)) == marks
    assert handling.labels(marks) == tuple(handling.LABELS[mark] for mark in HandlingMark if mark in marks)
    assert may_show(marks, Reader.OFFICERS, are_proceedings_open=True)
    assert may_show(marks, Reader.OWN_AGENCY, are_proceedings_open=True)


def test_of_several_things_those_are_shown_that_may_be() -> None:
    things, marks = {"a": 1, "b": 2}, {"b": frozenset({HandlingMark.NOT_FAMILY})}
    assert shown_to(Reader.FAMILY, things, marks, are_proceedings_open=False) == {"a"}
    assert shown_to(Reader.PACK, things, marks, are_proceedings_open=False) == {"a", "b"}
    assert set(handling.LABELS) == set(handling.HINTS) == set(handling.WITHHELD) == set(HandlingMark)
