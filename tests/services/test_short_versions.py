"""The short versions of a public report: its numbers, the panel's words, nothing that should not be public."""

import io
from functools import partial

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from cdop.documents import pdf, slides
from cdop.documents.blocks import Document, Heading, Idea
from cdop.documents.short_versions import KINDS
from cdop.documents.symbols import SYMBOLS
from cdop.extensions import db
from cdop.rules.periods import FinancialYear
from cdop.rules.section import CHILDREN, EASY_READ, VERSIONS
from cdop.rules.short_sections import SHORT_SECTIONS
from cdop.services import panels, report_drafts, report_papers, reports
from cdop.services.errors import Blocked, Invalid, NotFound
from tests import example_year
from tests.documents.structure import problems, tags
from tests.documents_sent import logo
from tests.factories import add_case
from tests.personas import Cast

YEAR = FinancialYear(2013).period


@pytest.fixture
def cast(sqlite_cast: Cast) -> Cast:
    example_year.bring(sqlite_cast)
    sqlite_cast.begin("has a child by name and a logo", partial(named_child_and_logo, sqlite_cast))
    return sqlite_cast


def named_child_and_logo(cast: Cast) -> None:
    add_case(cast.command_line, now=cast.now, given_names="Bela", family_name="Quillfeather")
    panels.change_panel(cast.command_line, cast.panel_id, {}, logo=logo(), now=cast.now)


def built(cast: Cast, edition: str = "public") -> str:
    return example_year.build(cast, edition=edition).public_id


def short(cast: Cast, report: str, kind: str) -> Document:
    return reports.short(cast.person("chair"), report, kind, now=cast.now)[1]


def ideas(document: Document) -> list[str]:
    return [f"{each.figure} {each.text}".strip() for each in document.blocks if isinstance(each, Idea)]


def test_short_versions_say_the_numbers_of_the_public_edition_and_say_that_some_are_kept_private(cast: Cast) -> None:
    report = built(cast)
    children = ideas(short(cast, report, CHILDREN))
    assert "35 children’s deaths were looked at with care." in children
    assert "22 of them were babies, less than one year old." in children
    assert "We looked at the deaths of 35 children." in ideas(short(cast, report, EASY_READ))
    for of_whom in (built(cast, "full"), "A" * 22):
        with pytest.raises(NotFound):
            short(cast, of_whom, CHILDREN)
    with pytest.raises(NotFound):
        short(cast, report, "slides")


def test_every_idea_of_easy_read_has_a_picture_and_few_words(cast: Cast) -> None:
    found = [each for each in short(cast, built(cast), EASY_READ).blocks if isinstance(each, Idea)]
    assert [each.text for each in found if each.picture not in SYMBOLS or len(each.text.split()) > 18] == []


@pytest.mark.parametrize("kind", KINDS)
def test_short_version_is_tagged_the_same_each_time_and_known_again(cast: Cast, kind: str) -> None:
    report = built(cast)
    content = pdf.write_short(short(cast, report, kind))
    assert (problems(content), content == pdf.write_short(short(cast, report, kind))) == ([], True)
    known = reports.verify(cast.person("chair"), content)
    assert known is not None
    assert (known.report.public_id, known.is_unaltered, known.what) == (report, True, VERSIONS[kind].lower())
    changed = reports.verify(cast.person("chair"), content + b"\n")
    assert changed is not None
    assert not changed.is_unaltered
    assert len(PdfReader(io.BytesIO(content)).pages) <= 5


def test_papers_of_an_approved_report_stay_as_they_were_however_they_would_be_drawn_later(cast: Cast) -> None:
    chair, now = cast.person("chair"), cast.now
    twin, report = built(cast), built(cast)
    papers = {what: reports.paper(chair, report, what, now=now)[1] for what in report_papers.NAMES}
    assert len(PdfReader(io.BytesIO(papers["summary"])).pages) == 1
    assert [what for what, content in papers.items() if problems(content) or "Figure" not in tags(content)] == []
    reports.approve(chair, report, now=now)
    with db.engine.begin() as outside:
        outside.execute(text("update annual_report set said = replace(said, 'Child', 'Another')"))
    assert pdf.write_short(short(cast, report, CHILDREN)) != papers[CHILDREN]
    for what, content in papers.items():
        assert reports.paper(chair, report, what, now=now)[1] == content
        known, altered = reports.verify(chair, content), reports.verify(chair, content.replace(b"0", b"1", 1))
        assert known is not None
        assert (known.report.public_id, known.is_unaltered, known.what) == (report, True, report_papers.NAMES[what])
        assert altered is None or not altered.is_unaltered
    assert reports.paper(chair, twin, CHILDREN, now=now)[1] != papers[CHILDREN]
    with pytest.raises(NotFound):
        reports.paper(chair, built(cast, "full"), CHILDREN, now=now)


@pytest.mark.parametrize("edition", ["full", "public"])
def test_slides_say_what_the_report_says_and_are_known_again(cast: Cast, edition: str) -> None:
    report = built(cast, edition)
    whole = reports.read(cast.person("chair"), report, now=cast.now)[1]
    every = slides.slides(whole)
    said = str(whole.blocks)
    assert all(slide.finding in said and slide.figure in slide.finding for slide in every)
    assert {slide.figure for slide in every} >= {"58", "35", "22"}
    assert [*dict.fromkeys(slide.topic for slide in every[1:])] == [*every[0].points]
    assert all((slide.finding or slide.chart or slide.points) and slide.finding != slide.topic for slide in every)
    assert not any(slide.finding.endswith("is withheld.") and slide.finding.startswith("The number") for slide in every)
    waiting = [slide.finding for slide in every if slide.topic == "Deaths waiting for review"]
    assert all("waiting for review" in finding for finding in waiting)
    assert len(waiting) == 1
    years = [(bool(slide.chart), slide.finding) for slide in every if slide.topic == "This year and the years before"]
    assert years == ([(True, "")] if edition == "full" else [])
    content = pdf.write_slides(whole)
    assert problems(content) == []
    text = PdfReader(io.BytesIO(content)).pages[2].extract_text()
    assert ("Confidential" in text) == (edition == "full")
    known = reports.verify(cast.person("chair"), content)
    assert known is not None
    assert (known.is_unaltered, known.what) == (True, "slides of the annual report")


def test_words_are_the_panels_where_it_wrote_and_looked_at_like_all_public_words(cast: Cast) -> None:
    chair = cast.person("chair")
    draft = report_drafts.start(chair, cast.panel_id, YEAR, now=cast.now)

    def write(section: str, text: str) -> None:
        head = report_drafts.queries.draft_head(chair, draft)
        assert head is not None
        found = report_drafts.queries.passage(head, section)
        assert found is not None
        report_drafts.write(chair, draft, section, text=text, version=found.version, now=cast.now)

    write("children-doing", "We will tell {reviewed.total} people.\nBela Quillfeather is missed.")
    with pytest.raises(Blocked) as refused:
        built(cast)
    assert "Summary for children and young people: What happens next: “Bela”" in refused.value.reasons[0]
    write("children-doing", "We will tell {reviewed.total} people.")
    help_words = next(each.start for each in SHORT_SECTIONS if each.key == "children-help")
    write("children-help", f"{help_words}\nYou can ask us too.")
    with pytest.raises(Invalid):
        write("easy-doing", "[elephant] We tell people.")
    write("easy-doing", "[phone] We ring people.")
    report_drafts.place(chair, draft, "children-learned", press="leave", now=cast.now)
    report = built(cast)
    assert reports.unsettled(reports.read(chair, report, now=cast.now)[0]) == []
    children = short(cast, report, CHILDREN)
    assert "We will tell 35 people." in ideas(children)
    assert "What it learned" not in [each.text for each in children.blocks if isinstance(each, Heading)]
    assert Idea("We ring people.", picture="phone") in short(cast, report, EASY_READ).blocks
    full = reports.read(chair, built(cast, "full"), now=cast.now)[1]
    assert "We will tell" not in str(full.blocks)
