"""Which files are taken: by what is in them, never by their name alone."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cdop.rules import file_types
from cdop.rules.file_types import ACTIVE, DAMAGED, DISAGREES, EMPTY, NOT_TAKEN, TOO_MUCH, TYPES, Refused, accepted
from tests.documents_sent import PDF, RELATION, TEXT, enormous_jpeg, enormous_png, office, picture

SAMPLES = {
    "pdf": PDF,
    "docx": office(),
    "xlsx": office("xl/workbook.xml"),
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
    "txt": TEXT,
}


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        accepted(name, content)
    return str(refused.value)


@pytest.mark.parametrize("ending", SAMPLES)
def test_every_kind_that_is_offered_is_taken(ending: str) -> None:
    for name in (f"report.{ending}", f"Ärztlicher BERICHT.v2.{ending.upper()}"):
        found, content = accepted(name, SAMPLES[ending])
        assert (found.ending, found.media_type == "", content) == (ending, False, SAMPLES[ending])


def test_every_kind_has_a_sample_and_its_own_ending() -> None:
    assert [each.ending for each in TYPES] == list(SAMPLES)
    assert [file_types.of_ending(each.ending) for each in TYPES] == list(TYPES)


@pytest.mark.parametrize("ending", SAMPLES)
@pytest.mark.parametrize("other", SAMPLES)
def test_content_that_is_another_kind_than_the_name_says_is_refused(ending: str, other: str) -> None:
    if ending != other:
        assert refusal(f"report.{ending}", SAMPLES[other]) == DISAGREES


@pytest.mark.parametrize("name", ["report.exe", "report.html", "report.svg", "report.doc", "pdf", "", "report.pdf.js"])
def test_other_endings_are_refused_whatever_is_in_them(name: str) -> None:
    assert refusal(name, PDF) == NOT_TAKEN
    assert refusal("report.pdf", b"") == EMPTY


def zipped(content: bytes = b"x") -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("run.js", content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("two-in-one.pdf", PDF + zipped(), DISAGREES),
        ("page.pdf", b"<script>alert(1)</script>" + PDF, DISAGREES),
        ("page.pdf", PDF + b"<script>alert(1)</script>", DISAGREES),
        ("cut.pdf", PDF[:20], DAMAGED),
        ("program.txt", b"MZ\x90\0\3\0\0\0", DISAGREES),
        ("program.pdf", b"MZ\x90\0\3\0\0\0" + PDF, DISAGREES),
        ("empty.docx", zipped(), DISAGREES),
        ("cut.docx", office()[:-10], DAMAGED),
        ("macro.docx", office(word__vbaProject_bin=b"x"), ACTIVE),
        ("entity.docx", office(word__a_xml='<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "x">]><a/>'), ACTIVE),
        ("template.docx", office(word___rels__a_rels=RELATION.format(kind="attachedTemplate")), ACTIVE),
        ("object.docx", office(word___rels__a_rels=RELATION.format(kind="oleObject")), ACTIVE),
        ("program.docx", office(word__run_exe=b"x"), ACTIVE),
        ("bomb.docx", office(word__a_xml=bytes(101 * 1024 * 1024)), TOO_MUCH),
    ],
)
def test_what_is_two_things_or_does_something_is_refused(name: str, content: bytes, why: str) -> None:
    assert refusal(name, content) == why


def test_link_that_a_person_presses_is_taken() -> None:
    content = office(word___rels__a_rels=RELATION.format(kind="hyperlink"))
    assert accepted("letter.docx", content)[1] == content


def test_entity_that_lies_across_two_pieces_is_found() -> None:
    for shift in range(12):
        markup = b" " * (64 * 1024 - shift) + b"<!DOCTYPE a>"
        assert refusal("entity.docx", office(word__a_xml=markup)) == ACTIVE


def test_damaged_part_of_a_document_is_refused() -> None:
    content = bytearray(office(word__a_xml="<a>" + "abc" * 900 + "</a>"))
    content[content.index(b"word/a.xml") + 14] ^= 0xFF
    assert refusal("letter.docx", bytes(content)) == DAMAGED


@pytest.mark.parametrize(("name", "content"), [("a.png", enormous_png()), ("a.jpg", enormous_jpeg())])
def test_picture_that_says_it_is_enormous_is_refused_without_being_drawn(name: str, content: bytes) -> None:
    assert "too large" in refusal(name, content)


@pytest.mark.parametrize(("ending", "kind"), [("png", "PNG"), ("jpg", "JPEG")])
def test_picture_is_kept_without_what_it_tells_or_carries(ending: str, kind: str) -> None:
    sent = picture(kind, exif=True) + b"<script>" + zipped()
    _found, content = accepted(f"photo.{ending}", sent)
    assert [word for word in (b"Canary", b"<script>", b"run.js") if word in content] == []
    image, before = Image.open(BytesIO(content)), Image.open(BytesIO(sent))
    assert (image.size, image.tobytes() == before.tobytes(), dict(image.getexif().get_ifd(0x8825))) == (
        (8, 6),
        True,
        {},
    )
    if kind == "JPEG":
        assert dict(image.getexif()) == {0x0112: 6}, "which way up it is stays"


@pytest.mark.parametrize("progressive", [False, True])
def test_photograph_of_some_size_is_the_same_picture_afterwards(progressive: bool) -> None:
    image, made = Image.effect_noise((300, 200), 90).convert("RGB"), BytesIO()
    image.save(made, "JPEG", progressive=progressive, restart_marker_blocks=4)
    content = accepted("photo.jpeg", made.getvalue())[1]
    assert Image.open(BytesIO(content)).tobytes() == Image.open(made).tobytes()


@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 10_000), st.integers(0, 255), st.integers(0, 10_000))
def test_spoilt_file_is_taken_or_refused_and_nothing_else(ending: str, place: int, byte: int, cut: int) -> None:
    spoilt = bytearray(SAMPLES[ending])
    spoilt[place % len(spoilt)] = byte
    for content in (bytes(spoilt), bytes(spoilt[: cut % len(spoilt) + 1])):
        said = "taken"
        try:
            accepted(f"a.{ending}", content)
        except Refused as refused:
            said = str(refused)
        assert said
