"""A family's letter on paper: its words as written, tagged, and nothing that names the child outside them."""

import io
from dataclasses import replace
from datetime import date

import pypdf

from cdop.documents.family_letter import LetterPaper, write

LETTER = LetterPaper(
    panel="Test panel",
    telephone="01632 960 001",
    email=None,
    addressee="Łucja Invented\n1 Invented Street",
    text="Dear Łucja,\n\nWe are sorry that x<y and y>z <b>Ada</b> died.\n\nYours sincerely,\nTest panel",
    dated=date(2026, 11, 20),
)


def read() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(write(LETTER)))


def test_words_are_printed_as_written_line_by_line() -> None:
    text = read().pages[0].extract_text()
    for line in (
        "Łucja Invented",
        "1 Invented Street",
        "20 November 2026",
        "x<y and y>z <b>Ada</b> died",
        "01632 960 001",
    ):
        assert line in text


def test_blank_lines_before_the_name_leave_room_to_sign_in() -> None:
    def height(text: str) -> float:
        """How far the last line is from the foot of its page."""
        found: list[float] = []

        def note(said: str, place: list[float], *_rest: object) -> None:
            if "The chair" in said:
                found.append(place[5])

        paper = pypdf.PdfReader(io.BytesIO(write(replace(LETTER, text=text))))
        paper.pages[0].extract_text(visitor_text=note)
        return found[-1]

    together, apart = (height(f"Yours sincerely,{between}The chair") for between in ("\n\n", "\n\n\n\n"))
    assert together - apart > 30


def test_title_names_nobody_and_the_paper_is_tagged() -> None:
    paper = read()
    assert paper.metadata is not None
    assert paper.metadata.title == "A letter from Test panel"
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert write(LETTER) == write(LETTER)
