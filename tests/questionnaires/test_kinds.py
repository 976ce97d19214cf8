"""Whatever is typed is an answer that can be kept, shown and exported, or a fault in plain words."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.questionnaires.answer import BLANK, Answer
from cdop.questionnaires.kinds import KINDS, NON_ANSWER_LABELS, Unreadable, export, fault, read, show
from cdop.questionnaires.spec import Question
from cdop.questionnaires.words import Kind, NonAnswer
from tests.questionnaires.sample import EXAMPLES, NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, SAMPLE


def refusal(question: Question, *typed: str, ticked: tuple[str, ...] = ()) -> str:
    with pytest.raises(Unreadable) as refused:
        read(question, typed, ticked)
    return str(refused.value)


def test_every_kind_has_one_class_and_one_example() -> None:
    assert set(KINDS) == set(Kind)
    assert {SAMPLE.question(key).kind for key in EXAMPLES} == set(Kind)
    assert set(NON_ANSWER_LABELS) == set(NonAnswer)


@pytest.mark.parametrize("key", EXAMPLES)
def test_answer_is_typed_kept_shown_and_exported(key: str) -> None:
    question, (given_answer, shown, exported) = SAMPLE.question(key), EXAMPLES[key]
    kind = KINDS[question.kind]
    assert read(question, kind.typed(given_answer.value)) == given_answer
    assert kind.load(kind.store(given_answer.value)) == given_answer.value
    assert (show(question, given_answer), export(question, given_answer)) == (shown, exported)
    assert fault(question, given_answer) == ""


@pytest.mark.parametrize("key", EXAMPLES)
def test_blank_and_each_way_of_not_answering_are_told_apart(key: str) -> None:
    question = replace(SAMPLE.question(key), non_answers=tuple(NonAnswer))
    ways = [BLANK, *(Answer(non_answer=way) for way in NonAnswer)]
    assert [show(question, each) for each in ways] == [
        "Not answered",
        "Not known",
        "Not applicable",
        "Nothing held on this",
    ]
    assert [export(question, each) for each in ways] == ["", "not known", "not applicable", "not held by this agency"]
    assert [each.is_blank for each in ways] == [True, False, False, False]


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("place_other", ("  A  park\r\nby the road ",), "A  park by the road"),
        ("illness", (" One\r\n\r\nTwo ",), "One\n\nTwo"),
        ("weight", ("3,200",), 3200),
        ("weight", ("3 200 g",), 3200),
        ("acidity", ("7",), Decimal("7")),
        ("acidity", (" 7.150 ",), Decimal("7.150")),
        ("began_on", ("9", "Feb", "2024"), date(2024, 2, 9)),
        ("at_time", ("2.30 pm",), time(14, 30)),
        ("nhs_number", ("999 000 0018",), "9990000018"),
        ("postcode", ("cw12ab",), "CW1 2AB"),
        ("services", ("school", "gp", "gp"), ("gp", "school")),
        ("telephone", ("01632  960 001 ext 12",), "01632 960 001 ext 12"),
    ],
)
def test_read_takes_what_people_type(key: str, typed: tuple[str, ...], value: object) -> None:
    assert read(SAMPLE.question(key), typed) == Answer(value)


@pytest.mark.parametrize("typed", [(), ("",), ("", "", ""), ("  ", "\t", "")])
@pytest.mark.parametrize("key", EXAMPLES)
def test_read_nothing_is_blank(key: str, typed: tuple[str, ...]) -> None:
    if SAMPLE.question(key).kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        typed = tuple(each for each in typed if not each.strip() and not each)
    assert read(SAMPLE.question(key), typed) == BLANK


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("place", ("nowhere",), "Select one of the answers shown"),
        ("place", ("home", "hospital"), "Select one of the answers shown"),
        ("ill", ("maybe",), "Select one of the answers shown"),
        ("services", ("gp", "nobody"), "Select from the answers shown"),
        ("place_other", ("x" * 201,), "The answer must be 200 characters or fewer"),
        ("illness", ("x" * 20_001,), "The answer must be 20,000 characters or fewer"),
        ("weight", ("heavy",), "The answer must be a whole number, like 12"),
        ("weight", ("3.2",), "The answer must be a whole number, like 12"),
        ("weight", ("99",), "The answer must be between 100 and 9000"),
        ("weight", ("9001",), "The answer must be between 100 and 9000"),
        ("acidity", ("acid",), "The answer must be a number, like 7.15"),
        ("acidity", ("7.1234",), "The answer must be a number, like 7.15"),
        ("acidity", ("7,15",), "Write the number with a full stop, like 7.15"),
        ("acidity", ("8.001",), "The answer must be between 6 and 8"),
        ("began_on", ("31", "2", "2024"), "The date must be a real date"),
        ("began_on", ("1", "", "2024"), "The date must include a month"),
        ("began_on", ("1", "1", "1216"), "The date must have a year between 1900 and 2099"),
        ("at_time", ("25:00",), "There is no such time: it looks like 14:30 or 2:30pm"),
        ("nhs_number", ("123",), "An NHS number has 10 digits"),
        ("postcode", ("nowhere",), "A UK postcode looks like CW1 2AB"),
        ("email", ("nobody",), "An e-mail address looks like name@example.com"),
        ("telephone", ("ring me",), "A telephone number looks like 01632 960 001 or 01632 960 001 ext 12"),
    ],
)
def test_read_what_is_no_answer_says_why(key: str, typed: tuple[str, ...], words: str) -> None:
    assert refusal(SAMPLE.question(key), *typed) == words


@pytest.mark.parametrize(("bounds", "words"), [((1, None), "1 or more"), ((None, 5), "5 or less")])
def test_read_number_beyond_one_bound_names_it(bounds: tuple[int | None, int | None], words: str) -> None:
    question = replace(SAMPLE.question("weight"), lowest=bounds[0], highest=bounds[1])
    assert refusal(question, "0" if bounds[0] else "6") == f"The answer must be {words}"


def test_read_zero_and_a_number_without_bounds_are_answers() -> None:
    question = replace(SAMPLE.question("weight"), lowest=None, highest=None, unit="")
    assert [read(question, (typed,)).value for typed in ("0", "-3", "+12")] == [0, -3, 12]
    assert not read(question, ("0",)).is_blank


def test_decimal_keeps_the_places_that_were_measured() -> None:
    question = SAMPLE.question("acidity")
    assert [show(question, read(question, (typed,))) for typed in ("7.1", "7.10")] == ["7.1", "7.10"]
    below_zero = replace(question, lowest=-40, highest=20, unit="mmol/L")
    assert show(below_zero, read(below_zero, ("-12.5 mmol/L",))) == "-12.5 mmol/L"


def test_read_text_of_its_own_greatest_length() -> None:
    question = replace(SAMPLE.question("place_other"), max_length=5)
    assert refusal(question, "sixsix") == "The answer must be 5 characters or fewer"


@pytest.mark.parametrize("key", ["at_time", "began_on"])
def test_read_ticked_reason_alone_is_that_way_of_not_answering(key: str) -> None:
    assert read(SAMPLE.question(key), (), ("not known",)) == Answer(non_answer=NOT_KNOWN)


@pytest.mark.parametrize("key", ["place", "ill", "services"])
def test_read_reason_among_the_choices_is_that_way_of_not_answering(key: str) -> None:
    assert read(SAMPLE.question(key), ("not known",)) == Answer(non_answer=NOT_KNOWN)


def test_read_answer_with_a_reason_asks_for_one_of_them() -> None:
    words = "Give an answer or select “Not known”, not both"
    assert refusal(SAMPLE.question("at_time"), "14:30", ticked=("not known",)) == words
    assert refusal(SAMPLE.question("services"), "gp", "not known") == words
    both = refusal(SAMPLE.question("at_time"), "", ticked=("not known", "not applicable"))
    assert both == "Select only one of “Not known” or “Not applicable”"


@pytest.mark.parametrize("ticked", ["not held by this agency", "x"])
def test_read_reason_that_is_not_offered_is_refused(ticked: str) -> None:
    assert refusal(SAMPLE.question("at_time"), "", ticked=(ticked,)) == "Select one of the answers shown"


@pytest.mark.parametrize(
    ("key", "given_answer", "words"),
    [
        ("weight", Answer("3200"), "The answer is not of the kind that is asked for"),
        ("weight", Answer(True), "The answer is not of the kind that is asked for"),
        ("acidity", Answer(7), "The answer is not of the kind that is asked for"),
        ("weight", Answer(1), "The answer must be between 100 and 9000"),
        ("place", Answer("nowhere"), "Select one of the answers shown"),
        ("place_other", Answer(" spaced "), "The answer is not written as it is kept"),
        ("services", Answer(["gp"]), "The answer is not of the kind that is asked for"),
        ("services", Answer(("school", "gp")), "The answer is not written as it is kept"),
        ("place", Answer(non_answer=NOT_HELD), "This way of not answering is not offered"),
        ("place", Answer("home", NOT_KNOWN), "This way of not answering is not offered"),
        ("at_time", Answer(non_answer=NOT_APPLICABLE), ""),
        ("at_time", BLANK, ""),
    ],
)
def test_fault_says_what_a_question_cannot_hold(key: str, given_answer: Answer, words: str) -> None:
    assert fault(SAMPLE.question(key), given_answer) == words


@given(
    key=st.sampled_from(sorted(EXAMPLES)),
    typed=st.lists(st.text(max_size=12) | st.sampled_from(["1", "2", "2024", "home", "gp", "yes", "not known"])),
    ticked=st.lists(st.sampled_from([*NonAnswer, "x"]), max_size=2),
)
def test_read_anything_gives_an_answer_that_is_kept_whole_or_a_fault(
    key: str, typed: list[str], ticked: list[str]
) -> None:
    question = SAMPLE.question(key)
    try:
        found = read(question, typed, ticked)
    except Unreadable:
        found = BLANK
    assert fault(question, found) == ""
    if found.value is not None:
        kind = KINDS[question.kind]
        assert kind.load(kind.store(found.value)) == found.value
        assert read(question, kind.typed(found.value)) == found
