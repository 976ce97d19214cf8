"""A statutory form on paper: all that is asked, in its order; what is blank is told from what is not known."""

import io
from datetime import UTC, datetime

import pypdf
import pytest

from cdop.documents.questionnaire_pdf import FormPaper, write, write_all
from cdop.questionnaires import registry
from cdop.questionnaires.answer import Answer
from tests.documents.reading import read, words
from tests.documents.structure import problems, tags
from tests.questionnaires.sample import EXAMPLES, NOT_APPLICABLE, NOT_HELD, NOT_KNOWN, SAMPLE, answered

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TYPED = "Found <b>unclosed; x<y.\nThen &amp; later. Żółw 王小明"


def paper(answers, spec=SAMPLE, **differently):
    return FormPaper(spec, answers, panel="A panel", reference="PAN/001", printed_at=AT, **differently)


def printed(answers, **differently):
    return words(write(paper(answers, **differently)))


def test_write_form_prints_one_cell_for_every_kind_of_answer():
    answers = answered(**{key: example[0] for key, example in EXAMPLES.items()}) | answered(place="elsewhere")
    said = {" ".join(found.text.split()) for found in read(write(paper(answers)))}
    shown = {" ".join(example[1].split()) for key, example in EXAMPLES.items() if key != "place"}
    assert shown <= said


def test_write_form_tells_blank_from_each_way_of_not_answering():
    pdf = write(paper(answered(ill=NOT_HELD, place=NOT_KNOWN, at_time=NOT_APPLICABLE)))
    said = [found.text for found in read(pdf)]
    after = {text: said[place + 1] for place, text in enumerate(said[:-1])}
    questions = ("Where was it?", "Was the child ill?", "At what time?", "Which services?")
    assert [after[question] for question in questions] == [
        "Not known",
        "Nothing held on this",
        "Not applicable",
        "Not answered",
    ]


def test_write_form_prints_what_was_typed_as_it_was_typed():
    said = [found.text for found in read(write(paper(answered(ill="yes", illness=TYPED))))]
    assert TYPED.replace("\n", " ") in said


def test_write_form_leaves_out_what_is_hidden_for_others_or_identifying():
    answers = answered(ill="no", illness="flu", incident="4711", nhs_number="9990000018", place="home")
    assert "flu" not in printed(answers)
    assert ["4711" in printed(answers, agency_type=agency) for agency in ("police", "gp")] == [True, False]
    assert ["999 000 0018" in printed(answers, identifying=each) for each in (True, False)] == [True, False]


def test_write_form_prints_each_row_of_a_group_and_says_where_none_was_added():
    rows = {("name", "01"): Answer("Ann"), ("name", "02"): Answer("Bob")}
    said = printed(answered(ill="yes") | rows)
    assert said.index("Sibling 1") < said.index("Ann") < said.index("Sibling 2") < said.index("Bob")
    assert "C1. Brothers and sisters None added" in printed(answered(ill="yes"))
    assert printed(answered(ill="no")).endswith("C. The family Nothing is asked here.")
    named = printed(answered(ill="yes") | rows, identifying=False)
    assert ("Sibling 2" in named, "Bob" in named) == (True, False)


def test_write_form_names_authors_where_they_are_told():
    said = printed(answered(place="home"), authors={("place", ""): "Dr Ann Other"}, head=(("Agency", "A practice"),))
    assert "Where was it? Home Dr Ann Other" in said
    assert ("Agency A practice" in said, "Given by" in said, "Given by" in printed({})) == (True, True, False)


def test_write_form_is_a_sound_tagged_pdf_without_a_name_in_its_title():
    pdf = write(paper(answered(place="home", nhs_number="9990000018")))
    assert (problems(pdf), tags(pdf).count("H1"), tags(pdf).count("Table")) == ([], 1, 2)
    assert pdf == write(paper(answered(place="home", nhs_number="9990000018")))


OLDEST = {spec.key: spec for spec in reversed(registry.published())}.values()
CURRENT = [spec for spec in registry.published() if spec.until_on is None]


@pytest.mark.parametrize("spec", [*OLDEST, *CURRENT], ids=lambda spec: f"{spec.key} {spec.version}")
def test_write_every_form_without_an_answer_prints_its_questions(spec):
    pdf = write(paper({}, spec=spec))
    assert problems(pdf) == []
    assert all(section.title in words(pdf) for section in spec.sections)


@pytest.mark.parametrize(
    "spec", [registry.get("form_b", "2010-1"), registry.get("analysis", "2010-1")], ids=["form_b", "analysis"]
)
def test_write_form_leaves_no_heading_alone_at_the_foot_of_a_page(spec):
    head = (("Agency", "A practice"), ("Sent", "20 November 2026"), ("Version", spec.version))
    pages = pypdf.PdfReader(io.BytesIO(write(paper({}, spec=spec, head=head)))).pages
    last = [page.extract_text().strip().splitlines()[-1].strip() for page in pages]
    assert not {f"{section.letter}. {section.title}" for section in spec.sections} & set(last)


def test_write_all_forms_is_one_sound_pdf_with_each_on_a_page_of_its_own():
    papers = [paper(answered(place="home"), head=(("Agency", name),)) for name in ("A practice", "A school")]
    pdf = write_all(papers)
    assert (problems(pdf), tags(pdf).count("H1")) == ([], 3)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert "Sample form; Agency: A practice" in " ".join(pages[0].split())
    assert ["A school" in page for page in pages] == [True, False, True]
    assert pdf == write_all(papers)
