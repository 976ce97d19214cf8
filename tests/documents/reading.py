"""Reads a tagged PDF as a screen reader does: by its structure, through each font's map to Unicode."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf

SHOWING = {"Tj", "TJ", "'", '"'}
# What says where words begin, end and belong; lines and colours are not read.
OF_WORDS = " ".join(("BDC", "BMC", "EMC", "BT", "Tf", *SHOWING))


@dataclass(frozen=True)
class Said:
    """An element of the structure that has words of its own."""

    tag: str
    text: str


def read(pdf: bytes) -> list[Said]:
    """Every element with words, in reading order."""
    return [*_read(pdf)]


@lru_cache(maxsize=8)
def _read(pdf: bytes) -> tuple[Said, ...]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        marked = {page.obj.objgen: _marked_text(page) for page in opened.pages}
        return tuple(Said(tag, text) for tag, text in _walk(opened.Root.StructTreeRoot.K, marked) if text)


def words(pdf: bytes) -> str:
    """All words of the document in reading order, one space between any two."""
    return " ".join(" ".join(said.text for said in read(pdf)).split())


def words_by_page(pdf: bytes) -> list[str]:
    """The words of each page, as they were drawn."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [" ".join(_marked_text(page).values()) for page in opened.pages]


def _walk(node: Any, marked: dict[Any, dict[int, str]]) -> Iterator[tuple[str, str]]:
    kids = list(node.K) if isinstance(node.K, pikepdf.Array) else [node.K]
    own = [kid for kid in kids if kid.get("/Type") == "/MCR"]
    yield str(node.S)[1:], " ".join(marked[kid.Pg.objgen][int(kid.MCID)] for kid in own).strip()
    for kid in kids:
        if kid.get("/Type") == "/StructElem":
            yield from _walk(kid, marked)


def _marked_text(page: pikepdf.Page) -> dict[int, str]:
    """The words of each piece of marked content on a page, lines apart by a space."""
    maps = {name: _unicode_map(font) for name, font in page.obj.Resources.Font.items()}
    said: dict[int, list[str]] = {}
    open_marks: list[tuple[int | None, bool]] = []
    current: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page, OF_WORDS):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            details = operands[1] if name == "BDC" else {}
            number = int(details["/MCID"]) if "/MCID" in details else None
            spelt = "/ActualText" in details
            open_marks.append((number, spelt))
            if number is not None:
                said[number] = []
            if spelt:
                _say(said, open_marks, str(details["/ActualText"]))
        elif name == "EMC":
            open_marks.pop()
        elif name == "BT":
            _say(said, open_marks, "\n")
        elif name == "Tf":
            current = maps[str(operands[0])]
        elif name in SHOWING and not any(spelt for _, spelt in open_marks):
            _say(said, open_marks, _shown(operands[0], current))
    return {number: "".join(parts).strip("\n").replace("\n", "") for number, parts in said.items()}


def _say(said: dict[int, list[str]], open_marks: list[tuple[int | None, bool]], text: str) -> None:
    for number, _ in reversed(open_marks):
        if number is not None:
            said[number].append(text)
            return


def _shown(operand: Any, font: dict[int, str]) -> str:
    strings = [part for part in operand if isinstance(part, pikepdf.String)]
    codes = b"".join(bytes(part) for part in strings)
    return "".join(font[int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2))


def _unicode_map(font: Any) -> dict[int, str]:
    stream = bytes(font.ToUnicode.read_bytes()).decode("ascii")
    pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", stream)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
