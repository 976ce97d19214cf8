"""Several agencies on one form: nothing is lost, nothing invented, and what contradicts itself comes first."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.questionnaires.answer import BLANK, Answer
from cdop.questionnaires.comparison import Respondent, State, comparison, proposed, state
from cdop.questionnaires.form_b_2024 import FORM_B
from cdop.questionnaires.words import Kind, Need
from tests.questionnaires.sample import EXAMPLES, NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, SAMPLE, answered

YES, NO = Answer("yes"), Answer("no")
KNOWN_TO_NOBODY = Answer(non_answer=NOT_KNOWN)
ILL, WHEN, SERVICES, ILLNESS = (SAMPLE.question(key) for key in ("ill", "began_on", "services", "illness"))
EARLIER, LATER = Answer(date(2024, 2, 8)), Answer(date(2024, 2, 9))


def compared(*answers, spec=SAMPLE):
    """Compare what several agencies that are asked everything answered."""
    return comparison(spec, [Respondent(f"Agency {number}", None, each) for number, each in enumerate(answers)])


def row(found, key):
    (one,) = (each for each in found.rows if each.question.key == key)
    return one


@pytest.mark.parametrize(
    ("question", "answers", "expected"),
    [
        (ILL, (YES, NO), (YES, State.CONFLICT)),
        (ILL, (NO, YES, KNOWN_TO_NOBODY), (YES, State.CONFLICT)),
        (ILL, (YES, YES, BLANK), (YES, State.AGREED)),
        (ILL, (NO, BLANK), (NO, State.SINGLE)),
        (ILL, (NO, KNOWN_TO_NOBODY), (NO, State.SINGLE)),
        (ILL, (KNOWN_TO_NOBODY, Answer(non_answer=NOT_HELD)), (KNOWN_TO_NOBODY, State.NOT_KNOWN)),
        (ILL, (KNOWN_TO_NOBODY, BLANK), (KNOWN_TO_NOBODY, State.NOT_KNOWN)),
        (
            ILL,
            (KNOWN_TO_NOBODY, Answer(non_answer=NOT_APPLICABLE)),
            (Answer(non_answer=NOT_APPLICABLE), State.NOT_APPLICABLE),
        ),
        (ILL, (Answer(non_answer=NOT_HELD), BLANK), (Answer(non_answer=NOT_HELD), State.NOT_HELD)),
        (ILL, (BLANK, BLANK), (BLANK, State.EXPECTED_BLANK)),
        (SERVICES, (BLANK, BLANK), (BLANK, State.MISSING)),
        (WHEN, (EARLIER, LATER), (BLANK, State.CONFLICT)),
        (WHEN, (EARLIER, EARLIER), (EARLIER, State.AGREED)),
        (replace(WHEN, is_own=True), (EARLIER, LATER), (BLANK, State.SEVERAL)),
        (replace(ILL, is_own=True), (NO, YES), (YES, State.SEVERAL)),
        (SERVICES, (Answer(("school",)), Answer(("gp",))), (Answer(("gp", "school")), State.SEVERAL)),
        (ILLNESS, (Answer("A cold"), Answer("A cough")), (BLANK, State.SEVERAL)),
        (ILLNESS, (Answer("A cold"), Answer("a  COLD")), (Answer("A cold"), State.AGREED)),
    ],
)
def test_answers_to_one_question_come_to_what_the_order_of_the_reference_says(question, answers, expected):
    assert (proposed(question, answers), state(question, answers)) == expected


def test_comparison_has_conflicts_first_and_then_the_order_of_the_form():
    found = compared(answered(place="home", ill="yes", services=("gp",)), answered(place="home", ill="no"))
    assert [each.question.key for each in found.rows if each.is_conflict] == ["ill"]
    assert [each.question.key for each in found.rows][:3] == ["ill", "place", "illness"]
    assert [row(found, key).state for key in ("place", "services")] == [State.AGREED, State.SINGLE]
    assert (found.count(State.CONFLICT), found.respondents) == (1, ("Agency 0", "Agency 1"))


def test_cell_is_none_where_an_agency_is_not_asked_and_blank_where_it_did_not_answer():
    found = comparison(
        SAMPLE,
        [Respondent("A practice", "gp", answered(ill="no")), Respondent("The police", "police", answered(ill="yes"))],
    )
    assert row(found, "incident").cells == (None, BLANK)
    assert row(found, "illness").cells == (None, BLANK)
    assert (row(found, "incident").state, row(found, "illness").state) == (State.EXPECTED_BLANK, State.MISSING)
    assert not any(each.question.key == "place_other" for each in found.rows)


def test_comparison_of_nobody_has_no_row():
    assert compared().rows == ()


def test_rows_of_a_group_are_matched_by_the_one_whom_they_are_about():
    one = {("carer_relationship", "a1"): Answer("mother"), ("carer_smoked", "a1"): NO}
    other = {
        ("carer_relationship", "b1"): Answer("father"),
        ("carer_smoked", "b1"): NO,
        ("carer_relationship", "b2"): Answer("mother"),
        ("carer_smoked", "b2"): YES,
    }
    found = compared(one, other, spec=FORM_B)
    smoked = [each for each in found.rows if each.question.key == "carer_smoked"]
    assert [(each.row_title, each.cells, each.state) for each in smoked] == [
        ("Mother", (NO, YES), State.CONFLICT),
        ("Father", (None, NO), State.SINGLE),
    ]
    assert smoked[0].names == (("carer_smoked", "a1"), ("carer_smoked", "b2"))


def test_rows_of_which_an_agency_has_two_alike_stand_by_themselves():
    twice = {("carer_relationship", row): Answer("grandparent") for row in ("1", "2")}
    found = compared(twice, {("carer_relationship", "1"): Answer("grandparent")}, spec=FORM_B)
    who = [each for each in found.rows if each.question.key == "carer_relationship"]
    assert [(each.row_title, each.state) for each in who] == [
        ("Adult 1, Agency 0", State.SINGLE),
        ("Adult 2, Agency 0", State.SINGLE),
        ("Grandparent", State.SINGLE),
    ]


def test_what_an_agency_says_of_itself_contradicts_nobody():
    found = compared(
        answered(last_contact_on=date(2024, 1, 1), in_contact_at_death="yes"),
        answered(last_contact_on=date(2024, 1, 2), in_contact_at_death="no"),
        spec=FORM_B,
    )
    assert {row(found, key).state for key in ("last_contact_on", "in_contact_at_death")} == {State.SEVERAL}
    assert found.count(State.CONFLICT) == 0


SAID = st.sampled_from([YES, NO, BLANK, *(Answer(non_answer=each) for each in (NOT_KNOWN, NOT_APPLICABLE, NOT_HELD))])
FALLING = (YES, NO, Answer(non_answer=NOT_APPLICABLE), KNOWN_TO_NOBODY, Answer(non_answer=NOT_HELD), BLANK)


@given(st.lists(SAID, min_size=1, max_size=6))
def test_proposed_is_the_first_that_anybody_said_and_conflict_is_yes_and_no(said):
    assert proposed(ILL, said) == next(each for each in FALLING if each in said)
    assert (state(ILL, said) is State.CONFLICT) == ({YES, NO} <= set(said))
    assert proposed(ILL, said).is_blank == all(each.is_blank for each in said)


@given(st.lists(SAID, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_neither_order_nor_another_blank_changes_what_answers_come_to(said, chance):
    shuffled = [*said, BLANK]
    chance.shuffle(shuffled)
    assert (proposed(ILL, shuffled), state(ILL, shuffled)) == (proposed(ILL, said), state(ILL, said))


KEYS = [key for key in EXAMPLES if key not in ("place_other", "illness")]
RESPONSES = st.dictionaries(
    st.sampled_from([(key, "") for key in KEYS]),
    st.one_of(st.just(BLANK), st.just(Answer(non_answer=NOT_KNOWN))),
    max_size=6,
)


@given(st.lists(st.tuples(RESPONSES, st.sets(st.sampled_from(KEYS))), min_size=1, max_size=4))
def test_comparison_loses_no_answer_and_invents_none(drawn):
    responses = [{**blanks, **{(key, ""): EXAMPLES[key][0] for key in keys}} for blanks, keys in drawn]
    found = compared(*responses)
    for number, response in enumerate(responses):
        shown = {each.names[number]: each.cells[number] for each in found.rows if each.cells[number] is not None}
        given_answers = {name: each for name, each in response.items() if not each.is_blank}
        assert {name: each for name, each in shown.items() if not each.is_blank} == given_answers
    order = [each.is_conflict for each in found.rows]
    assert order == sorted(order, reverse=True)
    for each in found.rows:
        said = [cell for cell in each.cells if cell is not None]
        assert each.proposed in (*said, BLANK) or each.question.kind is Kind.CHOICES
        assert (each.state is State.EXPECTED_BLANK) == (
            all(cell.is_blank for cell in said) and each.question.need is not Need.OPTIONAL
        )
