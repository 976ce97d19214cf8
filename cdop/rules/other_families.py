"""Whether a text about one child names another of the same meeting: what is written in haste lands in the wrong case.

Source: rule 55 of the domain reference, section 9.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_WITHIN_NUMBER = re.compile(r"(?<=\d)[\s-](?=\d)")


@dataclass(frozen=True, slots=True)
class OtherChild:
    """Another child on the same agenda; names and number are "" where they are not known."""

    reference: str
    name: str
    nhs_number: str


def named(texts: Iterable[str], others: Iterable[OtherChild]) -> tuple[str, ...]:
    """Return the references of those whose whole name, NHS number or reference stands in one of the texts."""
    told = [(_words(text), _WITHIN_NUMBER.sub("", text)) for text in texts]
    return tuple(each.reference for each in others if any(_is_named(each, *one) for one in told))


def warning(references: Iterable[str]) -> str | None:
    """Return in words that a text names another child, without the name; nothing where none does."""
    found = ", ".join(references)
    if not found:
        return None
    return f"This analysis has the name, the NHS number or the reference of another case: {found}. Does it belong here?"


def _is_named(other: OtherChild, words: str, numbers: str) -> bool:
    name = _words(other.name)
    # One word alone is a name that many have.
    is_called = name.strip().count(" ") > 0 and name in words
    return is_called or _words(other.reference) in words or bool(other.nhs_number and other.nhs_number in numbers)


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "
