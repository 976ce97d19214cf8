"""The papers of a meeting: what a reader turns the page for."""

import io
from datetime import UTC, datetime

import pypdf

from cdop.documents.pack import PackPaper, write
from cdop.queries.pack_reader import ReadCase, ReadPassage
from cdop.rules.vocabulary import PackPart, PackPlace

AT = datetime(2026, 11, 29, 9, tzinfo=UTC)


def test_the_title_of_a_passage_never_ends_a_page() -> None:
    passages = tuple(
        ReadPassage(PackPart.SUMMARY, PackPlace.PAGES, f"Account {number}", "A line.\n" * (number % 4 + 1))
        for number in range(300)
    )
    made = write(PackPaper("A panel", "panel meeting", "A reader", (ReadCase(1, "a", "A/001", passages),), AT, 1))
    ends = [page.extract_text().splitlines()[-1] for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert len(ends) > 5
    assert {*ends[1:]} == {"A line."}
