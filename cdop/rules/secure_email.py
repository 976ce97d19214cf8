"""Which e-mail addresses are held to be secure enough for a request: a list that a panel may change.

The list is known from practice and not seen in print: check it with your information governance.
"""

from collections.abc import Iterable

SHIPPED = (
    "cjsm.net",
    "gov.uk",
    "mod.uk",
    "nhs.net",
    "nhs.uk",
    "parliament.uk",
    "police.uk",
)
"""The endings of addresses of health, government, police and the criminal justice system."""


def is_secure(email: str, endings: Iterable[str]) -> bool:
    """Say whether an address ends in one of these, as a whole or after a dot."""
    host = email.rpartition("@")[2].lower()
    return any(host == ending or host.endswith(f".{ending}") for ending in endings)


def parse(text: str) -> tuple[str, ...]:
    """Return the endings that somebody wrote, one a line. Raises ValueError naming one that cannot be an ending."""
    endings = sorted({line.strip().lower().lstrip("@.") for line in text.splitlines()} - {""})
    for ending in endings:
        parts = ending.split(".")
        if len(parts) < 2 or not all(part.replace("-", "").isalnum() and part.isascii() for part in parts):
            raise ValueError(f"{ending[:60]} is not the ending of an address, such as nhs.net")
    return tuple(endings)
