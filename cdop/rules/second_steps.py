"""The second step of signing in: a code of six digits from an app on the person's own telephone (RFC 6238)."""

import base64
import hmac
from datetime import datetime, timedelta

import pyotp

SECONDS = 30
RECOVERY_CODES = 8
KEY_BYTES = 20
"""As long as RFC 4226 recommends."""

TYPED_WITHIN = timedelta(minutes=10)
"""So long after the password the code is still taken."""

TRIES, WINDOW = 10, timedelta(minutes=15)
ISSUER = "CDOP"


def key_of(derived: bytes) -> str:
    """Return the key as an app takes it, 32 letters and digits."""
    return base64.b32encode(derived[:KEY_BYTES]).decode()


def address_of(key: str, email: str, panel: str) -> str:
    """Return what the picture for an app says: the key, and under which name the app is to keep it."""
    found: str = pyotp.TOTP(key).provisioning_uri(name=email, issuer_name=f"{ISSUER} {panel}")
    return found


def matching(key: str, typed: str, *, after: int, now: datetime) -> int | None:
    """Return the number of the half minute whose code was typed, None where it is no code of about now.

    A code is taken from the half minute before, since clocks differ, and the next; never one of, or from before,
    the half minute `after`: whoever looks over a shoulder has a code that was used.
    """
    current, code = int(now.timestamp()) // SECONDS, _digits(typed)
    for step in (current - 1, current, current + 1):
        if step > after and hmac.compare_digest(pyotp.TOTP(key).generate_otp(step), code):
            return step
    return None


def recovery_code(derived: bytes) -> str:
    """Return a code to write down for the day on which the telephone is lost, such as "3kq7-m2xd-a5tf"."""
    letters = base64.b32encode(derived).decode().lower()
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def is_recovery_code(typed: str) -> bool:
    """Say whether what was typed looks like a code that was written down, rather than one of an app."""
    return len(_letters(typed)) > 6


def same(typed: str, code: str) -> bool:
    """Say whether a written-down code was typed, with whatever spaces, hyphens and capitals."""
    return hmac.compare_digest(_letters(typed), _letters(code))


def _letters(typed: str) -> str:
    return "".join(letter for letter in typed.lower() if letter.isascii() and letter.isalnum())


def _digits(typed: str) -> str:
    return "".join(letter for letter in typed if letter.isascii() and letter.isdigit())
