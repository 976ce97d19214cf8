"""The gate for words: what in a text would tell a panel's members who a child was, and what takes its place.

Free text for readers who may not know the child passes here and is confirmed by a person (domain reference 6.5:
names, addresses, numbers, exact dates, schools and practices are replaced; "mother", "father" and ages stay).
What is measured of it is in docs/anonymity.md.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cdop.rules.dates_in_texts import dates_in, told_from_death
from cdop.rules.identifiers import Identifier, IdentifierKind, Known
from cdop.rules.identifying_shapes import shapes
from cdop.rules.names_in_texts import Certainty, names_in, places_in
from cdop.rules.replacements import fitted

A_DATE = "a date"
"""Why a date is a hit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of a text, from `start` to `end`, that identify or may do so.

    `why` says in words what they are taken for. What is sure is replaced unasked; of the rest a person says.
    """

    start: int
    end: int
    words: str
    replacement: str
    why: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: plain words, or a hit."""

    text: str
    hit: Hit | None = None


def hits(text: str, known: Known) -> tuple[Hit, ...]:
    """Return everything in a text that identifies or may do so, in its order; none lies upon another.

    Of two that do, a sure one stands before one that is not, then the longer; of two sure ones it takes what the other
    has more. The words that take the place of an identifier are no hit.
    """
    said = _said_instead(text, known)
    found = sorted(_every(text, known), key=lambda hit: (not hit.is_sure, hit.start - hit.end, hit.start))
    kept: list[Hit] = []
    for hit in found:
        if any(start <= hit.start and hit.end <= end for start, end in said):
            continue
        upon = [each for each in kept if hit.start < each.end and each.start < hit.end]
        if not upon or hit.is_sure:
            kept = [*(each for each in kept if each not in upon), _together(text, [*upon, hit])]
    return tuple(sorted(kept, key=lambda hit: hit.start))


def _together(text: str, upon: list[Hit]) -> Hit:
    """One hit in place of those that lie upon each other, told as the first of them."""
    start, end = min(each.start for each in upon), max(each.end for each in upon)
    return replace(upon[0], start=start, end=end, words=text[start:end])


def anonymised(text: str, known: Known) -> str:
    """Return a text with everything replaced that is sure."""
    return replaced(text, (hit for hit in hits(text, known) if hit.is_sure))


def replaced(text: str, found: Iterable[Hit]) -> str:
    """Return a text with these hits replaced, in words that fit into its sentences."""
    parts, place = [], 0
    for hit in found:
        start, end, words = fitted(text, hit.start, hit.end, hit.replacement)
        parts += [text[place : max(place, start)], words]
        place = end
    return "".join((*parts, text[place:]))


def pieces(text: str, found: Iterable[Hit]) -> tuple[Piece, ...]:
    """Return a text in pieces, for a page that marks the hits in it."""
    parts, place = [], 0
    for hit in found:
        parts += [Piece(text[place : hit.start]), Piece(hit.words, hit)]
        place = hit.end
    return tuple(each for each in (*parts, Piece(text[place:])) if each.text)


def _every(text: str, known: Known) -> Iterator[Hit]:
    people = (
        Identifier(IdentifierKind.NAME, each.words, each.replacement) for each in known.identifiers if _is_name(each)
    )
    for each in (*names_in(text, people), *places_in(text, known.identifiers)):
        is_sure = each.certainty is Certainty.SURE
        yield Hit(each.start, each.end, text[each.start : each.end], each.replacement, each.certainty, is_sure)
    for number in known.identifiers:
        if number.kind is IdentifierKind.NUMBER:
            for match in _as_written(number.words).finditer(text):
                yield Hit(*match.span(), match[0], number.replacement, Certainty.SURE, True)
    for day in dates_in(text):
        told = told_from_death(day.day, born_on=known.born_on, died_on=known.died_on)
        words = f"on {told}" if day.is_on and told.startswith(("the ", "[")) else told
        yield Hit(day.start, day.end, text[day.start : day.end], words, A_DATE, True)
    for shape in shapes(text):
        yield Hit(shape.start, shape.end, text[shape.start : shape.end], shape.replacement, shape.what, shape.is_sure)


def _is_name(identifier: Identifier) -> bool:
    return identifier.kind is IdentifierKind.NAME


def _as_written(number: str) -> re.Pattern[str]:
    """A number, reference or postcode however it is spaced and whatever its capitals."""
    characters = [re.escape(each) for each in number if each.isalnum()]
    return re.compile(r"(?<!\w)" + r"[\s/.-]{0,2}".join(characters) + r"(?!\w)", re.IGNORECASE)


def _said_instead(text: str, known: Known) -> list[tuple[int, int]]:
    """Where the words stand that take the place of an identifier."""
    instead = {each.replacement for each in known.identifiers}
    return [match.span() for words in instead for match in re.finditer(re.escape(words), text, re.IGNORECASE)]
