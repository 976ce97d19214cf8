"""What the database keeps of a secret that somebody holds: of a session, a link, a code, an address."""

import hashlib


def secret_digest(secret: str) -> str:
    """Return 64 hexadecimal digits by which the secret is known again and from which it cannot be had."""
    return hashlib.sha256(secret.encode()).hexdigest()
