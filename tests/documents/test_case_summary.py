"""A case on paper: names and narrative as they were typed. Everybody in it is invented."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cdop.documents.case_summary import CaseSummary, Entry, write
from tests.documents.reading import read, words
from tests.documents.structure import problems, tags

NARRATIVE = "Found <b>unclosed; x<y and y>z.\nThen &amp; later {{7*7}}. Żółw 王小明 अनिता"
SUMMARY = CaseSummary(
    panel="A panel",
    reference="PAN/001",
    name="Siân Ó Świętosławska",
    age="3 days",
    facts=(("Given names", "Siân"), ("Family name", "Ó Świętosławska")),
    findings=(("Category of death", "8. Perinatal/neonatal event"),),
    due=("Notify the national database by 3 May 2026",),
    history=(Entry("1 May 2026 at 9am", "Ann Example", "Notified"),),
    notes=(
        Entry("2 May 2026 at 2:30pm", "Bo Example", NARRATIVE),
        Entry("3 May 2026 at 9am", "Ann", "n " * 3000),
    ),
    printed_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
)


def test_write_summary_prints_names_and_notes_as_typed() -> None:
    said = [found.text for found in read(write(SUMMARY))]
    assert said[:3] == ["Case PAN/001", "Siân Ó Świętosławska", "Age at death: 3 days"]
    assert NARRATIVE.replace("\n", " ") in said


def test_write_summary_makes_a_sound_tagged_pdf_with_the_name_as_its_heading() -> None:
    pdf = write(SUMMARY)
    assert (problems(pdf), tags(pdf).count("H1"), tags(pdf).count("Table")) == ([], 1, 4)


def test_write_summary_names_the_reference_but_not_the_child_in_its_title() -> None:
    assert b"Sian" not in write(SUMMARY)[:2000]
    assert write(SUMMARY) == write(SUMMARY)


@pytest.mark.parametrize("typed", ["w" * 10_000, "Ł" * 3_000, "a/b-c_" * 500, "https://example.org/" + "x" * 2_000])
def test_write_summary_prints_every_letter_of_an_endless_word(typed: str) -> None:
    facts = (("Given names", typed), (typed, "a short value of some words"))
    long = replace(SUMMARY, facts=facts, history=(Entry("1 May 2026 at 9am", typed, typed),), notes=())
    assert "".join(words(write(long)).split()).count("".join(typed.split())) == 4


def test_write_summary_without_notes_says_that_there_are_none() -> None:
    bare = CaseSummary("A panel", "PAN/002", "the child", "", (), (), (), (), (), SUMMARY.printed_at)
    assert words(write(bare)).endswith("Notes No notes have been written. History Nothing has happened yet.")
