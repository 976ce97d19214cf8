"""Typed text: what nobody sees cannot pass for a name, and no real name of any script is changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.rules.typed_text import has_letter, name_fault, text_fault, tidy

NAMES = [
    "علی\u200cرضا",  # Persian, its two parts kept from joining
    "می\u200cترا",
    "അവന\u0d4d\u200d",  # Malayalam, a final letter written with a joiner
    "শ\u09cd\u200dর\u09c0",  # Bengali
    "ක\u0dca\u200dරිස්",  # Sinhala
    "ᠬᠠ\u180eᠠ",  # Mongolian, its vowel separator
    "Nguyễn Thị Ánh",
    "Ọ\u0301lá",  # Yoruba: an accent that no composed letter has
    "O’Brien-Smith",
    "ʻOkina",
    "שָׂרָה",
    "李小龙",
    "ᏣᎳᎩ",
]


@pytest.mark.parametrize("name", NAMES)
def test_name_of_any_script_is_kept_and_is_a_name(name: str) -> None:
    assert (tidy(name, lines=False), name_fault(name, "Given names", 500)) == (name, None)


@pytest.mark.parametrize(
    "typed", ["\u200b", "\u200d\u200c", "\u2066\u2069", "\ufeff", "\u3164", "\u00ad \u00ad", "\u200f", "\U000e0041"]
)
def test_line_of_nothing_to_see_is_blank(typed: str) -> None:
    assert (tidy(typed, lines=False), has_letter(typed)) == ("", False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jo\u200bhn", "John"),
        ("Jo\u200chn", "John"),
        ("\u202aname@example.com\u202c", "name@example.com"),
        ("\u2067Ann\u2069", "Ann"),
        ("Ann \u200b", "Ann"),
        ("New\nPerson\r\n", "New Person"),
        ("\u2028Sia\u200b\u0302n", "Si\u00e2n"),
        ("علی\u200c\u200cرضا", "علی\u200cرضا"),
    ],
)
def test_line_loses_what_no_script_needs(typed: str, kept: str) -> None:
    assert tidy(typed, lines=False) == kept


@given(typed=st.text(), lines=st.booleans())
def test_tidy_text_stays_as_it_is(typed: str, lines: bool) -> None:
    once = tidy(typed, lines=lines)
    assert tidy(once, lines=lines) == once


def test_text_of_several_lines_keeps_what_was_typed() -> None:
    typed = "A word\u200b\u200f\nمی\u200cخواهم \u202eturned\u202c"
    assert (tidy(typed, lines=True), text_fault(typed, "Note", 100, lines=True)) == (typed, None)


@pytest.mark.parametrize("character", ["\u202e", "\u202d"])
def test_character_that_turns_the_order_is_refused(character: str) -> None:
    told = text_fault(tidy(f"Ann{character}eno", lines=False), "Family name", 500)
    assert told == "Family name contains a character that cannot be stored, shown as \ufffd. Delete it or type it again"


@pytest.mark.parametrize("name", ["?", "-", "12", "\u0301", "\u2800", "\u1160", "👶"])
def test_name_without_a_letter_is_none(name: str) -> None:
    assert name_fault(name, "Family name", 500) == "Family name must have a letter in it"


@pytest.mark.parametrize(("length", "told"), [(500, None), (501, "Family name must be 500 characters or fewer")])
def test_name_has_a_longest_length(length: int, told: str | None) -> None:
    assert name_fault("x" * length, "Family name", 500) == told
