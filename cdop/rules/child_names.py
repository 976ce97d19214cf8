"""A child's names as they are compared: in Latin letters, without titles for a baby that has no name yet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cdop.rules.cases import folded

MOST_WORDS, LONGEST_WORD = 6, 40
"""Of a name so many words are compared, and of a word so many letters: what is longer costs more and says no more."""

_ALMOST = 0.92
"""Jaro-Winkler similarity from which two words differ by a slip of the pen (measured in docs/matching.md)."""
_SOUNDS_AND_LOOKS = 0.75
"""The same of words that sound alike."""

_NOT_A_NAME = frozenset(
    "baby babies infant newborn neonate twin twins triplet boy girl male female unnamed unknown bo bb bg "
    "not known yet named name no given first none nk tbc".split()
)
_BETWEEN = frozenset("of b o the mother mum to be".split())
_ORDER = {
    word: number
    for number, words in enumerate(("1 one i a first", "2 two ii b second", "3 three iii c third", "4 four iv d"), 1)
    for word in words.split()
}
# Short forms that neither sound nor look like the whole name.
_SHORT_FORMS = """
alexander: sasha lex | alexandra: sasha lexi | anthony: tony | charles: charlie | charlotte: charlie lottie
daniel: danny | edward: eddie ned ted teddy | eleanor: ellie nell | elizabeth: lizzie liz beth betty eliza libby
florence: flossie flo | harold: harry | henry: harry | isabella: bella izzy | james: jim jimmy jamie
john: jack johnny | joseph: joe joey | katherine: kate katie kathy | margaret: maggie meg peggy
matilda: tilly | michael: mike mick | rebecca: becky | richard: dick rick | robert: bob bobby rob
theodore: ted teddy | thomas: tom tommy | william: bill billy will liam
"""
_WHOLE_NAMES = {
    (short, whole.strip())
    for entry in _SHORT_FORMS.replace("\n", "|").split("|")
    for whole, colon, shorts in [entry.partition(":")]
    for short in shorts.split()
}
_MARKS = re.compile(r"(?<=\w)['’ʼ`](?=\w)")


@dataclass(frozen=True, slots=True)
class Names:
    """The words of a first name. `is_missing` where it stands for none, as "Baby of Ada", whose words are a hint.

    `order` is the place among twins that such a name tells.
    """

    words: tuple[str, ...]
    is_missing: bool = False
    order: int | None = None


def words(text: str | None) -> tuple[str, ...]:
    """Return the words of a name as they are compared, in their order: Latin letters, no accents, capitals or marks."""
    return _words(text or "")


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    from anyascii import anyascii

    plain = folded(_MARKS.sub("", text[: MOST_WORDS * LONGEST_WORD * 2]))
    latin = plain if plain.isascii() else folded(anyascii(plain).replace("'", ""))
    return tuple(word[:LONGEST_WORD] for word in latin.split()[:MOST_WORDS])


def first_names(text: str | None, family_name: str | None = None) -> Names:
    """Return the first names that were written; of a baby without one, the mother's or whatever else was said."""
    told = words(text)
    if not told:
        return Names((), is_missing=True)
    is_baby = told[0] in _NOT_A_NAME or told[:2] == ("b", "o")
    if not is_baby:
        return Names(told)
    family = words(family_name)
    rest = [word for word in told if word not in _NOT_A_NAME | _BETWEEN]
    orders = [_ORDER[word] for word in told[1:] if word in _ORDER and (word != "b" or "o" not in told)]
    hint = tuple(word for word in rest if word not in family and word not in _ORDER)
    return Names(hint, is_missing=True, order=orders[-1] if orders else None)


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """Return how a word sounds, so that spellings of one name come to the same: Yusuf and Youssef, Omar and Umar."""
    import jellyfish

    heard = jellyfish.metaphone(word) if word.isalpha() else ""
    if not heard:
        return word
    first = "A" if heard[0] in "AEIOUY" else heard[0]
    return first + re.sub("[HY]", "", heard[1:])


@lru_cache(maxsize=16384)
def are_alike(one: str, other: str) -> bool:
    """Say whether two words are one name, spelled or written down in two ways."""
    if one == other:
        return True
    if (one, other) in _WHOLE_NAMES or (other, one) in _WHOLE_NAMES:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter):
        return True
    if len(shorter) < 3:
        return False
    import jellyfish

    closeness = jellyfish.jaro_winkler_similarity(one, other)
    if closeness >= _ALMOST or (sound(one) == sound(other) and closeness >= _SOUNDS_AND_LOOKS):
        return True
    if len(shorter) >= 4 and jellyfish.damerau_levenshtein_distance(one, other) <= 1 + (len(shorter) >= 8):
        return True
    return _bare(one) == _bare(other) and len(_bare(one)) >= 3 and _has_few_vowels(shorter)


def share(one: Iterable[str], other: Iterable[str]) -> bool:
    """Say whether any word of one name is like a word of the other, or the whole like the whole."""
    mine, theirs = tuple(one), tuple(other)
    pairs = [(word, each) for word in mine for each in theirs]
    if mine and theirs and len(mine) + len(theirs) > 2:
        pairs.append(("".join(mine)[:LONGEST_WORD], "".join(theirs)[:LONGEST_WORD]))
    return any(are_alike(*sorted(pair)) for pair in pairs)


def _bare(word: str) -> str:
    """The consonants of a word: what is written of a name in Arabic or Hebrew."""
    return re.sub(r"(.)\1", r"\1", re.sub("[aeiouy]", "", word))


def _has_few_vowels(word: str) -> bool:
    return sum(letter in "aeiouy" for letter in word) <= 1
