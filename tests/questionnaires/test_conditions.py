"""A condition holds, or does not, by what is answered; what is left of it can only change on the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.questionnaires.answer import Answer
from cdop.questionnaires.condition_words import only_if
from cdop.questionnaires.conditions import All, Any, Is, Not, holds, keys, settled
from tests.questionnaires.sample import NOT_KNOWN, SAMPLE, answered

ILL, HOME, GP = Is("ill", ("yes",)), Is("place", ("home", "hospital")), Is("services", ("gp",))


@pytest.mark.parametrize(
    ("when", "answers", "expected"),
    [
        (None, {}, True),
        (ILL, {}, False),
        (ILL, answered(ill="yes"), True),
        (ILL, answered(ill=NOT_KNOWN), False),
        (HOME, answered(place="hospital"), True),
        (GP, answered(services=("school", "gp")), True),
        (GP, answered(services=("school",)), False),
        (Not(ILL), {}, True),
        (All((ILL, HOME)), answered(ill="yes"), False),
        (All((ILL, HOME)), answered(ill="yes", place="home"), True),
        (Any((ILL, HOME)), answered(place="home"), True),
        (Any((ILL, HOME)), answered(place="elsewhere"), False),
    ],
)
def test_condition_holds_by_what_is_answered(when, answers, expected):
    assert holds(when, answers) is expected


def test_condition_in_a_row_looks_at_its_own_row_first():
    answers = {("at_home", "01"): Answer("no"), ("at_home", "02"): Answer("yes"), ("ill", ""): Answer("yes")}
    away = Is("at_home", ("no",))
    assert [holds(away, answers, row) for row in ("01", "02", "")] == [True, False, False]
    assert holds(All((away, ILL)), answers, "01")


def test_keys_are_those_of_every_part():
    assert [*keys(All((ILL, Not(Any((HOME, GP))))))] == ["ill", "place", "services"]
    assert [*keys(None)] == []


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (ILL, "the answer to A3 is “Yes”"),
        (Not(ILL), "the answer to A3 is not “Yes”"),
        (HOME, "the answer to A1 is “Home” or “Hospital”"),
        (All((ILL, HOME)), "the answer to A3 is “Yes” and the answer to A1 is “Home” or “Hospital”"),
        (Any((ILL, GP)), "the answer to A3 is “Yes” or the answer to B1 is “GP practice”"),
        (
            Not(Any((ILL, GP))),
            "it is not so that the answer to A3 is “Yes” or the answer to B1 is “GP practice”",
        ),
    ],
)
def test_condition_in_words_names_questions_and_answers(when, words):
    assert only_if(SAMPLE, when) == f"Answer this only if {words}."


def test_condition_settles_as_far_as_answers_elsewhere_decide():
    answers, open_keys = answered(ill="yes", place="elsewhere"), frozenset({"services"})
    assert settled(None, answers, open_keys, "") is True
    assert settled(All((ILL, GP)), answers, open_keys, "") == GP
    assert settled(All((HOME, GP)), answers, open_keys, "") is False
    assert settled(Any((ILL, GP)), answers, open_keys, "") is True
    assert settled(Any((HOME, GP)), answers, open_keys, "") == GP
    assert settled(Not(GP), answers, open_keys, "") == Not(GP)
    assert settled(Not(HOME), answers, open_keys, "") is True
    assert settled(Any((GP, Not(GP))), answers, open_keys, "") == Any((GP, Not(GP)))


TESTS = st.sampled_from([ILL, HOME, GP, Is("at_home", ("no",))])
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: (
        st.builds(All, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Any, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Not, inner)
    ),
    max_leaves=6,
)
VALUES = {"ill": ["yes", "no"], "place": ["home", "elsewhere"], "services": [("gp",), ("school",)], "at_home": ["no"]}


@given(
    when=CONDITIONS,
    open_keys=st.frozensets(st.sampled_from(sorted(VALUES))),
    chosen=st.fixed_dictionaries({key: st.sampled_from([None, *values]) for key, values in VALUES.items()}),
)
def test_settled_condition_holds_exactly_where_the_whole_one_does(when, open_keys, chosen):
    answers = answered(**{key: value for key, value in chosen.items() if value is not None})
    left = settled(when, {n: a for n, a in answers.items() if n[0] not in open_keys}, open_keys, "")
    assert (left if isinstance(left, bool) else holds(left, answers)) is holds(when, answers)
