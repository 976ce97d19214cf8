"""A page that somebody types on: what was touched of it, whatever else is on it."""

from datetime import date

from werkzeug.datastructures import MultiDict

from cdop.questionnaires.answer import BLANK, NOT_IN_A_GROUP, Answer
from cdop.questionnaires.merging import seen
from cdop.questionnaires.spec import FormSpec, Group, Question, Section
from cdop.questionnaires.typed_page import TypedPage, read_page, seen_to_send
from cdop.questionnaires.words import Kind

TODAY = date(2026, 11, 2)
WORDS, DAY, NAME = (
    Question("words", "1", "What happened?", Kind.LONG_TEXT),
    Question("day", "2", "When?", Kind.DATE),
    Question("name", "3.1", "Name", Kind.TEXT),
)
SECTION = Section("told", "A", "Told", (WORDS, DAY, Group("people", "3", "People", "person", (NAME,))))
SPEC = FormSpec("form", "1", "A form", TODAY, "invented", (SECTION,))
SHOWN = {
    ("words", NOT_IN_A_GROUP): Answer("Before"),
    ("day", NOT_IN_A_GROUP): Answer(TODAY),
    ("name", "a"): Answer("Pat"),
}


def sent(**typed: str) -> TypedPage:
    """The page with these answers shown, as somebody sends it who typed that and left all else blank."""
    told = {"people-row": ["a", "b"], "seen": [seen_to_send(seen(SPEC, SHOWN))]}
    page = MultiDict(told | {name.replace("__", "-"): [text] for name, text in typed.items()})
    return read_page(SPEC, SECTION, page, None, today=TODAY)


def test_what_was_shown_and_is_blank_now_was_cleared() -> None:
    assert sent().touched == dict.fromkeys(SHOWN, BLANK)


def test_what_is_as_it_was_shown_and_what_nobody_answered_was_not_touched() -> None:
    page = sent(words="Before", day__day="2", day__month="11", day__year="2026", people__a__name="Pat")
    assert (page.touched, page.unread) == ({}, [])


def test_one_box_of_a_date_and_a_new_row_are_read() -> None:
    page = sent(words="After", day__month="11", people__a__name="Pat", people__b__name="Sam")
    assert page.touched == {("words", NOT_IN_A_GROUP): Answer("After"), ("name", "b"): Answer("Sam")}
    assert page.unread == ["2"]
