"""Passwords: hashed with Argon2id, a few at a time, so that a burst of sign-ins cannot take the machine."""

import secrets
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cdop.rules.passwords import LONGEST, SHORTEST

AT_ONCE = 2
NOBODYS_BYTES = 32

_hasher = PasswordHasher()
_places = BoundedSemaphore(AT_ONCE)


def faults(password: str) -> list[str]:
    """Return what is wrong with a new password, in words for the person who typed it."""
    if len(password) < SHORTEST:
        return [f"Use at least {SHORTEST} characters. Three words together are easy to remember"]
    if len(password) > LONGEST:
        return [f"Use at most {LONGEST} characters"]
    return []


def nobodys() -> str:
    """Return a new password that nobody knows, for an account whose person has not chosen one yet."""
    return secrets.token_urlsafe(NOBODYS_BYTES)


def hashed(password: str) -> str:
    """Return the Argon2id hash of a password."""
    with _places:
        return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Say whether a password is the one stored. Without a stored one it takes as long and says no."""
    with _places:
        try:
            return _hasher.verify(stored or _nobodys(), password[:LONGEST]) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def _nobodys() -> str:
    global _nobody  # made once, when first needed: hashing takes a tenth of a second
    if not _nobody:
        _nobody = _hasher.hash("nobody's password")
    return _nobody


_nobody = ""
