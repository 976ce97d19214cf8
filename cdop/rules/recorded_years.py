"""Of which financial years a panel has records: before them nothing is known, and a number is no number of deaths."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from cdop.rules.disclosure_search import SMALL
from cdop.rules.periods import FinancialYear, span_label

MANY = 40
"""A panel that was notified of so many deaths in one year and of no more than `SMALL` in another did not record the
other: what it has of it are single old cases that were still open or were taken over. It is a number that nothing of a
withheld one can be learnt from. Panels are to be large enough for 60 a year (Child Death Review Statutory and
Operational Guidance, 2018).
"""


def recorded(notified: Mapping[int, int]) -> frozenset[int]:
    """Return the years, by their first, of which there are records, from how many deaths were notified in each.

    Numbers from `MANY` on need not be exact.
    """
    least = SMALL + 1 if max(notified.values(), default=0) >= MANY else 1
    return frozenset(year for year, number in notified.items() if number >= least)


def in_words(years: Iterable[int]) -> tuple[str, ...]:
    """Return years by their first as they are written, those that follow each other as one: "2013-14 to 2016-17"."""
    return tuple(
        span_label(FinancialYear(first).label, FinancialYear(last).label) for first, last in _stretches({*years})
    )


def _stretches(years: Collection[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each unbroken stretch, the oldest first."""
    firsts = (year for year in sorted(years) if year - 1 not in years)
    lasts = (year for year in sorted(years) if year + 1 not in years)
    return zip(firsts, lasts, strict=True)
