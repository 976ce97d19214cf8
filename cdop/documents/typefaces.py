"""The typefaces of our paper: one family, and a fallback for every other writing system.

A typeface is read from disk when a character first needs it and kept for the life of the process. Each
document embeds only the glyphs it uses, as one composite font per typeface, whose map back to Unicode
says exactly what was typed: a search, a copy or a screen reader gets the name as it was entered.
"""

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz as harfbuzz
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import SUBSETN, TTFontFace

FOLDER = Path(__file__).parent / "fonts"
# Kerning and joined scripts, but no ligatures: "fi" stays two letters for every reader of the text.
FEATURES = {"kern": True, "liga": False, "clig": False, "dlig": False}
SPACE = " "
INVISIBLE = frozenset("\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn sign: its number in the typeface, its metrics in thousandths of an em, what it stands for."""

    number: int
    width: float
    advance: float
    right: float
    up: float
    text: str


class Typeface:
    """A TrueType file, read when first asked for anything."""

    def __init__(self, file: str, *blocks: tuple[int, int]) -> None:
        self.file = file
        self.blocks = blocks

    def may_have(self, character: str) -> bool:
        """Whether it is worth opening the file to look for this character."""
        return not self.blocks or any(first <= ord(character) <= last for first, last in self.blocks)

    def has(self, character: str) -> bool:
        return self.may_have(character) and ord(character) in self.face.charToGlyph

    @cached_property
    def face(self) -> Any:
        """ReportLab's reading of the file: metrics and the cutting of subsets."""
        return TTFontFace(str(FOLDER / self.file))

    @cached_property
    def _shaper(self) -> Any:
        return harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(FOLDER / self.file))))

    def shape(self, text: str, *, right_to_left: bool) -> tuple[Glyph, ...]:
        """The glyphs that draw `text`, from left to right on the page."""
        buffer = harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right_to_left else "ltr"
        harfbuzz.shape(self._shaper, buffer, FEATURES)
        scale = 1000 / self.face.unitsPerEm
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        spoken = _spoken([info.cluster for info in infos], text, right_to_left=right_to_left)
        glyphs: list[Glyph] = []
        for info, place, said in zip(infos, places, spoken, strict=True):
            wide = self.width(info.codepoint)
            moves = (place.x_advance * scale, place.x_offset * scale, place.y_offset * scale)
            glyphs.append(Glyph(info.codepoint, wide, *moves, said[0]))
            glyphs += [self._unseen(letter) for letter in said[1:]]
        return tuple(glyphs)

    def _unseen(self, letter: str) -> Glyph:
        """A space that takes no room and stands for a letter which another glyph has drawn."""
        space = self.face.charToGlyph[ord(SPACE)]
        return Glyph(space, self.width(space), 0.0, 0.0, 0.0, letter)

    def width(self, glyph: int) -> float:
        """The width of a glyph in thousandths of an em."""
        return float(self.face.hmetrics[glyph][0] * 1000 / self.face.unitsPerEm)


def _spoken(clusters: list[int], text: str, *, right_to_left: bool) -> Iterator[list[str]]:
    """What each glyph stands for, so that all of them together say `text` once.

    From left to right that is one text for each glyph, empty where another glyph says it already. From right
    to left, readers turn single letters round, so a glyph that draws two letters gets them one by one.
    """
    glyphs = Counter(clusters)
    starts = sorted(glyphs)
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    waiting: dict[int, list[list[str]]] = {}
    for cluster in clusters:
        if cluster not in waiting:
            shares = _shared_out(text[cluster : ends[cluster]], glyphs[cluster])
            turned = [list(reversed(share)) for share in reversed(shares)]
            waiting[cluster] = turned if right_to_left else [["".join(share)] for share in shares]
        yield waiting[cluster].pop(0)


def _shared_out(letters: str, glyphs: int) -> list[list[str]]:
    """The letters of a cluster over its glyphs: one each, the last glyph gets what is left."""
    shares = [[letter] for letter in letters[: glyphs - 1]] + [list(letters[glyphs - 1 :]) or [""]]
    return [*shares, *[[""]] * (glyphs - len(shares))]


REGULAR = Typeface("SourceSans3-Regular.ttf")
BOLD = Typeface("SourceSans3-SemiBold.ttf")
# In the order in which they are asked. Those named for a script are opened only for its blocks.
FALLBACKS = (
    Typeface("NotoSansHebrew-Regular.ttf", (0x0590, 0x05FF), (0xFB1D, 0xFB4F)),
    Typeface("NotoSansArabic-Regular.ttf", (0x0600, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFEFF)),
    Typeface("NotoSansDevanagari-Regular.ttf", (0x0900, 0x097F), (0x1CD0, 0x1CFF), (0xA8E0, 0xA8FF)),
    Typeface("NotoSansBengali-Regular.ttf", (0x0980, 0x09FF)),
    Typeface("NotoSansGurmukhi-Regular.ttf", (0x0A00, 0x0A7F)),
    Typeface("NotoSansGujarati-Regular.ttf", (0x0A80, 0x0AFF)),
    Typeface("NotoSansOriya-Regular.ttf", (0x0B00, 0x0B7F)),
    Typeface("NotoSansTamil-Regular.ttf", (0x0B80, 0x0BFF)),
    Typeface("NotoSansTelugu-Regular.ttf", (0x0C00, 0x0C7F)),
    Typeface("NotoSansKannada-Regular.ttf", (0x0C80, 0x0CFF)),
    Typeface("NotoSansMalayalam-Regular.ttf", (0x0D00, 0x0D7F)),
    Typeface("NotoSansSinhala-Regular.ttf", (0x0D80, 0x0DFF), (0x111E0, 0x111FF)),
    Typeface("NotoSansThai-Regular.ttf", (0x0E00, 0x0E7F)),
    Typeface("NotoSansLao-Regular.ttf", (0x0E80, 0x0EFF)),
    Typeface("NotoSansMyanmar-Regular.ttf", (0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)),
    Typeface("NotoSansGeorgian-Regular.ttf", (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
    Typeface("NotoSansEthiopic-Regular.ttf", (0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
    Typeface("NotoSansArmenian-Regular.ttf", (0x0530, 0x058F), (0xFB13, 0xFB17)),
    Typeface("NotoSansKhmer-Regular.ttf", (0x1780, 0x17FF), (0x19E0, 0x19FF)),
    Typeface("NotoSansSyriac-Regular.ttf", (0x0700, 0x074F), (0x0860, 0x086F)),
    Typeface("NotoSansThaana-Regular.ttf", (0x0780, 0x07BF)),
    Typeface("NotoSansNKo-Regular.ttf", (0x07C0, 0x07FF)),
    Typeface("NotoSansCherokee-Regular.ttf", (0x13A0, 0x13FF), (0xAB70, 0xABBF)),
    Typeface("NotoSansCanadianAboriginal-Regular.ttf", (0x1400, 0x167F), (0x18B0, 0x18FF)),
    Typeface("NotoSansTifinagh-Regular.ttf", (0x2D30, 0x2D7F)),
    Typeface("NotoSansAdlam-Regular.ttf", (0x1E900, 0x1E95F)),
    Typeface("NotoEmoji-Regular.ttf", (0x203C, 0x2BFF), (0x1F000, 0x1FAFF), (0xE0020, 0xE007F)),
    Typeface("NotoSans-Regular.ttf", (0x00A0, 0x058F), (0x1AB0, 0x20FF), (0x2C60, 0x2E7F), (0xA640, 0xAB6F)),
    Typeface("DroidSansFallbackFull.ttf", (0x1100, 0x11FF), (0x2E80, 0xFFEF), (0x20000, 0x2FA1F)),
    Typeface("UnifontRest.ttf", (0x0000, 0xFFFF)),
    Typeface("UnifontUpperRest.ttf", (0x10000, 0x10FFFF)),
)  # fmt: skip


@lru_cache(maxsize=8192)
def typeface_for(cluster: str, *, bold: bool) -> Typeface:
    """The first typeface that has every visible character of `cluster`, else the last resort with its box."""
    family = BOLD if bold else REGULAR
    needed = [character for character in cluster if not _ignorable(character)]
    for face in (family, *FALLBACKS):
        if all(face.has(character) for character in needed):
            return face
    return next((face for face in (family, *FALLBACKS) if face.has(needed[0])), FALLBACKS[-2])


def _ignorable(character: str) -> bool:
    return character in INVISIBLE or 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


class EmbeddedFont:
    """One typeface in one document: a composite font whose codes are numbered as glyphs are first drawn."""

    def __init__(self, typeface: Typeface, document: Any) -> None:
        self.typeface = typeface
        self.name = f"F{len(document.fontMapping) + 1}"
        self._codes: dict[tuple[int, str], int] = {(0, ""): 0}
        document.fontMapping[typeface.file] = f"/{self.name}"
        document.delayedFonts.append(self)

    def code(self, glyph: Glyph) -> int:
        """The number by which the page calls this glyph with this meaning."""
        return self._codes.setdefault((glyph.number, glyph.text), len(self._codes))

    def addObjects(self, document: Any) -> None:
        """Write the font, its subset and its map to Unicode. ReportLab calls it once, before it saves."""
        base_name = (SUBSETN(0) + b"+" + self.typeface.face.name).decode("ascii")
        kept = list(dict.fromkeys(number for number, _ in self._codes))
        place = {number: index for index, number in enumerate(kept)}
        font_program = self._stream(document, _subset(self.typeface.face, kept), Length1=True)
        places = b"".join(place[number].to_bytes(2, "big") for number, _ in self._codes)
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(base_name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "FontDescriptor": document.Reference(self._descriptor(base_name, font_program)),
                "DW": 0,
                "W": pdfdoc.PDFArray([0, self._widths()]),
                "CIDToGIDMap": self._stream(document, places),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(base_name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
                "ToUnicode": self._stream(document, _unicode_map([text for _, text in self._codes])),
            }
        )
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(font)

    def _widths(self) -> Any:
        return pdfdoc.PDFArray([round(self.typeface.width(number), 1) for number, _ in self._codes])

    def _descriptor(self, base_name: str, font_program: Any) -> Any:
        face = self.typeface.face
        return pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(base_name),
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray([round(edge) for edge in face.bbox]),
                "ItalicAngle": 0,
                "Ascent": round(face.ascent),
                "Descent": round(face.descent),
                "CapHeight": round(face.capHeight),
                "StemV": round(face.stemV),
                "FontFile2": font_program,
            }
        )

    def _stream(self, document: Any, content: bytes, *, Length1: bool = False) -> Any:
        stream = pdfdoc.PDFStream(content=content)
        if Length1:
            stream.dictionary["Length1"] = len(content)
        stream.filters = [pdfdoc.PDFZCompress]
        return document.Reference(stream)


def _subset(face: Any, kept: list[int]) -> bytes:
    """The font file with only these glyphs, numbered in this order."""
    view = copy.copy(face)
    view.charToGlyph = {number: number for number in kept}
    return bytes(view.makeSubset(kept[1:]))


def _unicode_map(texts: list[str]) -> bytes:
    """The ToUnicode map of codes 0, 1, 2 … (PDF 32000-1, 9.10.3): at most 100 lines to a block."""
    rows = [f"<{code:04X}> <{_utf16(text)}>" for code, text in enumerate(texts)]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    ).encode("ascii")


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()
