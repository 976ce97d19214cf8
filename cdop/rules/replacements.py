"""How the words that take the place of an identifier fit into their sentence: "the GP Dr Smith’s" is "the GP’s"."""

import re

from cdop.rules.identifiers import A_PROFESSIONAL, PROFESSIONS

_BEGINS_SENTENCE = re.compile(r"(?:\w\w[)\"”]?[.!?][\"”]?\s|\n\s*\n|(?:^|\n)[ \t]*(?:[-*•–]|\d+[.)])[ \t])\s*[\"“]?$")
_OWN_ARTICLE = re.compile(r"^(\[?)(?:the|an?) ")
_ONE = re.compile(r"\b(an?)\s+$", re.IGNORECASE)
_WHOSE = re.compile(r"\b(?:the|this|our|my|your|their|its|no|any|each|every|some|another|two|three|four)\s+$", re.I)
_POSSESSIVE = re.compile(r"['’]s?$")
_ASKED = r"((?:told|asked|informed|advised|said to)\s+(?:(?:the|an?|his|her|their|our)\s+)?)?"
_LOOKED_BACK = 60


def fitted(text: str, start: int, end: int, replacement: str) -> tuple[int, int, str]:
    """Return from where to where of a text is replaced, and by which words, where `replacement` tells `start` to `end`.

    An article or the like stands once, a possessive keeps its s, a sentence begins with a capital; who is told by
    their part already ("her mother, Ngozi, said", "the GP Dr Smith") is not told once more.
    """
    before = text[max(0, start - _LOOKED_BACK) : start]
    possessive = "’s" if _POSSESSIVE.search(text[start:end]) and replacement[-1:] != "]" else ""
    if again := _told_again(before, text[end : end + 1], replacement):
        left, right = again
        return start - left, end + right, possessive
    words = replacement + possessive
    if one := _ONE.search(before):
        words = _OWN_ARTICLE.sub(r"\1", words)
        article = one[1][:1] + ("n" if words.lstrip("[")[:1] in "aeio" else "")
        return start - len(one[0]), end, f"{article} {words}"
    if _WHOSE.search(before):
        words = _OWN_ARTICLE.sub(r"\1", words)
    begins = start == 0 or _BEGINS_SENTENCE.search(before)
    return start, end, words[:1].upper() + words[1:] if begins else words


def _told_again(before: str, after: str, replacement: str) -> tuple[int, int] | None:
    """How much goes with a name before it and after it, whose bearer's part is told just before; None where it is not.

    After "told", "asked" and the like the name may be of another: "I told the GP Dr Smith was away".
    """
    part = PROFESSIONS if replacement == A_PROFESSIONAL else re.escape(_OWN_ARTICLE.sub("", replacement))
    told = re.search(rf"\b{_ASKED}\b(?:{part})(,?\s+|\s*\()$", before, re.IGNORECASE)
    if told is None or told[1]:
        return None
    join = told[2]
    if "(" in join:
        return (len(join), 1) if after == ")" else None
    if "," in join:
        return None if after not in ("", ",", ".", ";", ":", ")") else (len(join), int(after == ","))
    return len(join), 0
