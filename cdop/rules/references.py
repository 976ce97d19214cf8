"""References of notifications and cases: they stand in titles, messages and on paper, and tell nothing of a child."""

import base64
import re
import secrets
from collections.abc import Iterable
from hashlib import sha256

# No vowels, so that no word comes about, and nothing that looks like another.
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"


def new_reference(kind: str = "N") -> str:
    """Return a fresh reference of a notification, "N", or of an awaited one, "A": random, so that it tells nothing."""
    return f"{kind}-" + "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2))


def reference_of(kind: str, thing: str) -> str:
    """Return what a thing is called in messages and on the telephone, such as "FB-4XQ7-M2KD": it tells nothing.

    `thing` says what it is, with its public id: the same thing always has the same reference.
    """
    letters = base64.b32encode(sha256(thing.encode()).digest()).decode()[:8]
    return f"{kind}-{letters[:4]}-{letters[4:]}"


def of_meeting(public_id: str) -> str:
    """Return the reference of a panel's meeting."""
    return reference_of("PM", f"panel meeting {public_id}")


def tells(reference: str, names: Iterable[str | None], nhs_number: str | None) -> bool:
    """Say whether a reference has a name of the child (of three letters or more) or the NHS number in it."""
    words = re.split(r"[\W\d_]+", reference.casefold())
    whole = "".join(words)
    named = {word for name in names for word in re.split(r"[\W\d_]+", (name or "").casefold()) if len(word) > 2}
    has_number = nhs_number is not None and nhs_number in re.sub(r"\D", "", reference)
    return has_number or any(word in words or (len(word) > 3 and word in whole) for word in named)


def new_return_code() -> str:
    """Return a fresh code by which a notifier comes back: 12 letters and digits in threes of four, some 58 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def typed(reference_or_code: str) -> str:
    """Return a reference or a code as it was given out, from what somebody typed: hyphens, spaces and case are free."""
    told = "".join(each for each in reference_or_code.upper() if each.isalnum())
    first = len(told) % 4
    return "-".join(part for part in (told[:first], *(told[at : at + 4] for at in range(first, len(told), 4))) if part)


def next_reference(year: int, taken: Iterable[str]) -> str:
    """Return the first free case reference of a year, such as "2026/014", after the highest that is taken."""
    numbers = [
        int(number)
        for reference in taken
        if (number := reference.removeprefix(f"{year}/")).isdigit() and reference != number
    ]
    return f"{year}/{max(numbers, default=0) + 1:03d}"
