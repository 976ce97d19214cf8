"""What a panel wrote for a report, in Markdown, as blocks: paragraphs, headings, lists. All else is as typed."""

from collections.abc import Iterator
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from cdop.documents.blocks import Block, Heading, Paragraph, Points

_READER = MarkdownIt("zero").enable(["heading", "list"])


def blocks(text: str, key: str) -> list[Block]:
    """Return a passage as blocks. Its headings stand below the section's, and `key` begins their addresses."""
    return [*_blocks(SyntaxTreeNode(_READER.parse(text)), key)]


def _blocks(tree: SyntaxTreeNode, key: str) -> Iterator[Block]:
    for number, node in enumerate(tree.children, 1):
        if node.type == "heading":
            level: Literal[3, 4] = 3 if node.tag in ("h1", "h2") else 4
            yield Heading(_words(node), f"{key}-{number}", level)
        elif node.type == "bullet_list":
            yield Points(tuple(_words(item) for item in node.children))
        elif node.type == "ordered_list":
            yield Points(tuple(_words(item) for item in node.children), first=int(node.attrs.get("start", 1)))
        else:
            yield Paragraph(_words(node))


def _words(node: SyntaxTreeNode) -> str:
    """The words of a block, its lines joined."""
    pieces = [found.content for found in node.walk() if found.type == "inline"]
    return " ".join(" ".join(pieces).split())
