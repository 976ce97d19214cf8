"""What must not be readable in the words of a public report, where it stands, and why.

Names on record, dates, places smaller than a local authority, the story of a single child, how somebody died by
suicide (domain reference 7.4). Each is mended, or a named person lets it stand and says why: it can be another's name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cdop.rules.anonymity import A_DATE, hits
from cdop.rules.bound_numbers import sentences
from cdop.rules.cases import folded
from cdop.rules.identifiers import Known
from cdop.rules.names_in_texts import Certainty

A_NAME = "a name on record"
A_SMALL_PLACE = "a place smaller than a local authority"
A_PLACE = "[a place]"
"""What takes the place of a place of a case: by it the place is known to be one."""
ONE_CHILD = "the story of a single child"
A_METHOD = "how somebody may have died by suicide"

_SMALL_PLACE = re.compile(
    r"\b(?:[A-Z][\w'’-]+\s+){1,3}(?:[Ee]state|[Ww]ard|[Vv]illage|[Pp]arish|[Pp]ark|[Bb]ridge|[Ss]tation)\b"
)
_POSTCODE_DISTRICT = re.compile(r"(?<![\w-])(?<!Form )(?:[A-Z]{2}\d{1,2}[A-Z]?|[BEGLMNSW]\d{1,2}[A-Z]?)(?![\w-])")
_CHILD = (
    r"(?:baby|boy|girl|child|infant|newborn|toddler|teenager|pupil|son|daughter|young (?:person|man|woman)|"
    r"(?:\d{1,2}|[a-z]{3,9}(?:-[a-z]{3,5})?)[- ](?:day|week|month|year)s?[- ]old)"
)
_AGES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_ANY_CHILD = (
    r"an?\s+(?:child|baby|infant|newborn|toddler|teenager|pupil|young person)\s+who\s+"
    r"(?:is|has|needs|may|can|will|should|wants|lives|goes)\b"
)
"""What is said of children at large, as in advice, and tells of none."""
_HE_OR_SHE = r"(?:he|she|his|him|her|hers)"
_ONE_CHILD = re.compile(
    rf"\b(?!{_ANY_CHILD})(?:a|an|one|another|this|that)\s+(?:[\w-]+\s+)?{_CHILD}\s+"
    rf"(?:who|whose|was|had|died|in|from|of\s+(?:\d+|{_AGES})|\w\w\w+ed|aged)\b"
    r"|\bthe\s+(?:[\w-]+\s+)?(?:boy|girl|toddler|teenager|twins?|brothers?|sisters?)\s+"
    r"(?:who|whose|was|were|had|died|in|from|aged)\b"
    r"|\b(?:two|three|four)\s+(?:brothers|sisters|siblings|twins|children|babies|boys|girls)\s+"
    r"(?:who|whose|were|had|died|from|aged)\b"
    r"|\b(?:parents|mother|father|family)\s+of\s+(?:the|one|this|that)\s+(?:[\w-]+\s+)?(?:twins|brothers|sisters|"
    rf"{_CHILD})\b"
    r"|\btwins\s+(?:who|whose|died|had|aged|from)\b"
    r"|\bthe\s+(?:only|youngest|oldest|eldest)\s+(?:child|baby|boy|girl|death|young person)\b"
    rf"|(?<!\bor )\b{_HE_OR_SHE}\b(?!\s+or\s+{_HE_OR_SHE}\b)",
    re.IGNORECASE,
)
_A_TOWN = re.compile(
    r"\b(?:boys?|girls?|child|children|bab(?:y|ies)|twins|famil(?:y|ies)|mothers?|fathers?|parents|deaths?|died|killed|"
    r"drowned|born|lived|living)\s+(?:in|at|near|from|outside)\s+(?:the\s+)?((?:[A-Z][\w'’-]+)(?:\s+[A-Z][\w'’-]+)*)"
)
_NO_TOWN = frozenset(
    "england wales scotland ireland northern britain europe uk the north south east west midlands category form table "
    "figure january february march april may june july august september october november december".split()
)
_METHOD = re.compile(
    r"\b(?:hang(?:ed|ing)?|hung|ligatures?|noose|strangl\w*|asphyxia\w*|suffocat\w*|overdos\w*|self-poison\w*|"
    r"tablets?|pills|paracetamol|ropes?|on\s+the\s+tracks|(?:off|from)\s+a\s+(?:bridge|building|roof|cliff)|"
    r"jump(?:ed|ing)?\s+(?:from|off)|railway|train\s+line|firearms?|gun\b|shot\s+\w+self|cut\s+\w+\s+wrists?)\b",
    re.IGNORECASE,
)
_SUICIDE = re.compile(r"\bsuicid\w*|\bself-harm\w*|\btook\s+(?:his|her|their)\s+own\s+li", re.IGNORECASE)
_ALWAYS = re.compile(r"\b(?:hang(?:ed|ing)|ligature|overdos|noose|strangl)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that a public text should not have: in which sentence they stand, and what they are taken for."""

    words: str
    sentence: str
    why: str


def doubts(text: str, known: Known) -> tuple[Doubt, ...]:
    """Return everything in a text that a public report should not say, in its order, each once for a sentence."""
    is_of_suicide = bool(_SUICIDE.search(text))
    found = [each for one in sentences(text) for each in _doubts(one, known, is_of_suicide=is_of_suicide)]
    return tuple(dict.fromkeys(found))


def told(found: Iterable[Doubt]) -> str:
    """Return what somebody is asked to do about doubts, which are told one by one."""
    every = "; ".join(f"“{each.words}” is {each.why}" for each in found)
    return f"Change these words, or say why they can stand: {every}"


def _doubts(sentence: str, known: Known, *, is_of_suicide: bool) -> Iterator[Doubt]:
    for hit in hits(sentence, known):
        if hit.why == Certainty.BESIDE:
            continue  # the name beside it is told, with the sentence
        if hit.words[:1].isupper() or (hit.is_sure and hit.replacement != A_PLACE):
            yield Doubt(hit.words, sentence, A_SMALL_PLACE if hit.replacement == A_PLACE else _why(hit.why))
    for words in _SMALL_PLACE.finditer(sentence):
        yield Doubt(words[0], sentence, A_SMALL_PLACE)
    for words in _POSTCODE_DISTRICT.finditer(sentence):
        yield Doubt(words[0], sentence, A_SMALL_PLACE)
    for words in _ONE_CHILD.finditer(sentence):
        yield Doubt(words[0], sentence, ONE_CHILD)
    for words in _METHOD.finditer(sentence):
        if is_of_suicide or _ALWAYS.match(words[0]):
            yield Doubt(words[0], sentence, A_METHOD)


def _why(why: str) -> str:
    if why == A_DATE:
        return A_DATE
    if why in ("a place", "an address", "a postcode"):
        return A_SMALL_PLACE
    return why if why.startswith(("a ", "an ")) else A_NAME


def towns_told(text: str) -> tuple[str, ...]:
    """Return what a text names as the place of a child, a family or a death, and what is no country, month or heading.

    A local authority can be among them: whoever asks knows which are the panel's own.
    """
    named = (found[1] for found in _A_TOWN.finditer(text))
    return tuple(dict.fromkeys(each for each in named if each.split()[0].casefold() not in _NO_TOWN))


def words_looked_up(text: str) -> frozenset[str]:
    """Return the words of a text that can be names on record, as a search for a case writes them."""
    return frozenset(word for word in folded(text).split() if len(word) > 1 and not word.isdigit())
