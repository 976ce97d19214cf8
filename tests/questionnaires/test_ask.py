import pytest

from cdop.questionnaires.ask import EXPECTED, NOT_HELD, NOT_KNOWN, Ask, no, yes
from cdop.questionnaires.conditions import Is
from cdop.questionnaires.sources import FORM_C, RECONSTRUCTED
from cdop.questionnaires.spec import EVERYONE, Choice
from cdop.questionnaires.words import Basis, Domain, Kind, Need

CHOICES = (Choice("a", "A"), Choice("b", "B"))
ASK = Ask((NOT_KNOWN,), Domain.SOCIAL, frozenset({"gp"}))


def test_question_shares_what_its_asker_says() -> None:
    question = ASK.yes_no("damp", "E3", "Was it damp?")
    assert (question.key, question.number, question.text) == ("damp", "E3", "Was it damp?")
    assert (question.domain, question.agencies) == (Domain.SOCIAL, {"gp"})
    assert (question.need, question.non_answers) == (Need.OPTIONAL, (NOT_KNOWN,))


def test_question_may_say_otherwise() -> None:
    question = ASK.text("x", "1", "X", need=EXPECTED, non_answers=(NOT_HELD,), agencies=EVERYONE, domain=None)
    assert (question.need, question.non_answers, question.agencies, question.domain) == (
        Need.EXPECTED,
        (NOT_HELD,),
        EVERYONE,
        None,
    )


def test_source_says_whether_the_question_was_seen_in_print() -> None:
    assert Ask().text("x", "1", "X").basis is Basis.RECONSTRUCTED
    assert Ask().text("x", "1", "X").source == RECONSTRUCTED
    assert Ask().text("x", "1", "X", source=FORM_C).basis is Basis.SEEN


def test_more_is_asked_after_an_answer_and_needs_no_reason_to_be_left_out() -> None:
    question = ASK.more("x", "1", "Tell us more", yes("damp"), hint="Where")
    assert (question.kind, question.when, question.non_answers, question.hint) == (
        Kind.LONG_TEXT,
        Is("damp", ("yes",)),
        (),
        "Where",
    )


def test_number_has_its_bounds_and_unit() -> None:
    question = Ask().number("weeks", "1", "Weeks", 15, 45, "weeks")
    assert (question.kind, question.lowest, question.highest, question.unit) == (Kind.NUMBER, 15, 45, "weeks")


def test_decimal_has_its_bounds_and_unit() -> None:
    question = Ask().decimal("lactate", "1", "Lactate", 0, 40, "mmol/L")
    assert (question.kind, question.lowest, question.highest, question.unit) == (Kind.DECIMAL, 0, 40, "mmol/L")


@pytest.mark.parametrize("kind", ["nhs_number", "postcode", "email", "telephone"])
def test_what_always_identifies_is_marked(kind: str) -> None:
    question = getattr(Ask(), kind)("x", "1", "X")
    assert question.is_identifying
    assert question.kind is Kind[kind.upper()]


def test_each_way_of_asking_has_its_kind() -> None:
    ask = Ask()
    assert ask.choice("x", "1", "X", CHOICES).kind is Kind.CHOICE
    assert ask.choices("x", "1", "X", CHOICES).kind is Kind.CHOICES
    assert ask.choices("x", "1", "X", CHOICES).choices == CHOICES
    plain = {"text", "long_text", "yes_no", "date", "time"}
    assert {getattr(ask, name)("x", "1", "X").kind for name in plain} == {Kind[name.upper()] for name in plain}


def test_no_and_yes_look_at_the_answer_to_a_question() -> None:
    assert (yes("x"), no("x")) == (Is("x", ("yes",)), Is("x", ("no",)))
