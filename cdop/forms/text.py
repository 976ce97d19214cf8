"""What happens to typed text before it is looked at, and what cannot be kept."""

import re
import unicodedata

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Characters that no letter, report or database can carry: control characters, halves of pairs, noncharacters.
_UNUSABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MARK = "\ufffd"
UNUSABLE = "{} contains a character that cannot be stored, shown as \ufffd. Delete it or type it again"


def tidy(typed: str, *, lines: bool) -> str:
    """The text with accents composed (NFC), one kind of line break (a space unless `lines`), bare ends."""
    text = _LINE_BREAK.sub("\n", unicodedata.normalize("NFC", typed)).strip()
    return text if lines else text.replace("\n", " ")


def is_storable(text: str) -> bool:
    """Whether every character of `text` can be stored and shown."""
    return _UNUSABLE.search(text) is None


def mark_unusable(text: str) -> str:
    """The text with a visible mark in place of each character that cannot be stored."""
    return _UNUSABLE.sub(_MARK, text)
