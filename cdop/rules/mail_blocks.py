"""The text of a message as blocks, of which its HTML is made: both say the same words, and one text is written."""

import re
from dataclasses import dataclass
from itertools import groupby

_LINK = re.compile(r"(https?://[^\s<>\"]+)")
_POINT = "- "


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph, or the address of a link."""

    text: str
    is_link: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the points of a list; each is a line of pieces."""

    lines: tuple[tuple[Piece, ...], ...]
    is_list: bool


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text: a blank line ends one, lines that were only wrapped are joined."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    found = [_block(part) for part in parts if part.strip()]
    return tuple(block for _kind, group in groupby(found, lambda each: each.is_list) for block in _joined([*group]))


def _block(part: str) -> Block:
    lines = [line.strip() for line in part.strip().splitlines()]
    if not part.strip().startswith(_POINT):
        return Block((_pieces(" ".join(lines)),), is_list=False)
    points = " ".join(f"\n{line[len(_POINT) :]}" if line.startswith(_POINT) else line for line in lines)
    return Block(tuple(_pieces(point.strip()) for point in points.split("\n") if point.strip()), is_list=True)


def _joined(group: list[Block]) -> list[Block]:
    """Lists that follow each other are one."""
    if not group[0].is_list:
        return group
    return [Block(tuple(line for block in group for line in block.lines), is_list=True)]


def _pieces(line: str) -> tuple[Piece, ...]:
    parts = _LINK.split(line)
    return tuple(Piece(part, is_link=bool(index % 2)) for index, part in enumerate(parts) if part)
