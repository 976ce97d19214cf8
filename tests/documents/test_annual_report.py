"""The annual report says what the figures say, in sentences that read well, on paper and on a page."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import html5lib
import pytest
from flask import Flask

from cdop.documents import abreast, kept, paper, pdf, report_pages, short_pages, slides
from cdop.documents.annual_report import PanelDetails, annual_report
from cdop.documents.annual_report_ethnicity import beside_the_children
from cdop.documents.blocks import Block, Chart, Document, Heading, Idea, Note, Paragraph, Points, Table
from cdop.documents.charts import PAGE_TEXT, PAGE_WIDTH, TEXT, WIDTH, Axis, BarChart, Series, Words
from cdop.documents.figures import Figures
from cdop.documents.flow import Flow
from cdop.documents.multiples import Multiples
from cdop.documents.point_charts import PointChart
from cdop.rules import report_measures
from tests.documents.reading import words, words_by_page
from tests.documents.sample_figures import example_year, figures
from tests.documents.structure import problems, tags

CHESHIRE = PanelDetails("Pan-Cheshire", ("Cheshire East", "Cheshire West and Chester", "Halton", "Warrington"))
BUILT_ON = date(2026, 11, 20)

NONE = figures(areas={"Halton": 0, "Warrington": 0})
ONE = figures(
    areas={"Halton": 1, "Warrington": 0},
    reviewed=1,
    under_1=1,
    category_8=1,
    modifiable=1,
    open_cases=1,
    meetings=(1, 0),
)
ONE_AREA = figures(areas={"Bury": 12}, reviewed=12, under_1=12, male=12, unexpected=0, category_8=12)
TWELVE_AREAS = figures(areas={f"Borough number {number}": 3 for number in range(1, 13)}, reviewed=30, male=1)


def report(printed: dict[str, Any]) -> Document:
    areas = tuple(row["label"] for row in printed["measures"]["notified.area"]["rows"])
    return annual_report(printed, PanelDetails("Panel of Ynys Môn and Siân Ó Súilleabháin", areas), built_on=BUILT_ON)


def findings(document: Document) -> list[str]:
    return [item for block in document.blocks if isinstance(block, Points) and block.lead for item in block.items]


def sentences(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Points):
            yield from block.items
        if isinstance(block, Paragraph | Note):
            yield block.text


def test_report_of_the_example_year_finds_what_its_panel_published() -> None:
    assert findings(annual_report(example_year(), CHESHIRE, built_on=BUILT_ON)) == [
        "58 deaths of children were notified to the panel; 21 (36%) were of children living in Cheshire East.",
        "All 58 deaths were notified on the day of the death or the next day.",
        "35 reviews were completed at 4 case review meetings.",
        "22 (63%) of the 35 deaths reviewed were of children under one year old.",
        "22 (63%) of the 35 deaths reviewed were of boys; 13 (37%) were of girls.",
        "26 (74%) of the 35 deaths reviewed were unexpected; 9 (26%) were expected.",
        "13 (37%) of the 35 deaths reviewed were in category 8, perinatal/neonatal event.",
        "Modifiable factors were identified in 11 (31%) of the 35 deaths reviewed.",
        "The median time from death to completed review was 212 days.",
        "43 deaths were waiting for review on 31 March 2014.",
        "The panel held 5 meetings in the year: 4 for case review and 1 for business.",
    ]


def test_report_of_a_year_with_nothing_says_so() -> None:
    assert findings(report(NONE)) == [
        "No deaths of children were notified to the panel in the year.",
        "No deaths were reviewed in the year.",
        "No deaths were waiting for review on 31 March 2014.",
        "The panel did not meet in the year.",
    ]


def test_report_of_one_death_speaks_of_one() -> None:
    assert findings(report(ONE)) == [
        "1 death of a child was notified to the panel, that of a child living in Halton.",
        "The one death was notified on the day of the death or the next day.",
        "1 review was completed at 1 case review meeting.",
        "The one death reviewed was that of a child under one year old.",
        "The one death reviewed was that of a girl.",
        "The one death reviewed was expected.",
        "The one death reviewed was in category 8, perinatal/neonatal event.",
        "Modifiable factors were identified in the one death reviewed.",
        "The time from death to completed review was 212 days.",
        "1 death was waiting for review on 31 March 2014.",
        "The panel held 1 meeting in the year, for case review.",
    ]


def test_report_of_all_and_of_none_says_all_and_none() -> None:
    assert findings(report(ONE_AREA))[2:7] == [
        "12 reviews were completed.",
        "All 12 deaths reviewed were of children under one year old.",
        "All 12 deaths reviewed were of boys; none was that of a girl.",
        "None of the 12 deaths reviewed was unexpected; 12 (100%) were expected.",
        "All 12 deaths reviewed were in category 8, perinatal/neonatal event.",
    ]


def test_report_says_how_the_recommendations_of_its_meetings_stand() -> None:
    standing = report_measures.breakdown({"Made": 1, "Accepted": 2, "Refused": 0})
    contents = {"measures": {"recommendations.standing": standing}}
    document = annual_report(NONE, CHESHIRE, built_on=BUILT_ON, contents=contents)
    (table,) = [found for found in document.tables if found.caption.endswith("how they stand")]
    assert table.rows == (("Made", "1", "33%"), ("Accepted", "2", "67%"), ("Total", "3", "100%"))


def test_report_of_a_longer_period_does_not_call_it_a_year() -> None:
    document = report(figures(areas={"Bury": 3, "Bolton": 0}, label="1 April 2012 to 31 March 2014"))
    assert "No deaths were reviewed in the period." in findings(document)


@pytest.mark.parametrize("printed", [example_year(), NONE, ONE, ONE_AREA, TWELVE_AREAS])
def test_write_report_makes_a_sound_tagged_pdf(printed: dict[str, Any]) -> None:
    written = pdf.write(report(printed))
    said = words(written)
    assert (problems(written), tags(written).count("H1")) == ([], 1)
    assert "Ynys Môn and Siân Ó Súilleabháin" in said
    assert [sentence for sentence in sentences(report(printed)) if " ".join(sentence.split()) not in said] == []


def test_write_report_gives_the_same_bytes_again() -> None:
    assert pdf.write(report(example_year())) == pdf.write(report(example_year()))


def test_write_report_prints_every_cell_of_every_table_and_lists_tables_and_figures() -> None:
    document = report(example_year())
    said = words(pdf.write(document))
    listed = [*(table.caption for table in document.tables), *(each.chart.title for each in document.charts)]
    assert [caption for caption in listed if said.count(caption) < 2] == []
    rows = [row for block in document.blocks if isinstance(block, Table) for row in block.rows]
    assert [row for row in rows if " ".join(" ".join(row).split()) not in said] == []


def test_report_draws_years_with_intervals_small_multiples_and_the_time_between_rare_deaths() -> None:
    years = [figures(areas={"Halton": 3 + n, "Bury": 0}, reviewed=20, modifiable=4 + n) for n in range(3)]
    earlier = [{"label": f"20{10 + n}-{11 + n}", "measures": each["measures"]} for n, each in enumerate(years)]
    times = [("2013-04", days, 2) for days in (30, 45, 0, 61, 20, 9)]
    found = {"total": {"n": 7}, "age": {"of": 0, "rows": []}, "sex": {"of": 0, "rows": []}, "questions": {"rows": []}}
    topics = {"label": "2010-11 to 2013-14", "earlier": 3, "found": {"suicide": found}, "times": {"suicide": times}}
    panel = PanelDetails("A panel", ("Halton", "Bury"))
    contents = {"earlier": earlier, "topics": topics}
    document = annual_report(example_year(), panel, built_on=BUILT_ON, contents=contents)
    charts = {block.chart.title.partition(". ")[2]: block.chart for block in document.charts}
    dots = charts["Deaths reviewed in which modifiable factors were found, by year"]
    small = charts["Deaths notified, by local authority and year"]
    days = charts["Suicide and self-harm: days from one death to the next (t chart), 2010-11 to 2013-14"]
    assert isinstance(dots, PointChart)
    assert [(point.name, point.said) for point in dots.points][:2] == [("2010-11", "20%"), ("2011-12", "25%")]
    assert all(point.low is not None and point.low < point.value < (point.high or 0) for point in dots.points)
    assert isinstance(small, Multiples)
    assert [(one.name, one.values[:3]) for one in small.multiples][:2] == [("Halton", (3, 4, 5)), ("Bury", (0, 0, 0))]
    assert isinstance(days, PointChart)
    assert [point.value for point in days.points] == [30, 45, 0, 61, 20, 9]
    assert "in order: 30, 45, 0, 61, 20, 9." in days.description
    said = json.loads(json.dumps(kept.as_kept(document)))
    assert kept.document(said, made_on=document.made_on, logo=None) == document  # whatever is drawn in it
    unexplained = {table.caption.partition(". ")[2] for table in document.tables if not table.meaning}
    assert unexplained == {"The four groups of deaths", "Categories of death", "Glossary"}
    assert problems(pdf.write(document)) == []


def test_write_report_never_adds_the_two_cohorts() -> None:
    """78 is a number that the example year gives only where two cohorts are added."""
    assert re.findall(r"\b78\b", words(pdf.write(report(example_year())))) == []


@pytest.mark.parametrize("printed", [example_year(), NONE, ONE, ONE_AREA, TWELVE_AREAS])
def test_report_prints_no_number_that_the_figures_do_not_hold(printed: dict[str, Any]) -> None:
    held = {str(number) for number in _numbers(printed["measures"])}
    prose = " ".join(findings(report(printed)))
    told = re.sub(r"category \d+|\d+ March 2014", "", prose)
    assert set(re.findall(r"\d+", told)) - held == set()


@pytest.mark.parametrize(
    ("last", "law"),
    [("2014-03-31", "Regulations 2006"), ("2018-06-28", "Regulations 2006"), ("2019-03-31", "Act 2004")],
)
def test_report_names_the_law_of_its_time(last: str, law: str) -> None:
    printed = example_year()
    printed["period"]["to"] = last
    document = report(printed)
    assert [text for text in sentences(document) if text.endswith(f"{law}.")] != []
    (*_, explained) = document_tables(document)
    response = "Joint agency response" if law == "Act 2004" else "Rapid response"
    assert [word for word, _ in explained.rows if word.endswith("response")] == [response]


OF_CHILDREN = {"edition": "Census", "groups": {"White": 900, "Mixed": 40, "Asian": 50, "Black": 10}}


@pytest.mark.parametrize(
    ("recorded", "edition", "row", "said"),
    [
        ({"White": 8, "Asian": 2}, "full", ("White", "8", "80%", "49% to 94%", "900", "90%"), "of the 10 deaths"),
        ({"White": 7, "Asian": 2}, "full", ("White", "7", "900", "90%"), "fewer than 10 deaths"),
        ({"White": 8, "Asian": 2}, "public", ("White", "8", "900", "90%"), "fewer than 20 deaths"),
        ({"White": 30, "Asian": None}, "public", ("White", "30", "900", "90%"), "because numbers are withheld"),
    ],
)
def test_deaths_of_ethnic_groups_stand_beside_the_children_of_the_area(
    recorded: dict[str, int | None], edition: str, row: tuple[str, ...], said: str
) -> None:
    printed = example_year() | {"edition": edition}
    rows = [{"key": key, "label": key, "n": n, "percent": None} for key, n in recorded.items()]
    printed["measures"]["reviewed.ethnicity"] = {"of": 35, "rows": rows}
    blocks = beside_the_children(Figures(printed), OF_CHILDREN)
    assert isinstance(blocks[0], Table)
    assert tuple(cell.replace("\xa0", " ") for cell in blocks[0].rows[0]) == row
    assert said in blocks[1].text
    assert beside_the_children(Figures(printed), {}) == []


def test_report_draws_the_process_with_the_numbers_of_the_year_and_none_where_none_is_known() -> None:
    drawn = report(example_year()).charts[0].chart
    assert isinstance(drawn, Flow)
    assert [step.number for step in drawn.steps] == ["58", "0", "", "", "35", ""]
    assert "5. The panel reviews: 35 reviews completed" in drawn.description
    for width, text in ((WIDTH, TEXT), (PAGE_WIDTH, PAGE_TEXT)):
        shapes = drawn.laid_out(width, text).shapes
        assert {"58", "35"} <= {shape.text for shape in shapes if isinstance(shape, Words)}
        assert all(0 <= shape.x1 <= width and 0 <= shape.x2 <= width for shape in shapes if isinstance(shape, Axis))
    at = {shape.text: shape.y for shape in drawn.laid_out(WIDTH, TEXT).shapes if isinstance(shape, Words)}
    assert at["5. The panel reviews"] < at["6. What was learned goes on"] < at["reviews completed"]


def test_report_keeps_each_table_beside_its_chart() -> None:
    blocks = report(example_year()).blocks
    after = [type(following) for block, following in pairwise(blocks) if isinstance(block, Chart)]
    assert after == [Note, *[Table] * 13]  # the process is drawn of what stands in words above it


@pytest.mark.parametrize("lines", [20, 21, 22])
def test_a_table_stands_on_the_page_of_all_its_notes(lines: int) -> None:
    table = Table("A table", ("Name", "Number"), (("a row", "1"), ("another", "2")))
    text = (Heading("Areas", "areas"), *(Paragraph(f"Line {number}") for number in range(lines)))
    blocks = (*text, table, Note("A first note."), Note("And a second."))
    (page,) = [page for page in words_by_page(_plainly(blocks)) if "A table" in page]
    assert ("A first note." in page, "And a second." in page) == (True, True)


def test_a_part_begins_a_page_unless_much_of_the_one_before_is_empty() -> None:
    part = Heading("Deaths reviewed", "reviewed", new_page=True)
    begun = {
        lines: len(words_by_page(_plainly((*(Paragraph(f"Line {number}") for number in range(lines)), part))))
        for lines in (12, 20)
    }
    assert begun == {12: 1, 20: 2}


def test_a_small_chart_stands_beside_its_table_and_two_small_tables_beside_each_other() -> None:
    names = ("Cheshire West and Chester", "Halton")
    chart = Chart("c", BarChart("Areas", "In words", names, (Series("deaths", (3, 4)),)))
    tall = Chart("t", replace(chart.chart, categories=tuple("abcdefghij"), series=(Series("deaths", (1,) * 10),)))
    small = Table("Small", ("Area", "Number"), tuple((name, "3") for name in names))
    wide = replace(small, rows=(("A name that is much longer than half of the width of any page of paper", "3"),))
    half, note = replace(small, half=True), Note("Of the small one.")
    rows = abreast.rows([chart, small, note, tall, small, wide, small, chart, small, small, half, half, half])
    beside = [[chart], [small, note]], [[tall]], [[small]], [[wide]], [[small]], [[chart], [small]], [[small]]
    assert [[list(unit) for unit in row] for row in rows] == [*beside, [[half]] * 3]


def test_slides_say_the_numbers_of_a_table_in_one_sentence_and_its_other_rows_one_by_one() -> None:
    stand = Table(
        "Table 1. By how they stand",
        ("Standing", "Number", "%"),
        (("Made", "2", "67%"), ("Total", "3", "100%")),
        total=True,
    )
    asked = Table("Table 2. Asked", ("Recommendation", "To", "Answer"), (("Ask about sleep.", "A trust", "–"),))
    blocks = (Heading("Recommendations", "followed"), stand, asked)
    *_, slide = slides.slides(replace(report(NONE), blocks=blocks))
    assert slide.points == ("By how they stand: made 2", "Ask about sleep: to A trust")


def test_a_list_over_two_pages_is_in_two_columns_on_each() -> None:
    charts = tuple(
        Chart(f"c{n}", BarChart(f"Chart number {n} ends", "In words", ("a",), (Series("deaths", (n,)),)))
        for n in range(150)
    )
    pages = words_by_page(pdf.write(replace(report(NONE), blocks=(Heading("Charts", "charts"), *charts))))
    listed = [[n for n in range(150) if f"Chart number {n} ends" in page] for page in pages[1:3]]
    assert ([n for page in listed for n in page], len(listed[0]) > 75) == (list(range(150)), True)


def _plainly(blocks: tuple[Block, ...]) -> bytes:
    document = replace(report(NONE), blocks=blocks)
    sheet = paper.Sheet("A title", "A title", "Confidential", "A panel", BUILT_ON)
    return paper.write(sheet, lambda _: [paper.space(90), *report_pages.body(document)])


@pytest.mark.parametrize("lines", [10, 12, 14, 16])
def test_a_heading_stands_on_the_page_of_the_table_and_note_that_follow_it(lines: int) -> None:
    rows = tuple((f"row {number}", str(number)) for number in range(7))
    text = (
        Heading("Areas", "areas"),
        *(Paragraph(f"Line {number}") for number in range(lines)),
        Heading("A part", "part"),
        Heading("Halton", "halton", 3),
    )
    blocks = (*text, Table("A table", ("Name", "Number"), rows), Note("A note of the table."))
    (page,) = [page for page in words_by_page(_plainly(blocks)) if "Halton" in page]
    assert [words in page for words in ("A part", "A table", "A note of the table")] == [True] * 3


def test_a_table_is_parted_where_much_of_a_page_would_stay_empty_and_its_note_is_below_the_last_row() -> None:
    rows = tuple((f"row {number} ends", str(number)) for number in range(10))
    beginnings = set()
    for lines in range(10, 26, 3):
        text = (Heading("A part", "part"), *(Paragraph(f"Line {number}") for number in range(lines)))
        table = (Heading("Halton", "halton", 3), Table("A table", ("Name", "Number"), rows), Note("A note."))
        pages = words_by_page(_plainly((*text, *table)))
        shown = [[row for row, _ in rows if row in page] for page in pages]
        assert [row for page in shown for row in page] == [row for row, _ in rows]
        assert ("A note." in pages[-1], shown[-1][-1:]) == (True, ["row 9 ends"])
        beginnings |= {len(found) for found, page in zip(shown, pages, strict=True) if "Halton" in page}
    assert beginnings == {6, 10}


def test_the_last_point_of_a_list_and_the_note_of_a_chart_never_stand_alone_on_a_page() -> None:
    chart = Chart("c", BarChart("A chart", "In words", ("a", "b"), (Series("deaths", (3, 4)),)))
    shown = (Points(tuple(f"point {n} ends" for n in range(4)), first=9), chart, Note("Of the chart."))
    for lines in range(12, 30):
        text = (Heading("A part", "part"), *(Paragraph(f"Line {number}") for number in range(lines)))
        pages = words_by_page(_plainly((*text, *shown)))
        with_its_like = [("point 2 ends" in page, "12." in page) for page in pages if "point 3 ends" in page]
        assert (with_its_like, ["A chart" in page for page in pages if "Of the chart" in page]) == (
            [(True, True)],
            [True],
        )


@pytest.mark.parametrize("lines", range(2, 30, 4))
def test_the_heading_of_an_appendix_stands_on_the_page_of_its_first_tables(lines: int) -> None:
    table = Table("A table", ("Name", "Number"), tuple((f"row {number}", "1") for number in range(8)), half=True)
    text = (Heading("Areas", "areas"), *(Paragraph(f"Line {number}") for number in range(lines)))
    appendix = (Heading("The appendix", "appendix"), Paragraph("These are few."), Heading("Halton", "halton", 3))
    halves = (replace(table, caption=f"Half {number}") for number in range(6))
    pages = words_by_page(_plainly((*text, *appendix, *halves)))
    (page,) = [page for page in pages if "The appendix" in page]
    assert ("Halton" in page, "Half 0" in page) == (True, True)
    assert all(sum(f"Half {number}" in page for page in pages) == 1 for number in range(6))


def test_how_to_check_a_report_never_stands_alone_on_a_page() -> None:
    words = Table("Words", ("Word", "Meaning"), tuple((f"word {n}", "said") for n in range(12)), numbers=False)
    end = (Heading("How to check", "checking"), Paragraph("By the snapshot."), Paragraph("Snapshot abc"))
    for lines in range(6, 24, 2):
        text = (Heading("Areas", "areas"), *(Paragraph(f"Line {number}") for number in range(lines)))
        pages = words_by_page(_plainly((*text, words, *end)))
        assert ("word 11" in pages[-1], "How to check" in pages[-1]) == (True, True)
        assert "word 0 " in pages[-1].replace("\n", " ") or "word 8 " in pages[-1].replace("\n", " ")
        assert all(sum(f"word {n} " in page.replace("\n", " ") for page in pages) == 1 for n in range(12))


def test_the_note_that_ends_a_short_version_never_stands_alone_on_a_page() -> None:
    for lines in range(16, 36):
        said = (*(Idea(f"Line {number}.") for number in range(lines)), Note("This is a short version."))
        *_, last = words_by_page(short_pages.write(replace(report(NONE), blocks=said)))
        assert ("This is a short version." in last, f"Line {lines - 1}." in last) == (True, True)


def document_tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def test_report_withholds_what_the_figures_withhold() -> None:
    printed = example_year()
    printed["edition"] = "public"
    printed["measures"]["reviewed.category"]["rows"][1] |= {"n": None, "percent": None, "withheld": True}
    told_by = printed["measures"]["notified.timeliness_by_agency"]["rows"]
    assert "Median days" in {name for block in document_tables(report(printed)) for name in block.head}
    for row in told_by:
        row["median_days"] = None
    document = report(printed)
    (agencies,) = [block for block in document_tables(document) if "by agency" in block.caption]
    assert agencies.head == ("Agency", "Notified", "Same or next day")  # no column in which nothing stands
    assert "Medians are not in this edition" in str(document.blocks)
    assert "to the nearest 5" not in str([block for block in document.blocks if isinstance(block, Note)])
    told_by[0] |= {"n": 10, "rounded": True}
    assert "Some numbers here are to the nearest 5" in str(report(printed).blocks)
    (table,) = [block for block in document.blocks if isinstance(block, Table) and "by category" in block.caption][:1]
    assert table.rows[1] == ("8. Perinatal/neonatal event", "withheld", "withheld")
    assert problems(pdf.write(document)) == []


def test_report_draws_nothing_of_numbers_that_are_withheld_or_none() -> None:
    printed = example_year()
    hidden = {"n": None, "percent": None, "withheld": True}
    categories = printed["measures"]["reviewed.category"]["rows"]
    categories[0] |= {"n": 0, "percent": 0}
    categories[1] |= {"n": 0, "percent": 0}
    categories[2] |= hidden
    by_category = printed["measures"]["reviewed.modifiable_by_category"]
    by_category["rows"] = [by_category["rows"][0] | hidden]
    titles = [block.chart.title for block in report(printed).blocks if isinstance(block, Chart)]
    assert len(titles) == 12
    assert [title for title in titles if "category" in title] == []


def test_report_says_of_which_deaths_no_joint_agency_response_is_recorded() -> None:
    printed = example_year()
    rows = [{"key": "missing", "label": "Not recorded", "n": 42, "percent": 100}]
    printed["measures"]["notified.joint_agency_response"] = {"of": 42, "rows": rows}
    assert "Joint agency response: recorded for none of the 42 unexpected deaths notified." in sentences(
        report(printed)
    )


@pytest.mark.parametrize("printed", [example_year(), NONE, ONE])
def test_report_as_a_page_is_valid_html_without_styles(printed: dict[str, Any]) -> None:
    document = report(printed)
    app = Flask("cdop", root_path="cdop")
    template = app.jinja_env.from_string(
        '{% from "reports/_blocks.html" import blocks, contents %}'
        '<!doctype html><html lang="en"><title>Report</title>'
        "<main>{{ contents(document) }}{{ blocks(document) }}</main></html>"
    )
    page = template.render(document=document)
    parsed = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    ids = [element.get("id") for element in parsed.iter() if element.get("id")]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert len(ids) == len(set(ids))
    assert len(parsed.findall(".//table")) == len(parsed.findall(".//caption")) == len(tables)
    assert all(heading.get("scope") in {"col", "row"} for heading in parsed.iter("th"))
    assert re.findall(r"<style|\sstyle=|\sclass=\"\"", page) == []


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(inner)
    elif isinstance(value, int):
        yield value


def test_report_says_how_many_reviews_each_meeting_completed() -> None:
    completed = report_measures.counted({"9 January 2014": 4, "13 March 2014": 8})
    contents = {"measures": {"meetings.cases": completed}}
    document = annual_report(example_year(), CHESHIRE, built_on=BUILT_ON, contents=contents)
    (table,) = [found for found in document.tables if found.caption.endswith("completed at each meeting")]
    assert table.rows == (("9 January 2014", "4"), ("13 March 2014", "8"))
    (note,) = [block for block in document.blocks if isinstance(block, Note) and "A meeting may also" in block.text]
    assert document.blocks.index(note) == document.blocks.index(table) + 1
