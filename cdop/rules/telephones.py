"""The form of a telephone number: loose, because switchboards, extensions and other countries differ."""

import re

_TELEPHONE = re.compile(r"\+?[0-9()/ .-]+(?:,? ?(?:ext\.?|extension|x) ?[0-9]+)?", re.IGNORECASE)
_FEWEST_DIGITS, _MOST_DIGITS = 3, 25


def parse(text: str) -> str:
    """Return the number as typed, with single spaces. An internal extension is a number too.

    Raises ValueError, with a message for the person who typed it, where it cannot be dialled.
    """
    number = " ".join(text.split())
    digits = sum(character.isdecimal() for character in number)
    if not _TELEPHONE.fullmatch(number) or not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
        raise ValueError("A telephone number looks like 01632 960 001 or 01632 960 001 ext 12.")
    return number
