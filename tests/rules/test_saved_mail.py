"""An e-mail that a mail program saved is read or refused with words, whatever is wrong with it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.rules.saved_mail import OF_OUTLOOK, NotMail, SavedMail, read
from tests.documents_sent import OUTLOOK

WHOLE = OUTLOOK.read_bytes()
DIRECTORY_ENTRY = 128
"""Bytes of one part in the list of parts of such a file; the last four but four tell its size."""


def test_email_of_outlook_tells_sender_day_words_and_documents_without_the_logo_within_them() -> None:
    mail = read(WHOLE)
    assert (mail.sender, str(mail.sent_on)) == ("Pat Manager", "2026-11-19")
    assert mail.words.startswith("Our return\n\nDear panel,")
    assert [(each.name, each.content[:5]) for each in mail.documents] == [("summary.pdf", b"%PDF-")]


def test_file_whose_parts_say_that_they_are_larger_than_the_file_is_refused_unread() -> None:
    name = "__substg1.0_37010102".encode("utf-16-le")
    place = WHOLE.index(name) + DIRECTORY_ENTRY - 8
    swollen = WHOLE[:place] + (2**31 - 1).to_bytes(4, "little") + WHOLE[place + 4 :]
    with pytest.raises(NotMail, match="cannot be read"):
        read(swollen)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=40), st.integers(0, 6000))
def test_damaged_email_of_outlook_is_read_or_refused_with_words(faults: list[tuple[int, int]], cut: int) -> None:
    damaged = bytearray(WHOLE)
    for place, value in faults:
        damaged[place] = value
    with suppress(NotMail):
        assert isinstance(read(bytes(damaged[: len(damaged) - cut])), SavedMail)


def test_empty_file_of_outlook_is_refused_with_what_to_do() -> None:
    with pytest.raises(NotMail) as refused:
        read(WHOLE[:600])
    assert str(refused.value) == OF_OUTLOOK
