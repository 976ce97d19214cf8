"""The text of files in which other systems send notifications."""

from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdop.rules.received_file import MOST_BYTES, UnreadableFile, text_of


def message() -> bytes:
    written = EmailMessage()
    written["Subject"] = "Invented"
    written.set_content("Sex: female\nHome: Côte\n", charset="iso-8859-1")
    written.add_alternative("<p>Sex: male</p>", subtype="html")
    return written.as_bytes()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.txt", "Sex: female\nHome: Côte\n".encode()),
        ("a.txt", "Sex: female\nHome: Côte\n".encode("cp1252")),
        ("a.txt", "Sex: female\nHome: Côte\n".encode("utf-16")),
        ("a.eml", message()),
    ],
)
def test_text_is_read_in_whatever_way_it_is_written(name: str, raw: bytes) -> None:
    assert text_of(name, raw).split() == ["Sex:", "female", "Home:", "Côte"]


@pytest.mark.parametrize("raw", [b"", b" \n", b"%PDF-1.7\nnothing", b"PK\x03\x04\0\0", b"x" * (MOST_BYTES + 1)])
def test_a_file_without_text_is_refused_kindly(raw: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"[Pp]aste"):
        text_of("a.pdf", raw)


@settings(deadline=None)
@given(st.sampled_from(["a.txt", "a.eml", "a.pdf"]), st.binary(max_size=200), st.sampled_from([b"", b"%PDF-1.4\n"]))
def test_no_bytes_are_more_than_refused(name: str, raw: bytes, start: bytes) -> None:
    with suppress(UnreadableFile):
        assert text_of(name, start + raw).strip()
