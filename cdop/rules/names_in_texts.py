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
    TITLES,
    Identifier,
    IdentifierKind,
    Word,
    is_title,
    may_be_name,
    name_words,
    place_words,
    plain,
    tells_apart,
    words_of,
)

FAMILY_NAME = "[family name]"
THE_FAMILY = "the family"
BESIDE_A_NAME = "[a name]"
_GAP = re.compile(r"[\s.,'’()–-]{1,8}")
_WITHIN_NAME = re.compile(r"\s+|\s?[-‐‑–]\s?")
_BESIDE = re.compile(r"[ \t\xa0]{1,2}|-")
_MOST_BESIDE = 2
_A_TITLE = rf"(?:{'|'.join(sorted(TITLES))})"
_TITLES_BEFORE = re.compile(rf"(?<!\w)({_A_TITLE})\.?\s+(?:{_A_TITLE}\.?\s+){{0,2}}$", re.IGNORECASE)
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
    BESIDE = "beside a name on record, perhaps part of it"


@dataclass(frozen=True, slots=True)
class Found:
    """A name or place of the case in a text."""

    start: int
    end: int
    replacement: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class _Part:
    """The word of a text at a place, a word of names; `people` are those who have it."""

    at: int
    people: frozenset[int]
    certainty: Certainty


def names_in(text: str, identifiers: Iterable[Identifier]) -> Iterator[Found]:
    """Return the names of people in a text, each as long as it is written, with its title.

    What the record says with the name goes with it, as does what is joined to it by a hyphen; another word with a
    capital beside a name that is sure may be part of it, and is told by itself.
    """
    people = tuple(each for each in identifiers if each.kind is IdentifierKind.NAME)
    by_word, words = _by_word(people), words_of(text)
    run: list[_Part] = []
    for at, word in enumerate(words):
        part = _part(text, at, word, by_word)
        if part is None:
            continue
        if run and not _goes_on(text, words, run, part):
            yield from _name(text, words, run, people)
            run = []
        run.append(part)
    if run:
        yield from _name(text, words, run, people)


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


def _part(text: str, at: int, word: Word, by_word: dict[str, frozenset[int]]) -> _Part | None:
    is_capital = text[word.start].isupper()
    exact = word.plain if word.plain in by_word else _singular(word, by_word, is_capital=is_capital)
    if exact:
        return _Part(at, by_word[exact], _certainty(text, word, exact, is_capital=is_capital))
    alike = [name for name in by_word if _is_slip(word.plain, name, is_capital)]
    if alike and not word.is_ordinary:
        return _Part(at, frozenset().union(*(by_word[name] for name in alike)), Certainty.ALIKE)
    return None


def _singular(word: Word, by_word: dict[str, frozenset[int]], *, is_capital: bool) -> str:
    """The name of which a word is the plural, "the Hadleys"."""
    name = word.plain[:-1] if word.plain.endswith("s") else ""
    return name if name in by_word and (is_capital or name not in ORDINARY) else ""


def _is_plural(word: str, with_it: set[str]) -> bool:
    """Whether a word is the plural of a name of the record, "Hadleys"."""
    return word not in with_it and word.endswith("s") and word[:-1] in with_it


def _certainty(text: str, word: Word, name: str, *, is_capital: bool) -> Certainty:
    if name not in ORDINARY:
        return Certainty.SURE
    before = text[max(0, word.start - 20) : word.start] if word.start else "."
    is_of_a_time = name in _MONTH_NAMES and (_OF_A_TIME.search(before) or re.match(r"\s*,?\s*\d", text[word.end :]))
    if not is_capital or is_of_a_time:
        return Certainty.ORDINARY
    is_possessive = text[word.start : word.end].lower().endswith(("'s", "’s"))
    return Certainty.ORDINARY if _ENDS_SENTENCE.search(before) and not is_possessive else Certainty.SURE


def _goes_on(text: str, words: list[Word], run: list[_Part], part: _Part) -> bool:
    """Whether a word belongs to the name before it: next to it, or after an initial or a middle name."""
    if not _people_of(run) & part.people:
        return False
    between = words[run[-1].at + 1 : part.at]
    if len(between) > _MOST_BESIDE or not all(_may_be_name(text, each) or _is_initial(text, each) for each in between):
        return False
    return all(_is_one_name(text, words, at) for at in range(run[-1].at, part.at))


def _is_one_name(text: str, words: list[Word], at: int) -> bool:
    """Whether nothing ends a name between a word and the next; after an initial a full stop does not."""
    gap = _gap(text, words, at, 1)
    return bool(_WITHIN_NAME.fullmatch(gap.removeprefix(".") if _is_initial(text, words[at]) else gap))


def _people_of(run: list[_Part]) -> frozenset[int]:
    return frozenset.intersection(*(part.people for part in run))


def _name(text: str, words: list[Word], run: list[_Part], people: tuple[Identifier, ...]) -> Iterator[Found]:
    """A name, and what stands beside it and may be part of it."""
    whose = _people_of(run)
    with_it = {word.plain for number in whose for word in words_of(people[number].words)}
    first = _as_far(text, words, run[0].at, -1, with_it)
    last = _as_far(text, words, run[-1].at, 1, with_it)
    start, end = words[first].start, words[last].end
    initials = _INITIALS.search(text[max(0, start - 12) : start])
    start -= len(initials[0]) if initials else 0
    said = {people[number].replacement for number in whose}
    title = _TITLES_BEFORE.search(text[max(0, start - 40) : start])
    if len(said) > 1:  # the same person twice on record, once without what they are
        said -= {A_PROFESSIONAL}
    if len(said) > 1:
        said = _titled(title[1], said) if title else {FAMILY_NAME}
    if title:
        start -= len(title[0])
    elif len(run) == 1 and _is_plural(words[run[0].at].plain, with_it):
        said = {THE_FAMILY}
    certainties = {part.certainty for part in run}
    is_sure = Certainty.SURE in certainties or (len(run) > 1 and certainties == {Certainty.ORDINARY})
    certainty = Certainty.SURE if is_sure or (title and Certainty.ORDINARY in certainties) else run[0].certainty
    yield Found(start, end, next(iter(said)), certainty)
    if certainty is Certainty.SURE:
        yield from _beside(text, words, first, -1)
        yield from _beside(text, words, last, 1)


def _as_far(text: str, words: list[Word], at: int, step: int, with_it: set[str]) -> int:
    """The place of the last word, from one of a name on, that is of the same record or joined by a hyphen."""
    while 0 <= at + step < len(words):
        word, gap = words[at + step], _gap(text, words, at, step)
        is_joined = "\n" not in gap and gap.strip() != "" and len(word.plain) > 1
        if not _WITHIN_NAME.fullmatch(gap) or not text[word.start].isupper():
            break
        if not is_joined and (word.plain not in with_it or is_title(word.plain)):
            break
        at += step
    return at


def _beside(text: str, words: list[Word], at: int, step: int) -> Iterator[Found]:
    """Words with a capital next to a name on its line, which no record has and which are nothing else."""
    for _ in range(_MOST_BESIDE):
        if not 0 <= at + step < len(words) or not _BESIDE.fullmatch(_gap(text, words, at, step)):
            return
        at += step
        word = words[at]
        begins = step < 0 and _ENDS_SENTENCE.search(text[max(0, word.start - 20) : word.start] or ".")
        if begins or not _may_be_name(text, word):
            return
        yield Found(word.start, word.end, BESIDE_A_NAME, Certainty.BESIDE)


def _may_be_name(text: str, word: Word) -> bool:
    """Whether a word is written as a name and can be one."""
    told = text[word.start : word.end]
    return told[0].isupper() and not told.isupper() and may_be_name(word.plain)


def _is_initial(text: str, word: Word) -> bool:
    return len(word.plain) == 1 and text[word.start].isupper()


def _gap(text: str, words: list[Word], at: int, step: int) -> str:
    """What stands between a word and the one after it, or before it."""
    first = words[min(at, at + step)], words[max(at, at + step)]
    return text[first[0].end : first[1].start]


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
