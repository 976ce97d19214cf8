"""A public edition: words looked at, approved, published for everybody, replaced, withdrawn with a notice."""

import io
import json
import zipfile
from datetime import datetime, timedelta
from functools import partial

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select, update

from cdop.documents import pdf, report_summary, report_tables
from cdop.documents.blocks import Paragraph, Points
from cdop.documents.workbooks import typed
from cdop.extensions import db
from cdop.models import AnnualReport
from cdop.queries import published_reports
from cdop.queries import report_drafts as draft_queries
from cdop.rules.periods import FinancialYear
from cdop.rules.public_words import ONE_CHILD
from cdop.services import report_drafts, report_publishing, reports
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound
from tests import example_year
from tests.documents.structure import problems
from tests.factories import add_case
from tests.personas import Cast

YEAR = FinancialYear(2013).period
TEXT = (
    "{notified.total} families were told. The chair is Anna Quillfeather.\n\n## One boy who was missed\n\nWe thank all."
)


@pytest.fixture
def cast(cast: Cast, now: datetime) -> Cast:
    example_year.bring(cast)
    bela = partial(add_case, cast.command_line, now=now, given_names="Bela", family_name="Quillfeather")
    cast.begin("has a child by name", bela)
    return cast


def public(cast: Cast, now: datetime) -> reports.Built:
    return reports.build(cast.person("chair"), cast.panel_id, YEAR, edition="public", now=now)


def passage(cast: Cast, draft: str) -> draft_queries.PassageView:
    head = draft_queries.draft_head(cast.person("chair"), draft)
    assert head is not None
    found = draft_queries.passage(head, "foreword")
    assert found is not None
    return found


def test_words_are_public_once_each_was_mended_or_somebody_let_it_stand(cast: Cast, now: datetime) -> None:
    chair = cast.person("chair")
    draft = report_drafts.start(chair, cast.panel_id, YEAR, now=now)
    report_drafts.write(chair, draft, "foreword", text=TEXT, version=1, now=now)
    assert "families were told" not in str(public(cast, now).document.blocks)
    report_drafts.make_public(chair, draft, "foreword", is_public=True, version=2, now=now)
    with pytest.raises(Blocked) as refused:
        public(cast, now)
    assert [reason.split(" is ")[0] for reason in refused.value.reasons] == [
        "Foreword by the chair: “Quillfeather”",
        "Foreword by the chair: “One boy who”",
    ]
    name, child = passage(cast, draft).doubts
    assert child.why == ONE_CHILD
    act = {"version": 3, "now": now}
    with pytest.raises(Invalid):
        report_drafts.let_stand(chair, draft, "foreword", name, reason=" ", **act)
    with pytest.raises(Forbidden):
        report_drafts.let_stand(cast.person("panel member"), draft, "foreword", name, reason="The chair", **act)
    report_drafts.let_stand(chair, draft, "foreword", name, reason="The chair", **act)
    report_drafts.write(chair, draft, "foreword", text=TEXT.replace("One boy who", "What"), **act)
    built = public(cast, now)
    said = [block.text for block in built.document.blocks if isinstance(block, Paragraph)]
    assert "58 families were told. The chair is Anna Quillfeather." in said
    frozen, _ = reports.read(chair, built.public_id, now=now)
    assert [(each["words"], each["said_by"]) for each in frozen.written["stand"]] == [("Quillfeather", "Chair")]


def test_what_was_published_keeps_its_words_whatever_a_later_program_would_say(cast: Cast, now: datetime) -> None:
    built = example_year.build(cast, edition="public")
    chair = cast.person("chair")
    reports.approve(chair, built.public_id, now=now)
    report_publishing.publish(chair, built.public_id, now=now)
    # The program that built it said something that today's does not say.
    mine = AnnualReport.public_id == built.public_id
    said = json.dumps(db.session.scalar(select(AnnualReport.said).where(mine)))
    said = said.replace("Key findings", "What an older program found")
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(update(AnnualReport).where(mine).values(said=json.loads(said)))
    _, page = report_publishing.page(built.public_id)
    assert page is not None
    assert page.headings[0].text == "What an older program found"
    assert (page.made_on, page.blocks[1:]) == (built.document.made_on, built.document.blocks[1:])


def test_report_is_published_replaced_and_withdrawn(cast: Cast, now: datetime) -> None:
    chair, later = cast.person("chair"), now + timedelta(days=1)
    full = example_year.build(cast)
    reports.approve(chair, full.public_id, now=now)
    first, second = public(cast, now), public(cast, later)
    for unpublished in (full, first):
        with pytest.raises(Blocked):
            report_publishing.publish(chair, unpublished.public_id, now=now)
    with pytest.raises(NotFound):
        report_publishing.page(first.public_id)
    for built, at in ((first, now), (second, later)):
        reports.approve(chair, built.public_id, now=at)
        with pytest.raises(Forbidden):
            report_publishing.publish(cast.person("coordinator"), built.public_id, now=at)
        report_publishing.publish(chair, built.public_id, now=at)
    assert report_publishing.page(first.public_id)[0].replaced_by == second.public_id
    assert report_publishing.pdf(second.public_id)[1] == second.pdf
    report_publishing.withdraw(chair, second.public_id, reason="A table was wrong.", now=later)
    shown, document = report_publishing.page(second.public_id)
    assert (shown.withdrawn_because, document) == ("A table was wrong.", None)
    for file in (report_publishing.pdf, report_publishing.document):
        with pytest.raises(NotFound):
            file(second.public_id)
    assert report_publishing.page(first.public_id)[0].replaced_by == ""
    ours = next(panel for panel in published_reports.panels() if panel.id == cast.panel_id)
    found = published_reports.public_panel(ours.public_id)
    assert found is not None
    assert [report.public_id for report in found.reports] == [second.public_id, first.public_id]


def test_summary_is_one_tagged_page_of_the_same_sentences(cast: Cast, now: datetime) -> None:
    whole = example_year.build(cast, edition="public").document
    short = report_summary.summary(whole)
    said = {item for block in whole.blocks if isinstance(block, Points) for item in block.items}
    assert {item for block in short.blocks if isinstance(block, Points) for item in block.items} <= said
    content = pdf.write_summary(short)
    assert problems(content) == []
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert len(pages) == 1
    assert "58 deaths of children were notified to the panel" in " ".join(pages[0].split())
    assert "1\xa0April 2013 to 31\xa0March 2014" in short.subtitle  # no line ends within a day


def test_tables_of_a_report_are_files_with_the_same_rows(cast: Cast, now: datetime) -> None:
    built = example_year.build(cast, edition="public")
    every = [table for _, table, _ in report_tables.tables(built.document)]
    content = report_tables.workbook(built.document)
    assert content == report_tables.workbook(built.document)
    book = load_workbook(io.BytesIO(content))
    assert len(book.sheetnames) == len(every) + 1
    for number, table in enumerate(every, 1):
        rows = [[str(cell) for cell in row if cell is not None] for row in book[f"Table {number}"].values]
        assert rows[0] == [table.caption]
        assert [tuple(row) for row in rows[3 : 3 + len(table.rows)]] == [
            tuple(cell for cell in row if cell) for row in table.rows
        ]
    assert [typed(cell) for cell in ("79,128", "1,2", "17.5", "48%")] == [79128, "1,2", 17.5, "48%"]
    archive = zipfile.ZipFile(io.BytesIO(report_tables.csv_files(built.document)))
    assert len(archive.namelist()) == len(every) + 1
    assert archive.read("table-02.csv").decode("utf-8-sig").splitlines()[1].startswith("Cheshire East,21,36%")
