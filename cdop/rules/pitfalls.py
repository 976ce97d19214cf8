"""Where the category of a death is easily chosen wrongly: which categories the causes on record speak for, and why.

They are shown where they apply and never choose: a panel may decide otherwise. Source: the definitions of the national
categories and the clarifications of the National Child Mortality Database (domain reference 5.7; section 9, rules 34,
36 and 37).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

YOUNG, GROWN = 8, 10
"""Years of age below which category 2, and above which category 8, is to be looked at twice (rule 34)."""


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A rule that tells categories apart. It applies where the causes have one of `terms`; `usual` are the numbers."""

    key: str
    terms: tuple[str, ...]
    usual: frozenset[int]
    text: str
    needs: tuple[str, ...] = ()

    def applies(self, causes: str) -> bool:
        """Say whether the causes, in any words, are those that the rule is about."""
        return _has(causes, self.terms) and (not self.needs or _has(causes, self.needs))


PITFALLS = (
    Pitfall(
        "epilepsy",
        ("sudep", "sudden unexpected death in epilepsy"),
        frozenset({5}),
        "Sudden unexpected death in epilepsy is category 5, not 10.",
    ),
    Pitfall("asthma", ("asthma*",), frozenset({5}), "Asthma is category 5."),
    Pitfall("anaphylaxis", ("anaphyla*",), frozenset({3}), "Anaphylaxis is category 3."),
    Pitfall(
        "heart",
        (
            "congenital heart",
            "congenital cardiac",
            "hypoplastic left heart",
            "tetralogy",
            "transposition of the great*",
        ),
        frozenset({7}),
        "A malformation of the heart is category 7; an error in treating it may be secondary, as category 3.",
    ),
    Pitfall(
        "chromosomes",
        ("trisom*", "down syndrome", "down's syndrome", "edwards syndrome", "patau syndrome"),
        frozenset({7}),
        "A child with a chromosomal condition who dies in its treatment is category 7; an error may be secondary, as "
        "category 3.",
    ),
    Pitfall(
        "enterocolitis",
        ("necrotising enterocolitis", "necrotizing enterocolitis"),
        frozenset({8}),
        "Necrotising enterocolitis of a baby who was born early is category 8, whatever the age at death.",
    ),
    Pitfall(
        "early birth",
        ("prematur*", "preterm", "bronchopulmonary dysplasia", "post-haemorrhagic hydrocephalus"),
        frozenset({8}),
        "What follows from a birth that came early is category 8, whatever the age at death.",
    ),
    Pitfall(
        "palsy",
        ("cerebral palsy",),
        frozenset({6, 8}),
        "An infection that ends the life of a child with cerebral palsy is category 8, or 6 where the cause came "
        "clearly after the birth; not category 9.",
    ),
    Pitfall(
        "malignancy",
        ("leukaemia", "lymphoma", "tumour", "*blastoma", "sarcoma", "carcinoma", "glioma", "malignan*"),
        frozenset({4}),
        "A malignancy is category 4, even where an infection or a bleed was the final event.",
    ),
    Pitfall(
        "sleep",
        ("overlay*",),
        frozenset({3}),
        "An overlay that a pathologist found is category 3; a death while sharing a sleep surface that stays "
        "unascertained is category 10.",
    ),
    Pitfall(
        "early infection",
        ("sepsis", "meningitis", "pneumonia"),
        frozenset({8}),
        "A bacterial infection that began in the first week of life is category 8; category 9 is for those after it.",
        needs=("early onset", "early-onset", "congenital", "group b strep*"),
    ),
    Pitfall(
        "substance",
        ("overdose", "poisoning", "intoxication", "toxicity"),
        frozenset({2, 3}),
        "Harm by a substance is category 2 or 3, by what was intended; of a young child it is category 3.",
    ),
)
UNEXPLAINED = ("sids", "sudden infant death", "unascertained", "unexplained", "undetermined")


def applying(causes: str) -> tuple[Pitfall, ...]:
    """Return the rules that the causes on record, in any words, bring up."""
    return tuple(each for each in PITFALLS if each.applies(causes))


def warnings(
    primary: int | None, causes: str, *, age_years: int | None = None, secondary: Iterable[int] = ()
) -> tuple[str, ...]:
    """Return in words what speaks against the primary category that was chosen; a panel may let it stand."""
    if primary is None:
        return ()
    chosen = {primary, *secondary}
    found = [each.text for each in applying(causes) if each.usual.isdisjoint(chosen)]
    if primary == 2 and age_years is not None and age_years < YOUNG:
        found.append(f"Category 2 is rare below {YOUNG} years of age. Confirm that the child meant to harm themselves.")
    if primary == 8 and age_years is not None and age_years > GROWN:
        found.append(f"Category 8 is rare above {GROWN} years of age. Confirm that the cause lies around the birth.")
    if primary == 10 and not _has(causes, UNEXPLAINED):
        found.append(
            "Category 10 is for deaths that a pathologist calls sudden infant death syndrome or unascertained; no "
            "cause on record says so."
        )
    return tuple(found)


def _has(causes: str, terms: Iterable[str]) -> bool:
    text = causes.casefold().replace("’", "'")
    return any(re.search(_pattern(term), text) for term in terms)


def _pattern(term: str) -> str:
    """A term as whole words; a star stands for the rest of one."""
    before, after = "" if term.startswith("*") else r"\b", "" if term.endswith("*") else r"\b"
    return f"{before}{re.escape(term.strip('*'))}{after}"
