"""Digests: what the database keeps of a secret that somebody holds, and what a paper prints to be known again by."""

import hashlib


def secret_digest(secret: str) -> str:
    """Return 64 hexadecimal digits by which the secret is known again and from which it cannot be had."""
    return hashlib.sha256(secret.encode()).hexdigest()


def printed_digest(text: str) -> str:
    """Return 128 bits in 32 letters from a to p, so that the digest of a paper is never read as a number."""
    digits = hashlib.sha256(text.encode()).hexdigest()[:32]
    return digits.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))
