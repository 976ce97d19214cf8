"""Names and places of a case within a text: as they are on record, and with a slip of the pen or of the ear."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cdop.rules.child_names import sound
from cdop.rules.identifiers import (
    A_PROFESSIONAL,
    ORDINARY,
    Identifier,
    IdentifierKind,
    Word,
    is_title,
    name_words,
    place_words,
    plain,
    tells_apart,
    words_of,
)

FAMILY_NAME = "[family name]"
_GAP = re.compile(r"[\s.,'’()–-]{1,8}")
_WITHIN_NAME = re.compile(r"\s+|\s?-\s?")
_BEFORE = re.compile(r"([^\W\d_]+)\.?\s+$")
_INITIALS = re.compile(r"(?<!\w)(?:[A-Z]\.\s?|[B-HJ-Z]\s)+$")
_ENDS_SENTENCE = re.compile(r"(?:[.!?:\"“”]|\n\s*\n)\s*[\"“]?$")
_OF_A_TIME = re.compile(
    r"\b(?:in|by|until|till|since|during|of|from|to|last|next|early|mid|late|through|\d+)\s+$", re.I
)
_MONTH_NAMES = frozenset(("april", "may", "june", "august", "april"))


class Certainty(StrEnum):
    """How sure it is that words are what the record holds. Only what is sure is replaced unasked."""

    SURE = "on record"
    ALIKE = "spelled almost like what is on record"
    ORDINARY = "on record, and an ordinary word as well"


@dataclass(frozen=True, slots=True)
class Found:
    """A name or place of the case in a text."""

    start: int
    end: int
    replacement: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class _Part:
    """A word of a text that is a word of names; `people` are those who have it."""

    word: Word
    people: frozenset[int]
    certainty: Certainty


def names_in(text: str, identifiers: Iterable[Identifier]) -> Iterator[Found]:
    """Return the names of people in a text, each as long as it is written, with its title."""
    people = tuple(each for each in identifiers if each.kind is IdentifierKind.NAME)
    by_word = _by_word(people)
    run: list[_Part] = []
    for word in words_of(text):
        part = _part(text, word, by_word)
        if run and (part is None or not _goes_on(text, run, part)):
            yield _name(text, run, people)
            run = []
        if part is not None:
            run.append(part)
    if run:
        yield _name(text, run, people)


def places_in(text: str, identifiers: Iterable[Identifier]) -> Iterator[Found]:
    """Return the places of a case in a text: whole, or two words of one that tell it from others."""
    words = words_of(text)
    for each in identifiers:
        if each.kind is IdentifierKind.PLACE:
            looked_for = place_words(each.words)
            yield from (
                Found(words[first].start, words[last].end, each.replacement, certainty)
                for first, last, certainty in _sequences(text, words, looked_for)
            )


def _by_word(people: tuple[Identifier, ...]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, each in enumerate(people):
        for word in name_words(each.words):
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _part(text: str, word: Word, by_word: dict[str, frozenset[int]]) -> _Part | None:
    is_capital = text[word.start].isupper()
    exact = word.plain if word.plain in by_word else _singular(word, by_word, is_capital=is_capital)
    if exact:
        return _Part(word, by_word[exact], _certainty(text, word, exact, is_capital=is_capital))
    alike = [name for name in by_word if _is_slip(word.plain, name, is_capital)]
    if alike and not word.is_ordinary:
        return _Part(word, frozenset().union(*(by_word[name] for name in alike)), Certainty.ALIKE)
    return None


def _singular(word: Word, by_word: dict[str, frozenset[int]], *, is_capital: bool) -> str:
    """The name of which a word is the plural, "the Hadleys"."""
    name = word.plain[:-1] if word.plain.endswith("s") else ""
    return name if name in by_word and (is_capital or name not in ORDINARY) else ""


def _certainty(text: str, word: Word, name: str, *, is_capital: bool) -> Certainty:
    if name not in ORDINARY:
        return Certainty.SURE
    before = text[max(0, word.start - 20) : word.start] if word.start else "."
    is_of_a_time = name in _MONTH_NAMES and (_OF_A_TIME.search(before) or re.match(r"\s*,?\s*\d", text[word.end :]))
    if not is_capital or is_of_a_time:
        return Certainty.ORDINARY
    is_possessive = text[word.start : word.end].lower().endswith(("'s", "’s"))
    return Certainty.ORDINARY if _ENDS_SENTENCE.search(before) and not is_possessive else Certainty.SURE


def _goes_on(text: str, run: list[_Part], part: _Part) -> bool:
    """Whether a word belongs to the name before it."""
    gap = text[run[-1].word.end : part.word.start]
    return bool(_WITHIN_NAME.fullmatch(gap)) and bool(_people_of(run) & part.people)


def _people_of(run: list[_Part]) -> frozenset[int]:
    return frozenset.intersection(*(part.people for part in run))


def _name(text: str, run: list[_Part], people: tuple[Identifier, ...]) -> Found:
    start, end = run[0].word.start, run[-1].word.end
    initials = _INITIALS.search(text[max(0, start - 12) : start])
    start -= len(initials[0]) if initials else 0
    said = {people[number].replacement for number in _people_of(run)}
    title = _BEFORE.search(text[max(0, start - 14) : start])
    is_titled = title is not None and is_title(title[1])
    if len(said) > 1:  # the same person twice on record, once without what they are
        said -= {A_PROFESSIONAL}
    if len(said) > 1:
        said = _titled(title[1], said) if title and is_titled else {FAMILY_NAME}
    if title and is_titled:
        start -= len(title[0])
    certainties = {part.certainty for part in run}
    is_sure = Certainty.SURE in certainties or (len(run) > 1 and certainties == {Certainty.ORDINARY})
    certainty = Certainty.SURE if is_sure or (is_titled and Certainty.ORDINARY in certainties) else run[0].certainty
    return Found(start, end, next(iter(said)), certainty)


def _titled(title: str, said: set[str]) -> set[str]:
    """Whose the family name is after a title: a parent's, where only one of the parents has it."""
    parent = {"mr": "the father", "mrs": "the mother", "ms": "the mother", "miss": "the mother"}.get(plain(title), "")
    return {parent} if parent in said else {FAMILY_NAME}


def _sequences(text: str, words: list[Word], looked_for: tuple[str, ...]) -> Iterator[tuple[int, int, Certainty]]:
    """Where a place is named: first and last word. Longest first; parts need a capital and a telling word."""
    begins: dict[str, list[int]] = {}
    for at, told in enumerate(looked_for):
        begins.setdefault(told, []).append(at)
    place = 0
    while place < len(words):
        starts = begins.get(words[place].plain)
        length = max(_length(text, words, place, looked_for, at) for at in starts) if starts else 0
        if length:
            is_whole = length == len(looked_for)
            one = words[place]
            is_plain = length == 1 and one.plain in ORDINARY
            certainty = Certainty.SURE if (is_whole or length > 1) and not is_plain else Certainty.ORDINARY
            yield place, place + length - 1, certainty
        place += max(length, 1)


def _length(text: str, words: list[Word], place: int, looked_for: tuple[str, ...], at: int) -> int:
    """How many words of a place, from the one at `at` on, stand in the text from `place` on; 0 for too few.

    Words that tell nothing may be left out between them.
    """
    length, told = 0, at
    while place + length < len(words) and told < len(looked_for):
        word = words[place + length].plain
        skipped = next((n for n, each in enumerate(looked_for[told:]) if each == word or tells_apart(each)), 0)
        is_next = looked_for[told + skipped] == word and (skipped == 0 or length > 0)
        if not is_next or (length and not _GAP.fullmatch(_between(text, words, place + length))):
            break
        length, told = length + 1, told + skipped + 1
    return length if length == len(looked_for) or _is_telling(text, words[place : place + length]) else 0


def _between(text: str, words: list[Word], place: int) -> str:
    """What stands between a word and the one before it."""
    return text[words[place - 1].end : words[place].start]


def _is_telling(text: str, part: list[Word]) -> bool:
    """Whether some words of a place name it: with a capital, and one that tells it from others."""
    telling = [word for word in part if tells_apart(word.plain)]
    if len(part) == 1 and (part[0].is_ordinary or len(part[0].plain) < 5):
        return False
    return bool(telling) and any(text[word.start].isupper() for word in part)


@lru_cache(maxsize=32768)
def _is_slip(word: str, name: str, is_capital: bool) -> bool:
    """Whether a word is a name with a slip of the pen or of the ear. Of small letters it must be a longer one."""
    shorter = min(len(word), len(name))
    if shorter < 4 or abs(len(word) - len(name)) > 2 or not word.isalpha():
        return False
    if not is_capital and (name in ORDINARY or shorter < 6):
        return False
    if word[0] != name[0] and shorter < 6:
        return False
    import jellyfish

    distance = jellyfish.damerau_levenshtein_distance(word, name)
    if distance <= 1 + (shorter >= 8):
        return True
    return is_capital and shorter >= 5 and distance <= 3 and sound(word) == sound(name)
