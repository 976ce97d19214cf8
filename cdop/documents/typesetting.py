"""Text set in lines: which typeface draws each character, where lines break, in which direction they run.

Whatever a person typed is only ever text here. There is no markup to escape, because none is understood.
"""

import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any, Literal

from bidi import algorithm as bidi

from cdop.documents.typefaces import EmbeddedFont, Glyph, Typeface, typeface_for

Align = Literal["left", "right", "centre"]
Colour = tuple[float, float, float]

_NEW_LINES = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[ \t]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_IDEOGRAPH = "\u2e80-\u2fff\u3040-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
# A piece is what no line break may divide: an ideograph, or letters up to a space or a stroke. A hyphen
# divides nothing: readers of the text drop one at the end of a line, and it belongs to many names.
_PIECES = re.compile(
    f"( ?)([{_IDEOGRAPH}][\ufe00-\ufe0f\u3000-\u303f]*|[^ {_IDEOGRAPH}]+?/(?=[^\\W\\d])|[^ {_IDEOGRAPH}]+)"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks: sizes in points, colour as red, green and blue between 0 and 1."""

    size: float = 10.5
    leading: float = 14.5
    bold: bool = False
    colour: Colour = (0.043, 0.047, 0.047)
    align: Align = "left"
    before: float = 0
    after: float = 6


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one typeface in one direction, as they stand from left to right."""

    typeface: Typeface
    level: int
    text: str
    glyphs: tuple[Glyph, ...]
    width: float

    @property
    def needs_words(self) -> bool:
        """Whether the glyphs by themselves do not spell the text, so that it must be given beside them.

        Right-to-left runs are left alone: readers turn them round themselves, given words or not.
        """
        return self.level % 2 == 0 and any(not glyph.text or glyph.up for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of runs in reading order, with its width in thousandths of the size."""

    runs: tuple[Run, ...]
    width: float
    right_to_left: bool

    @property
    def text(self) -> str:
        """The words of the line as typed."""
        return "".join(run.text for run in self.runs).rstrip(" ")


def clean(text: object) -> str:
    """The text as it can be printed: composed (NFC), line ends alike, no other control character.

    A control character has no shape, so it is printed as the replacement sign rather than left out.
    """
    value = _NEW_LINES.sub("\n", unicodedata.normalize("NFC", str(text)))
    return _SPACES.sub(" ", _UNPRINTABLE.sub("\ufffd", value))


def set_lines(text: object, style: Style, width: float) -> list[Line]:
    """The lines that `text` needs at `width` points. An empty text is one empty line."""
    room = width * 1000 / style.size
    parts = clean(text).split("\n")
    lines: list[Line] = []
    for part in parts:
        if lines:
            lines[-1] = _ended(lines[-1], style.bold)
        lines += _paragraph_lines(part.strip(" "), style.bold, room)
    return lines


def natural_width(text: object, style: Style) -> float:
    """The width in points of the text on one line."""
    return _widest_line(str(text), style.bold) * style.size / 1000


def narrowest_width(text: object, style: Style) -> float:
    """The width in points of the longest piece that may not be broken."""
    pieces = [piece for _, piece in _PIECES.findall(clean(text).replace("\n", " "))]
    return max((natural_width(piece, style) for piece in pieces), default=0)


@lru_cache(maxsize=8192)
def _widest_line(text: str, bold: bool) -> float:
    """The width of the text where nothing but its own line ends breaks it, in thousandths of the size.

    Tables ask it of the same numbers and words again and again.
    """
    parts = (part.strip(" ") for part in clean(text).split("\n"))
    return max(line.width for part in parts for line in _paragraph_lines(part, bold, math.inf))


def _paragraph_lines(text: str, bold: bool, room: float) -> Iterator[Line]:
    levels = _levels(text) if _RIGHT_TO_LEFT.search(text) else (0,) * len(text)
    base = _base_level(text) if any(levels) else 0
    runs: list[Run] = []
    used = 0.0
    for match in _PIECES.finditer(text):
        gap, piece = match.groups()
        start = match.start(2)
        space = _shape(" ", bold, (levels[start - 1],)) if gap and runs else ()
        for shaped in _fitting(piece, bold, levels[start : match.end(2)], room):
            wide = sum(run.width for run in (*space, *shaped))
            if runs and used + wide > room:
                line = Line(tuple(runs), used, base == 1)
                yield _ended(line, bold) if space else line
                runs, used, space = [], 0.0, ()
                wide = sum(run.width for run in shaped)
            runs += [*space, *shaped]
            used += wide
            space = ()
    yield Line(tuple(runs), used, base == 1)


def _ended(line: Line, bold: bool) -> Line:
    """The line with the space at which it broke: unseen, it keeps words apart when heard or copied."""
    return line if line.right_to_left else replace(line, runs=(*line.runs, *_shape(" ", bold, (0,))))


def _fitting(piece: str, bold: bool, levels: tuple[int, ...], room: float) -> Iterator[tuple[Run, ...]]:
    """The piece as it is, or cut between characters into parts that each fit the line."""
    shaped = _shape(piece, bold, levels)
    if sum(run.width for run in shaped) <= room or len(piece) == 1:
        yield shaped
        return
    clusters = _clusters(piece)
    while clusters:
        number = _how_many_fit(clusters, bold, levels, room)
        kept = "".join(clusters[:number])
        yield _shape(kept, bold, levels[: len(kept)])
        clusters, levels = clusters[number:], levels[len(kept) :]


def _how_many_fit(clusters: list[str], bold: bool, levels: tuple[int, ...], room: float) -> int:
    """How many of the first characters a line has room for, at least one; a word without end is not shaped whole."""

    def is_too_wide(number: int) -> bool:
        part = "".join(clusters[:number])
        return sum(run.width for run in _shape(part, bold, levels[: len(part)])) > room

    fit, most = 1, 2
    while most <= len(clusters) and not is_too_wide(most):
        fit, most = most, 2 * most
    more = range(fit + 1, min(most, len(clusters) + 1))
    return fit + bisect_left(more, True, key=is_too_wide)


@lru_cache(maxsize=32768)
def _shape(text: str, bold: bool, levels: tuple[int, ...]) -> tuple[Run, ...]:
    """The runs that draw a piece of text, in reading order."""
    faced: list[tuple[tuple[Typeface, int], str]] = []
    position = 0
    for cluster in _clusters(text):
        faced.append(((typeface_for(cluster, bold=bold), levels[position]), cluster))
        position += len(cluster)
    runs = []
    for (typeface, level), same in groupby(faced, key=lambda pair: pair[0]):
        spelt = "".join(cluster for _, cluster in same)
        glyphs = typeface.shape(spelt, right_to_left=level % 2 == 1)
        runs.append(Run(typeface, level, spelt, glyphs, sum(glyph.advance for glyph in glyphs)))
    return tuple(runs)


def _clusters(text: str) -> list[str]:
    """The text cut before each character that does not lean on the one before it."""
    found: list[str] = []
    for character in text:
        leans = unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"} or 0x1F3FB <= ord(character) <= 0x1F3FF
        if found and (leans or found[-1].endswith("\u200d")):
            found[-1] += character
        else:
            found.append(character)
    return found


def _base_level(text: str) -> int:
    return int(bidi.get_base_level(text))


def _levels(text: str) -> tuple[int, ...]:
    """The embedding level of each character (Unicode bidirectional algorithm); odd is right to left."""
    storage = bidi.get_empty_storage()
    base = _base_level(text)
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    bidi.get_embedding_levels(text, storage)
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    levels = [character["level"] for character in storage["chars"]]
    return tuple(levels) if len(levels) == len(text) else (base,) * len(text)


def _in_display_order(runs: list[tuple[int, Run]]) -> list[tuple[int, Run]]:
    """Rule L2 of the bidirectional algorithm: reverse from the highest level down to the lowest odd one."""
    for level in range(max((run.level for _, run in runs), default=0), 0, -1):
        runs = [
            pair
            for high, group in groupby(runs, key=lambda pair: pair[1].level >= level)
            for pair in (reversed(list(group)) if high else group)
        ]
    return runs


class Pen:
    """Writes lines into the page code of one document."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        self._fonts: dict[Typeface, EmbeddedFont] = {}
        self._written: dict[tuple[str, int, str, float], str] = {}

    def write(self, line: Line, x: float, baseline: float, style: Style, width: float) -> None:
        """Draw a line whose box starts at `x` and is `width` wide, by the style's alignment."""
        if not line.runs:
            return
        spare = width - line.width * style.size / 1000
        align = "right" if line.right_to_left and style.align == "left" else style.align
        x += {"left": 0.0, "centre": spare / 2, "right": spare}[align]
        turned = any(run.level for run in line.runs)
        # In reading order on the page too, wherever each run stands: that is the order of the structure.
        starts = _starts(line.runs, x, style.size) if turned else []
        parts = [f"BT {_numbers(style.colour)} rg 1 0 0 1 {x:.2f} {baseline:.2f} Tm"]
        for typeface, same in groupby(line.runs, key=lambda run: run.typeface):
            font = self._font(typeface)
            parts.append(f"/{font.name} {style.size:g} Tf")
            for run in same:
                if turned:
                    parts.append(f"1 0 0 1 {starts.pop(0):.2f} {baseline:.2f} Tm")
                parts.append(self._show(font, run, style.size))
        self.canvas._code.append(" ".join([*parts, "ET"]).replace("] TJ [", "").replace("><", ""))

    def _font(self, typeface: Typeface) -> EmbeddedFont:
        if typeface not in self._fonts:
            self._fonts[typeface] = EmbeddedFont(typeface, self.canvas._doc)
        return self._fonts[typeface]

    def _show(self, font: EmbeddedFont, run: Run, size: float) -> str:
        # The text, its direction and the typeface say which glyphs they are, and are quicker told apart.
        key = (font.name, run.level, run.text, size)
        if key not in self._written:
            shown = f"[{_operands(font, run.glyphs, size)}] TJ"
            spelt = f"/Span <</ActualText <FEFF{run.text.encode('utf-16-be').hex()}>>> BDC {shown} EMC"
            self._written[key] = spelt if run.needs_words else shown
        return self._written[key]


def _starts(runs: tuple[Run, ...], x: float, size: float) -> list[float]:
    """Where each run begins on the page, in reading order."""
    places = {}
    for run in _in_display_order(list(enumerate(runs))):
        places[run[0]] = x
        x += run[1].width * size / 1000
    return [places[index] for index in range(len(runs))]


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:.3g}" for value in values)


def _operands(font: EmbeddedFont, glyphs: tuple[Glyph, ...], size: float) -> str:
    """The TJ operands of the glyphs: hexadecimal codes, and moves where one does not just follow the last."""
    parts: list[str] = []
    for glyph in glyphs:
        shown = f"<{font.code(glyph):04X}>"
        if abs(glyph.up) > 0.5:
            shown = f"] TJ {glyph.up * size / 1000:.3f} Ts [{shown}] TJ 0 Ts ["
        before, after = -glyph.right, glyph.right + glyph.width - glyph.advance
        parts += [f"{before:.0f}"] * (abs(before) > 0.5) + [shown] + [f"{after:.0f}"] * (abs(after) > 0.5)
    return " ".join(parts).replace("> <", "")
