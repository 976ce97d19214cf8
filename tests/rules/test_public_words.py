"""What a public report must not say is found where it stands; ordinary sentences of a report raise nothing."""

import pytest

from cdop.rules.identifiers import Identifier, IdentifierKind, Known
from cdop.rules.public_words import A_METHOD, A_NAME, A_SMALL_PLACE, ONE_CHILD, doubts

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
