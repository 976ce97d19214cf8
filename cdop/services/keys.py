"""The keys of all that is secret here: each is derived from the application's one secret, and never in the database."""

import hmac
from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class _Secret:
    """The application's secret, from the settings."""

    value = b""


def use_secret(secret: str) -> None:
    """Derive every key from this secret from now on."""
    _Secret.value = secret.encode()


def signing_key(purpose: str) -> bytes:
    """Return the key with which digests, links and codes of one purpose are worked out."""
    return _derived(_Secret.value, purpose)


def worked_out(purpose: str, about: str) -> bytes:
    """Return 32 bytes that only this application can work out, for one thing and one purpose."""
    return hmac.digest(signing_key(purpose), about.encode(), "sha256")


@cache
def _derived(secret: bytes, purpose: str) -> bytes:
    """A key is worked out once: the audit asks for its own at every word of every save."""
    return hmac.digest(secret, purpose.encode(), "sha256")


def encryption_key(purpose: str) -> bytes:
    """Return the key with which what is kept or shown for one purpose is encrypted."""
    return HKDF(SHA256(), 32, salt=None, info=f"cdop {purpose}".encode()).derive(_Secret.value)
