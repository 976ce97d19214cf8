"""Which kinds of file are taken, told by what is in them; the ending of the name must agree.

Everything else is refused with words for whoever sent it. Nothing here draws, runs or unpacks a file to disk.
"""

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from cdop.rules import pictures

MOST_PARTS = 5_000
MOST_UNPACKED = 100 * 1024 * 1024
"""Bytes of an office document when it is unpacked: what holds more is a bomb, or needs no panel."""
LONGEST_TEXT = 5 * 1024 * 1024
_CHUNK = 64 * 1024
# What Python says of an archive that is broken or locked.
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)
_PACKED_AS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

NOT_TAKEN = "Choose a PDF, a Word document (.docx), an Excel workbook (.xlsx), a picture (.png or .jpg) or a text file"
DISAGREES = "The file is not what its name says. Save it again from its program, then choose it"
DAMAGED = "The file is damaged. Save it again from its program, then choose it"
ACTIVE = "The document has macros or fetches something from elsewhere. Save it as a PDF, then choose that"
EMPTY = "The file is empty"
TOO_MUCH = "The document holds far more than it seems to. Save it as a PDF, then choose that"


class Refused(ValueError):
    """The file is not taken; the text says why, for whoever sent it."""


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken. `clean` checks the content and returns what is kept of it, or raises Refused."""

    label: str
    ending: str
    endings: frozenset[str]
    media_type: str
    clean: Callable[[bytes], bytes]


def accepted(name: str, content: bytes) -> tuple[FileType, bytes]:
    """Return which type a file is and what is kept of it. Raises Refused."""
    if not content:
        raise Refused(EMPTY)
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    named = next((each for each in TYPES if ending in each.endings), None)
    if named is None:
        raise Refused(NOT_TAKEN)
    return named, named.clean(content)


def refusal(name: str, content: bytes) -> str:
    """Return why a file is not taken, in words for whoever sent it; "" where it is."""
    try:
        accepted(name, content)
    except Refused as refused:
        return str(refused)
    return ""


def _pdf(content: bytes) -> bytes:
    """A PDF from its first byte to its end, and nothing else besides."""
    if not re.match(rb"%PDF-[12]\.[0-9]", content):
        raise Refused(DISAGREES)
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise Refused(DAMAGED)
    if content[end + 5 :].strip(b"\0\r\n\t ") or zipfile.is_zipfile(BytesIO(content)):
        raise Refused(DISAGREES)
    return content


def _picture(read: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def clean(content: bytes) -> bytes:
        try:
            return read(content)
        except pictures.NotThis:
            raise Refused(DISAGREES) from None
        except pictures.TooLarge:
            raise Refused("The picture is too large. Save it with fewer pixels, then choose it") from None
        except pictures.Damaged:
            raise Refused(DAMAGED) from None

    return clean


def _text(content: bytes) -> bytes:
    """Words only. Old programs write them in Windows' own letters, so every letter is kept as it came."""
    if len(content) > LONGEST_TEXT:
        raise Refused("The text is too long. Send it in several files")
    if content.startswith((b"%PDF", b"PK")) or re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", content):
        raise Refused(DISAGREES)
    return content


def _office(main: str) -> Callable[[bytes], bytes]:
    """A document of the Office Open XML family whose main part is this one."""

    def clean(content: bytes) -> bytes:
        if not content.startswith(b"PK\3\4"):
            raise Refused(DISAGREES)
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                _refuse_bomb(archive)
                _refuse_strange(archive, main)
                for part in archive.infolist():
                    _refuse_active(archive, part)
        except Refused:
            raise
        except _BROKEN:
            raise Refused(DAMAGED) from None
        return content

    return clean


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """By what the archive says of itself; Python reads no more of a part than that."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(TOO_MUCH)


def _refuse_strange(archive: zipfile.ZipFile, main: str) -> None:
    names, packed = archive.namelist(), {part.compress_type for part in archive.infolist()}
    if (
        not packed <= _PACKED_AS
        or "[Content_Types].xml" not in names
        or main not in names
        or len(names) != len(set(names))
    ):
        raise Refused(DISAGREES)
    strange = re.compile(r"(^|/)(vbaProject|activeX|externalLinks?)\b|\.(exe|dll|js|vbs|bat|cmd|scr|lnk)$", re.I)
    if any(strange.search(name) for name in names):
        raise Refused(ACTIVE)


# What fetches from elsewhere when the document is opened. A link that a person presses does not.
_FETCHES = re.compile(rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?![^>]*/hyperlink[\"'])[^>]*>", re.I)


def _refuse_active(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part through, for its sum and for what no document of ours needs: entities, and templates elsewhere."""
    is_markup = part.filename.casefold().endswith((".xml", ".rels", ".vml"))
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if is_markup:
                window = tail + chunk
                if b"<!DOCTYPE" in window or b"<!ENTITY" in window or _FETCHES.search(window):
                    raise Refused(ACTIVE)
                tail = window[-4096:]


TYPES = (
    FileType("PDF", "pdf", frozenset({"pdf"}), "application/pdf", _pdf),
    FileType(
        "Word document",
        "docx",
        frozenset({"docx"}),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _office("word/document.xml"),
    ),
    FileType(
        "Excel workbook",
        "xlsx",
        frozenset({"xlsx"}),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _office("xl/workbook.xml"),
    ),
    FileType("Picture", "png", frozenset({"png"}), "image/png", _picture(pictures.clean_png)),
    FileType("Picture", "jpg", frozenset({"jpg", "jpeg"}), "image/jpeg", _picture(pictures.clean_jpeg)),
    FileType("Text file", "txt", frozenset({"txt"}), "text/plain", _text),
)
OFFERED = ",".join(sorted(f".{ending}" for each in TYPES for ending in each.endings))
"""What a browser offers to choose."""


def of_ending(ending: str) -> FileType:
    """Return the type whose own ending this is. Raises StopIteration for none."""
    return next(each for each in TYPES if each.ending == ending)
