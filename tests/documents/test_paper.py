"""What is typed comes out of the paper as typed, whatever it is; and the paper is tagged."""

import io
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from cdop.documents import contents, paper
from cdop.documents.tables import CELL, HEAD, Grid, table
from tests.documents.reading import Said, read, words
from tests.documents.structure import problems, tags

ROOT = Path(__file__).parents[2]
SHEET = paper.Sheet("A <title> & more", "Running title", "Confidential", "A panel", date(2026, 11, 3))

NAMES = [
    "Zoë Ó Néill",
    "Łucja Świętosławska",
    "Siân Llŷr Wŷn",
    "x\u030c\u0323 e\u0301",
    "Nguyễn Thị Ánh",
    "Γιώργος Παπαδόπουλος",
    "Юлия Їжак",
    "王小明",
    "たろう 김철수",
    "राजेश क्षत्रिय",
    "মোহাম্মদ",
    "ਹਰਪ੍ਰੀਤ",
    "அனிதா",
    "น้ำฝน",
    "ሰላም",
    "Ꭰᏸ",
    "👶🏽 👨‍👩‍👧",
    "ʻOkina Ɓa ɖ",
]
RIGHT_TO_LEFT = ["שלום יעל", "محمد عبد الله", "فاطمة"]
NARRATIVE = [
    "<b>unclosed",
    "x<y and y>z",
    '<img src="/etc/passwd">',
    '<a href="javascript:alert(1)">link</a>',
    "<font color=\"[[[getattr(pow, Word('__globals__'))]]]\">",
    "&amp; &lt; &nbsp;",
    "{{7*7}} {% raw %}",
    "a\\b (c) [d] /Artifact BMC EMC",
]


def printed(*texts: object) -> bytes:
    return paper.write(SHEET, lambda _: [paper.para(text) for text in texts])


@pytest.mark.parametrize("text", [*NAMES, *NARRATIVE])
def test_print_any_text_gives_it_back_as_typed(text: str) -> None:
    assert read(printed(text)) == [Said("P", unicodedata.normalize("NFC", text))]


@pytest.mark.parametrize("text", RIGHT_TO_LEFT)
def test_print_right_to_left_text_keeps_its_words_in_order_and_its_signs_as_they_stand(text: str) -> None:
    (said,) = read(printed(text))
    assert [word[::-1] for word in said.text.split()] == text.split()


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=120))
@example("<para>\u0300x</para>" + "long" * 200)
def test_print_any_unicode_gives_back_every_character(text: str) -> None:
    said = words(printed(text))
    assert sorted(_visible(said)) == sorted(_visible(unicodedata.normalize("NFC", text)))


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=591, exclude_categories=["Cc", "Cf"]), max_size=300))
def test_print_latin_text_gives_back_the_same_words(text: str) -> None:
    assert words(printed(text)) == " ".join(unicodedata.normalize("NFC", text).split())


def test_print_control_characters_shows_that_something_was_there() -> None:
    assert [said.text for said in read(printed("a\x01b\x7fc\ufffed", "one\ttwo\r\nthree\x0bfour"))] == [
        "a\ufffdb\ufffdc\ufffdd",
        "one two three four",
    ]


def test_print_markup_embeds_no_picture_and_no_address() -> None:
    with pikepdf.open(io.BytesIO(printed(*NARRATIVE))) as opened:
        kinds = [str(found.get("/Subtype", "")) for found in opened.objects if isinstance(found, pikepdf.Dictionary)]
        pictures = [found for found in opened.objects if isinstance(found, pikepdf.Stream) and "/Width" in found]
    assert (pictures, "/Link" in kinds, "/URI" in kinds) == ([], False, False)


def test_print_the_same_twice_gives_the_same_bytes() -> None:
    assert printed("Zoë", "王小明", "محمد") == printed("Zoë", "王小明", "محمد")


def test_print_long_table_repeats_its_headings_and_stays_one_table() -> None:
    rows = [(f"row {number}", number) for number in range(120)]
    pdf = paper.write(SHEET, lambda _: [table("Rows", ("Name", "Number"), rows)])
    found = tags(pdf)
    assert (found.count("Table"), found.count("THead"), found.count("TR"), problems(pdf)) == (1, 1, 121, [])
    assert [said.text for said in read(pdf) if said.tag == "TD"] == [str(number) for number in range(120)]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 4


def test_print_cell_longer_than_a_page_splits_it_and_loses_nothing() -> None:
    long = "\n\n".join(f"{number} " + "narrative words " * 60 for number in range(20))
    pdf = paper.write(SHEET, lambda _: [table("", ("When", "What"), [("today", long), ("b", "c")], numbers=False)])
    assert (problems(pdf), tags(pdf).count("TR")) == ([], 3)
    assert words(pdf) == " ".join(["When What today", *long.split(), "b c"])


def _story(page_of: dict[str, int]) -> list[object]:
    entries = [contents.Entry("First", 2, "first"), contents.Entry("Second", 3, "second")]
    return [
        paper.para("Title", paper.TITLE, tag="H1"),
        *contents.lines(entries, page_of),
        *paper.new_page(),
        *paper.heading("First", 2, "first"),
        *paper.points(["one", "two"]),
        *paper.new_page(),
        *paper.heading("Second", 3, "second"),
        paper.para("words " * 900),
    ]


def test_print_headings_makes_bookmarks_and_contents_that_lead_to_them() -> None:
    pdf = paper.write(SHEET, _story)  # type: ignore[arg-type]
    said = [(found.tag, found.text) for found in read(pdf)]
    assert said[:3] == [("H1", "Title"), ("Link", "First 2"), ("Link", "Second 3")]
    assert said[4:8] == [("Lbl", "•"), ("LBody", "one"), ("Lbl", "•"), ("LBody", "two")]
    assert problems(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        assert [(entry.title, [inner.title for inner in entry.children]) for entry in outline.root] == [
            ("First", ["Second"])
        ]
        assert str(opened.docinfo["/Title"]) == "A <title> & more"
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20261103")


@pytest.mark.parametrize("panel", ["A panel", "Child Death Overview Panel of " + "Invented Valley, " * 5, "W" * 120])
def test_every_page_names_the_paper_at_its_head_however_long_the_name_of_the_panel(panel: str) -> None:
    reader = "Confidential. For Quillandra " + "Invented-" * 11 + "Reader. 3 November 2026 at 2:30pm"
    sheet = replace(SHEET, author=panel, running_title="Minutes of the meeting of 3 November 2026", foot=reader)
    page = PdfDocument(paper.write_once(sheet, [paper.para("Words")]))[0]
    texts = page.get_textpage()
    words, shown = " ".join(texts.get_text_range().split()), page.get_size()
    assert all(each in words for each in (sheet.running_title, "2:30pm", "Page 1 of 1"))
    assert panel[:15] in words
    boxes = [texts.get_charbox(at) for at in range(texts.count_chars())]
    assert all(left > 10 and right < shown[0] - 10 and bottom > 10 for left, bottom, right, _ in boxes if right > left)


def test_no_module_but_the_paper_sets_text() -> None:
    """ReportLab's Paragraph reads markup; its strings drawn on a canvas are neither tagged nor shaped."""
    forbidden = re.compile(
        r"(?<!blocks\.)\bParagraph\(|\bdrawString|\bdrawRightString|\bdrawCentredString|\bXPreformatted"
    )
    sources = sorted((ROOT / "cdop").rglob("*.py"))
    imported = [path for path in sources if re.search(r"import.*\bParagraph\b", _reportlab_imports(path))]
    drawn = [path for path in sources if forbidden.search(path.read_text()) and "reportlab" in path.read_text()]
    assert (len(sources) > 50, imported, drawn) == (True, [], [])


def _reportlab_imports(path: Path) -> str:
    return "\n".join(re.findall(r"^from reportlab.*?(?:\)|$)", path.read_text(), re.M | re.S)).replace("\n", " ")


def _visible(text: str) -> str:
    """The characters that have a shape: not spaces, and not those that only steer others."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cf", "Zl", "Zp"})


def test_print_in_several_threads_gives_each_its_own_bytes() -> None:
    texts = [f"{name} {number}" for number, name in enumerate([*NAMES, *RIGHT_TO_LEFT])]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(printed, texts))
    assert together == [printed(text) for text in texts]


ENDLESS = "w" * 10_000
FIGURES = (("Halton", "3", "30%"), ("Warrington", "7", "70%"))


@pytest.mark.parametrize(
    ("head", "rows", "numbers"),
    [
        (("When", "Who", "What"), (("1 May 2026 at 9am", ENDLESS, ENDLESS),), False),
        (("What", "What is known"), (("Given names", ENDLESS), (ENDLESS, "a few words")), False),
        (("Local authority", "Number", "%"), ((ENDLESS, "3", "30%"), *FIGURES), True),
        (("Local authority", ENDLESS, "%"), FIGURES, True),
        (("Category", *[f"Band {number}" for number in range(8)]), ((ENDLESS, *["12"] * 8),), True),
    ],
)
def test_set_table_breaks_an_endless_word_and_leaves_room_for_the_rest(
    head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numbers: bool
) -> None:
    grid = Grid(head, rows, numbers=numbers, total=False)
    grid.set(paper.MEASURE)
    assert min(grid.columns) >= 34
    assert grid.across <= paper.MEASURE + 0.01
    kept = [(HEAD, grid.head_lines), *((CELL, cells) for cells in grid.lines)]
    for style, cells in kept:
        for lines, room in zip(cells, grid.columns, strict=True):
            assert max(line.width * style.size / 1000 for line in lines) <= room
    short = [
        lines
        for cells, row in zip(grid.lines, rows, strict=True)
        for lines, cell in zip(cells, row, strict=True)
        if cell != ENDLESS
    ]
    assert max(len(lines) for lines in short) == 1


def test_the_names_of_rows_take_one_line_where_there_is_room() -> None:
    head = ("Quarter", "Notified", "Died", "Reviewed", "Open at the end", "Meetings", "Median days to review")
    grid = Grid(head, [("October to December 2013", *["15"] * 6)], numbers=True, total=False)
    grid.set(paper.MEASURE)
    assert len(grid.lines[0][0]) == 1


def test_a_table_of_numbers_is_parted_with_four_rows_on_each_page_and_what_is_left_never_again_on_the_first() -> None:
    whole = table("", ("Name", "Number"), [(f"row {number}", "1") for number in range(14)])
    high, begun = whole.wrap(paper.MEASURE, 0)[1], set()
    for room in range(100, int(high)):
        if parts := whole.split(paper.MEASURE, room):
            shown, rest = parts
            assert rest.split(paper.MEASURE, room - shown.wrap(paper.MEASURE, room)[1]) == []
            begun.add(len(shown.parts))
    assert begun == {10}


def test_a_short_table_stays_whole_unless_three_tenths_of_a_page_would_stay_empty() -> None:
    whole = table("", ("Name", "Number"), [(f"row {number}", "1") for number in range(14)])
    high = whole.wrap(paper.MEASURE, 0)[1]
    parted = [room for room in range(100, int(high)) if whole.split(paper.MEASURE, room)]
    assert min(parted) == -int(-paper.FULL_HEIGHT * 0.3 // 1)


def test_the_last_column_of_a_table_of_words_can_be_figures_which_stand_right() -> None:
    words = [("Notified", "In the year", "54")]
    for last, right in ((False, []), (True, [2])):
        grid = Grid(("Group", "Which", "Number"), words, numbers=False, total=False, last_number=last)
        assert [*grid.to_the_right] == right
    assert [*Grid(("Sex", "Number", "%"), words, numbers=True, total=False).to_the_right] == [1, 2]
