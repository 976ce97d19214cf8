"""What a public report must not say is found where it stands; ordinary sentences of a report raise nothing.

`python -m tests.rules.test_public_words` writes docs/public-words.md.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from cdop.rules.identifiers import Identifier, IdentifierKind, Known
from cdop.rules.public_words import A_METHOD, A_NAME, A_SMALL_PLACE, ONE_CHILD, doubts
from tests import public_words
from tests.anonymity.planted import Account, account

PAGE = Path(__file__).parents[2] / "docs" / "public-words.md"
PASSAGES = Path(public_words.__file__).parent

KNOWN = Known((Identifier(IdentifierKind.NAME, "Zo\u00eb Quillfeather", "[a child]"),))


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("We remember Zoe this year.", "Zoe", A_NAME),
        ("The Quillfeather family came.", "Quillfeather", A_NAME),
        ("The meeting on 3 November 2025 was moved.", "on 3 November 2025", "a date"),
        ("A death at Invented Vale School led to it.", "Invented Vale School", A_SMALL_PLACE),
        ("Families of Mossbank Estate asked for it.", "Mossbank Estate", A_SMALL_PLACE),
        ("One boy who lived with asthma had no plan.", "One boy who", ONE_CHILD),
        ("One boy aged 4 had no plan.", "One boy aged", ONE_CHILD),
        ("We heard of a toddler drowned in a pond.", "a toddler drowned", ONE_CHILD),
        ("That three-year-old died at home.", "That three-year-old died", ONE_CHILD),
        ("A girl of six drowned.", "A girl of six", ONE_CHILD),
        ("We heard of two brothers who died.", "two brothers who", ONE_CHILD),
        ("The only death by fire was looked at.", "The only death", ONE_CHILD),
        ("Nobody had asked her about sleep.", "her", ONE_CHILD),
        ("Access to a ligature was discussed.", "ligature", A_METHOD),
        ("Suicide was reviewed. Tablets were", "Tablets", A_METHOD),
        ("Leaflets went to CW8 first.", "CW8", A_SMALL_PLACE),
        ("The father of the twins spoke.", "father of the twins", ONE_CHILD),
        ("Suicide was reviewed. The railway was told.", "railway", A_METHOD),
    ],
)
def test_what_must_not_be_public_is_found(text: str, words: str, why: str) -> None:
    assert (words, why) in [(each.words, each.why) for each in doubts(text, KNOWN)]


@pytest.mark.parametrize(
    "text",
    [
        "In {period} the panel completed {reviewed.total} reviews. Behind each is a child, and a family who grieve.",
        "Midwives talk about safer sleep at every visit. Practices ring a family after two missed appointments.",
        "Cheshire East, Halton and Warrington have agreed a plan for children who travel by railway.",
        "Every family of a child needs a key worker, and a child may need another.",
        "A child who has asthma needs a plan. A young person who is worried can ring Papyrus: he or she is heard.",
        "{reviewed.under_1} of the reviews were of children under one year.",
    ],
)
def test_sentences_of_a_report_raise_nothing(text: str) -> None:
    assert doubts(text, KNOWN) == ()


def test_page_tells_what_is_found_of_planted_words() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def page() -> str:
    """docs/public-words.md."""
    planted, found = Counter[str](), Counter[str]()
    marked = wrong = 0
    for path in sorted(PASSAGES.glob("*.txt")):
        passage = account(path, PASSAGES / "known.csv")
        places = _places_of_doubts(passage)
        for each in passage.planted:
            planted[each.kind] += 1
            found[each.kind] += any(start < each.end and each.start < end for start, end in places)
        marked += len(places)
        wrong += sum(not any(start < p.end and p.start < end for p in passage.planted) for start, end in places)
    rows = [f"| {kind} | {planted[kind]} | {found[kind]} ({found[kind] / planted[kind]:.0%}) |" for kind in planted]
    told = {"right": marked - wrong, "marked": marked, "wrong": wrong}
    return INTRODUCTION + "\n".join(sorted(rows)) + CONCLUSION.format(**told)


def _places_of_doubts(passage: Account) -> set[tuple[int, int]]:
    """Where the words stand that are in doubt."""
    places = set()
    for each in doubts(passage.text, passage.known):
        at = passage.text.index(each.sentence)
        for match in re.finditer(rf"(?<!\w){re.escape(each.words)}(?!\w)", each.sentence):
            places.add((at + match.start(), at + match.end()))
    return places


INTRODUCTION = """# What is found in words that are to be public

Written by `python -m tests.rules.test_public_words`; a test fails while a figure is not the one measured.

Before a public edition is built, a learning note is agreed on or the page for everybody is changed,
`cdop/rules/public_words.py` looks through what was typed. It marks, and a person mends each or lets it stand with a
reason:

- names on record: of children, of those whom forms name, of key workers and contacts at agencies. All of a panel's
  records are read, a piece at a time. Who sits on the panel is not looked for: a report says so;
- dates;
- places smaller than a local authority: by their form (a school, an estate, a postcode or its district); because a form
  of a case or the directory of agencies names them; because a list that was imported has them (`flask reference import
  places FILE`: wards, parishes, built-up areas, as the Office for National Statistics publishes them); because the text
  says that a child lived or died there;
- the story of one child, or of children who can be told from others;
- how somebody died by suicide.

## What was measured

Passages in `tests/public_words/` with what must not be public marked in them, written by the same people as the rules
but not with them. When the rules first read them they found 35 of the 38; two of the three missed were then put into
the rules. They say what is found on such passages, and nothing of others.

| planted | how many | found |
|---|---|---|
"""
CONCLUSION = """

Of {marked} places that were marked {right} were right; the {wrong} others were a word spelled almost like a name on
record, a motorway written like a postcode district, and a word that is a method elsewhere.

## What it cannot do

It does not know a town that no record and no imported list has, unless a child is said to have lived or died there; nor
a story told without any of these words. Whoever approves the edition reads it.
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
