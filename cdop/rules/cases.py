"""What follows from the facts of a case: bands, intervals and the words a search finds it by."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from cdop.rules import ages, durations, periods

NHS_DIGITS = 10
MAX_FOLDED_NAME = 500


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The columns of a case that its dates decide."""

    age_band: str
    days_to_notification: int
    year_of_death: str
    days_to_review: int | None
    duration_band: str | None


def worked_out(born_on: date, died_on: date, notified_on: date, reviewed_on: date | None) -> WorkedOut:
    """Return what the dates of a case decide. Days are whole days; bands are those of the figures."""
    return WorkedOut(
        age_band=ages.age_band(born_on, died_on),
        days_to_notification=(notified_on - died_on).days,
        year_of_death=periods.financial_year_of(died_on).label,
        days_to_review=(reviewed_on - died_on).days if reviewed_on else None,
        duration_band=durations.duration_band(died_on, reviewed_on) if reviewed_on else None,
    )


# Letters with a stroke or joined, which Unicode does not take apart: Łucja is found as lucja.
_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def folded(text: str) -> str:
    """Return the text as searches compare it: without accents, case or marks between words."""
    text = text.casefold().translate(_STROKES)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def search_words(typed: str) -> list[str]:
    """Return the words of a search; an NHS number is one word, however its digits are grouped."""
    words = folded(typed).split()
    number = "".join(words)
    return [number] if len(number) == NHS_DIGITS and number.isdigit() else words


def folded_name(given_names: str | None, family_name: str | None) -> str:
    """Return the name as lists are sorted by it: family name first, no longer than an index takes."""
    whole = " ".join(part for part in (folded(family_name or ""), folded(given_names or "")) if part)
    return whole[:MAX_FOLDED_NAME]


def search_terms(
    reference: str, nhs_number: str | None, given_names: str | None, family_name: str | None
) -> frozenset[str]:
    """Return the words by whose first letters a case is found."""
    words = {word for text in (given_names, family_name) for word in folded(text or "").split()}
    whole = {reference.casefold(), *folded(reference).split(), nhs_number or ""}
    return frozenset(term[:120] for term in words | whole if term)
