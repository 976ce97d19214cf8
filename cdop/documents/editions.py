"""Two editions of one report beside each other, section by section."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cdop.documents.blocks import Block, Chart, Document, Heading, Table


@dataclass(frozen=True, slots=True)
class Abreast:
    """A section of both editions; None where an edition has none. `key` is its address on the page."""

    key: str
    title: str
    full: Document | None
    public: Document | None


def abreast(full: Document, public: Document | None) -> tuple[Abreast, ...]:
    """Return the sections in the order of the full edition, each with the public one's, if there is such an edition.

    The addresses of the public edition's headings, tables and charts are changed, so that each is once on the page.
    """
    theirs = {key: (title, part) for key, title, part in _sections(full)}
    ours = {key: (title, part) for key, title, part in _sections(public)} if public else {}
    found = []
    for key in dict.fromkeys((*theirs, *ours)):
        title, whole = theirs.get(key, (ours.get(key, ("", None))[0], None))
        found.append(Abreast(key, title, whole, _elsewhere(ours[key][1]) if key in ours else None))
    return tuple(found)


def _sections(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Each section by its key and title, as a document of its own."""
    starts = [place for place, block in enumerate(document.blocks) if isinstance(block, Heading) and block.level == 2]
    for start, end in zip(starts, [*starts[1:], len(document.blocks)], strict=True):
        heading = document.blocks[start]
        if isinstance(heading, Heading):
            yield heading.key, heading.text, replace(document, blocks=document.blocks[start:end])


def _elsewhere(part: Document) -> Document:
    return replace(part, blocks=tuple(map(_readdressed, part.blocks)))


def _readdressed(block: Block) -> Block:
    if isinstance(block, Heading | Chart) or (isinstance(block, Table) and block.key):
        return replace(block, key=f"public-{block.key}")
    return block
