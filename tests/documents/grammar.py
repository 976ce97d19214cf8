"""Slips of grammar and of the pen that a sentence put together from numbers can have."""

import re

THINGS = "(?:deaths|reviews|meetings|children|days|rows|cases|categories)"
SLIPS = (
    rf"(?<![\d.])1 (?:\w+ ){{0,2}}{THINGS}\b",
    r"(?<![\d.])1(?!\d)(?: \(\d+%\))?(?: of the \d+)?[^.;,:]* were\b",
    r"\b(?:[02-9]|\d\d+)(?: \(\d+%\))? (?:(?!there )\w+ )?was\b",
    r"\b(?:[Nn]one|[Aa]ll|[Nn]either|[Bb]oth)(?: of the)? [01]\b",
    r"\b(?:[Aa]ll|[Nn]one of the) 2\b",
    r"(?<![\d–-])\b0 (?:of|deaths|reviews|meetings|children|\()",
    r"\s\s",
    r"\.[A-Za-z]",
    r"\.\.",
    r" [.,;:]",
    r"\bNone\b(?! of\b)",
    r"[a-z]$",
)


def slips(sentence: str) -> list[str]:
    """The faulty pieces of a sentence."""
    return [found.group() for slip in SLIPS for found in re.finditer(slip, sentence)]
