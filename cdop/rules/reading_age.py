"""How old a reader must be for a text, roughly: the Automated Readability Index, which counts letters and words only.

Source: Senter and Smith, "Automated Readability Index", 1967 (AMRL-TR-66-220). Its grade plus five is an age in years.
"""

import math
import re

AIM = 11
"""The reading age that a letter to a family aims at; two years more are told as too hard."""
MARGIN = 2
FEWEST_WORDS = 20
"""Of fewer words than these nothing can be said."""
_WORD = re.compile(r"[A-Za-z0-9’']+")
_SENTENCE = re.compile(r"[.!?:]+(?=\s|$)|\n\s*\n")


def reading_age(text: str) -> int | None:
    """Return the age in years, None for a text too short to tell. For English only."""
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return None
    sentences = [part for part in _SENTENCE.split(text) if _WORD.search(part)]
    letters = sum(len(word.replace("’", "").replace("'", "")) for word in words)
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
    return max(5, math.ceil(grade) + 5)


def is_too_hard(text: str) -> bool:
    """Say whether a text needs an older reader than a letter to a family may."""
    age = reading_age(text)
    return age is not None and age > AIM + MARGIN
