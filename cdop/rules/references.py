"""References of notifications and cases."""

import secrets
from collections.abc import Iterable

# No vowels, so that no word comes about, and nothing that looks like another.
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"


def new_reference(kind: str = "N") -> str:
    """Return a fresh reference of a notification, "N", or of an awaited one, "A": random, so that it tells nothing."""
    return f"{kind}-" + "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2))


def next_reference(year: int, taken: Iterable[str]) -> str:
    """Return the first free case reference of a year, such as "2026/014", after the highest that is taken."""
    numbers = [
        int(number)
        for reference in taken
        if (number := reference.removeprefix(f"{year}/")).isdigit() and reference != number
    ]
    return f"{year}/{max(numbers, default=0) + 1:03d}"
