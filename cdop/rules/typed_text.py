"""What happens to typed text before it is looked at, what cannot be kept, and what is no name."""

import re
import unicodedata

_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Characters that no letter, report or database can carry: control characters, halves of pairs, noncharacters.
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_UNUSABLE = re.compile(f"[{_CONTROLS}]")
# On one line also the two that turn the order of all that follows: with them a name looks like another.
_UNUSABLE_IN_LINE = re.compile(f"[{_CONTROLS}\u202d\u202e]")
_MARK = "\ufffd"
UNUSABLE = "{} contains a character that cannot be stored, shown as \ufffd. Delete it or type it again"
# Nobody sees these, and on one line no script needs them: spaces of no width, hints for line ends and directions
# (Windows puts them around what is copied), fillers, tags.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202c\u2060-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
# Join or part the letters of Persian, Malayalam, Mongolian and other scripts: unseen, yet part of the spelling.
_JOINERS = "\u180e\u200c\u200d"
# Hold the place of a letter of old Korean; alone they are no letter.
_HANGUL_FILLERS = "\u115f\u1160"
_JOINED = ("Lo", "Mc", "Mn", "So", "Sk")


def tidy(typed: str, *, lines: bool) -> str:
    """The text with accents composed (NFC), one kind of line break, bare ends.

    Without `lines` a line break is a space, and what nobody sees is left out unless the spelling needs it.
    """
    if not typed:
        return ""
    text = _LINE_BREAK.sub("\n" if lines else " ", typed)
    if not lines and not text.isascii():
        text = _without_unseen(text)
    return unicodedata.normalize("NFC", text).strip()


def mark_unusable(text: str, *, lines: bool = False) -> str:
    """The text with a visible mark in place of each character that cannot be stored."""
    return (_UNUSABLE if lines else _UNUSABLE_IN_LINE).sub(_MARK, text)


def has_letter(text: str) -> bool:
    """Whether anybody could read a letter in `text`; a name has one, of whatever script."""
    seen = (character for character in _UNSEEN.sub("", text) if character not in _HANGUL_FILLERS)
    return any(unicodedata.category(character).startswith("L") for character in seen)


def text_fault(text: str, called: str, longest: int, *, lines: bool = False) -> str | None:
    """What is wrong with tidy text of at most so many characters, in words for the person who typed it."""
    if mark_unusable(text, lines=lines) != text:
        return UNUSABLE.format(called)
    return f"{called} must be {longest:,} characters or fewer" if len(text) > longest else None


def name_fault(text: str, called: str, longest: int) -> str | None:
    """What is wrong with a tidy name, as `text_fault` says it; a name also has a letter."""
    return text_fault(text, called, longest) or (None if has_letter(text) else f"{called} must have a letter in it")


def _without_unseen(text: str) -> str:
    kept = [""]
    for character in _UNSEEN.sub("", text):
        if character not in _JOINERS or (kept[-1] and unicodedata.category(kept[-1]) in _JOINED):
            kept.append(character)
    return "".join(kept)
