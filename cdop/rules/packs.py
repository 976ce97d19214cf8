"""What must be true before a pack leaves: everything confirmed, nothing standing that identifies, not too long."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cdop.rules.anonymity import Hit
from cdop.rules.numbers import agreeing, counted

MOST_PAGES = 4
"""Pages of one case in a pack: what a member reads before a meeting with many cases."""
TOO_LONG = "Shorten it or move passages behind a link"
EXPIRES_AFTER = timedelta(days=14)
"""How long a pack can be read after its meeting's minutes were approved (domain reference 6.5, a local default)."""

MINUTES, CASES = "Minutes of the meeting before, and its actions", "Cases"
AGENDA = (
    "Apologies, and whether the meeting is quorate",
    "Declarations of interest",
    "Confidentiality",
    MINUTES,
    "New notifications, joint agency responses and safeguarding reviews",
    CASES,
    "Themes, figures and the national database",
    "Alerts",
    "Any other business",
)
"""What a meeting that reviews cases goes through, in this order. Source: domain reference 6.7."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Words that stand in a passage and look as if they identified, how often, and who let them stand and why."""

    words: str
    replacement: str
    why: str
    times: int
    passed_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CaseCount:
    """How far a case of a pack is."""

    reference: str
    passages: int
    to_confirm: int
    standing: int
    pages: int | None = None


def changed_since(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return in words what of the papers is not as it was when a file was made, [] where all of it is.

    Both have a digest of each case by its reference, and of the minutes before by "". A case that is no longer open to
    the reader is not named.
    """
    found = ["A case in it is no longer open to you"] if then.keys() - now.keys() else []
    found += [f"Case {reference} is not in it" for reference in sorted(now.keys() - then.keys())]
    told = {"": "The minutes before"}
    changed = (key for key in sorted(then.keys() & now.keys()) if then[key] != now[key])
    return [*found, *(f"{told.get(key, f'Case {key}')} changed since" for key in changed)]


def standing(hits: Iterable[Hit], passed: dict[str, tuple[str, str]]) -> tuple[Standing, ...]:
    """Return the words that stand in a text, each once; `passed` is by whom and why some of them were let stand."""
    found: dict[str, Standing] = {}
    for hit in hits:
        times = found[hit.words].times + 1 if hit.words in found else 1
        found[hit.words] = Standing(hit.words, hit.replacement, hit.why, times, *passed.get(hit.words, ("", "")))
    return tuple(found.values())


def left(found: Collection[Standing]) -> int:
    """Return how many of these words nobody let stand."""
    return sum(not each.passed_by for each in found)


def obstacles(cases: Iterable[CaseCount]) -> tuple[str, ...]:
    """Return in words what keeps a pack from being released; `pages` of None was not counted."""
    every = tuple(cases)
    if not every:
        return ("No case of this meeting is prepared yet",)
    found = []
    for case in every:
        if not case.passages:
            found.append(f"{case.reference}: nothing is drafted yet")
        if case.to_confirm:
            found.append(f"{case.reference}: {counted(case.to_confirm, 'passage')} to confirm")
        if case.standing:
            words = agreeing(case.standing, "passage has", "passages have")
            found.append(f"{case.reference}: {case.standing} {words} words that may identify somebody")
        if case.pages and case.pages > MOST_PAGES:
            found.append(f"{case.reference}: {case.pages} pages, of at most {MOST_PAGES}. {TOO_LONG}")
    return tuple(found)


def has_expired(expires_on: date | None, today: date) -> bool:
    """Say whether a pack can no longer be read; it can on its last day."""
    return expires_on is not None and today > expires_on
