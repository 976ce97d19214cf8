"""HTML compared as what a browser makes of it, so that white space between elements does not matter."""

from typing import Any

import html5lib

Node = tuple[str, tuple[tuple[str, str], ...], tuple[Any, ...]]


def dom(html: str) -> tuple[Any, ...]:
    """The elements of a fragment: name, attributes and content, with runs of white space as one space."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return _content(parser.parseFragment(html))


def _content(element: Any) -> tuple[Any, ...]:
    parts: list[Any] = [_words(element.text)]
    for child in element:
        attributes = tuple(sorted((name, _words(value)) for name, value in child.attrib.items()))
        parts += [(child.tag, attributes, _content(child)), _words(child.tail)]
    return tuple(part for part in parts if part)


def _words(text: str | None) -> str:
    return " ".join((text or "").split())
