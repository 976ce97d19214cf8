"""What is kept from a reader is told as withheld and nothing else: no answer that hangs on it gives it away."""

from hypothesis import given
from hypothesis import strategies as st

from cdop.questionnaires.answer import WITHHELD, Answer, AnswerKey
from cdop.questionnaires.completeness import asked
from cdop.questionnaires.conditions import Is, Not
from cdop.questionnaires.exports import answer_lines, answer_object
from cdop.questionnaires.kinds import fault
from cdop.questionnaires.spec import Question
from cdop.questionnaires.withholding import withholding
from cdop.questionnaires.words import Kind
from tests.questionnaires.sample import NOT_KNOWN, SECTION_B, answered, changed

WELL = Question("well", "B13", "Was the child otherwise well?", Kind.TEXT, when=Not(Is("ill", ("yes",))))
FORM = changed(SECTION_B, *SECTION_B.items, WELL)
WORDS = st.text("abc", min_size=1, max_size=3).map(Answer)
YES_NO = st.sampled_from([Answer("yes"), Answer("no"), Answer(non_answer=NOT_KNOWN)])
PLACES = st.sampled_from([Answer("home"), Answer("hospital"), Answer("elsewhere")])
GIVEN: dict[AnswerKey, st.SearchStrategy[Answer]] = {
    ("place", ""): PLACES,
    ("place_other", ""): WORDS,
    ("ill", ""): YES_NO,
    ("illness", ""): WORDS,
    ("hospital_ward", ""): WORDS,
    ("well", ""): WORDS,
    ("name", "01"): WORDS,
    ("at_home", "01"): YES_NO,
    ("elsewhere", "01"): WORDS,
}
ANSWERS = st.fixed_dictionaries({("name", "02"): WORDS}, optional=GIVEN)


@given(ANSWERS, st.data())
def test_nothing_that_is_told_depends_on_what_is_withheld(
    answers: dict[AnswerKey, Answer], data: st.DataObject
) -> None:
    kept_back = data.draw(st.sets(st.sampled_from(sorted(answers))))
    other = {**answers, **{name: data.draw(GIVEN.get(name, WORDS)) for name in kept_back}}
    told, same = withholding(FORM, answers, kept_back), withholding(FORM, other, kept_back)
    assert asked(FORM, told) == asked(FORM, same)
    assert [*answer_lines(FORM, told)] == [*answer_lines(FORM, same)]
    assert answer_object(FORM, told) == answer_object(FORM, same)
    assert {name for name, each in told.items() if each == WITHHELD} >= kept_back
    left = {name: each for name, each in told.items() if each != WITHHELD}
    assert left.items() <= answers.items()


def test_answer_that_hangs_on_one_withheld_is_withheld_in_its_row_only() -> None:
    rows = {("at_home", "01"): Answer("no"), ("elsewhere", "01"): Answer("Leeds")}
    rows |= {("at_home", "02"): Answer("no"), ("elsewhere", "02"): Answer("York")}
    told = withholding(FORM, answered(ill="yes") | rows, {("at_home", "01")})
    assert [told[name] for name in (("at_home", "01"), ("elsewhere", "01"))] == [WITHHELD, WITHHELD]
    assert told["elsewhere", "02"] == Answer("York")


def test_withheld_is_told_apart_from_every_other_way_of_having_no_answer() -> None:
    lines = {
        each["question"]: each
        for each in answer_lines(FORM, withholding(FORM, answered(place="home"), {("place", "")}))
    }
    assert [lines["place"][column] for column in ("state", "value", "answer")] == ["withheld", "", "Withheld"]
    assert lines["services"]["state"] == "not answered"
    assert fault(FORM.question("place"), WITHHELD)
