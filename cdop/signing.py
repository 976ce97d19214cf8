"""What signs cookies and the tokens of forms, made once and not anew in each request. Imports nothing of ours."""

import hmac
from functools import cache
from typing import Any

from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from itsdangerous.signer import Signer, SigningAlgorithm


class _AtOnce(SigningAlgorithm):
    """HMAC with a digest of this name by one call of the library, which knows it by its name only."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """Return the signature of a value."""
        return hmac.digest(key, value, self.name)


class _KeptSigner(TimestampSigner):
    """A signer that derives a key from a secret once."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.algorithm = _AtOnce(self.digest_method().name)
        self._derived: dict[Any, bytes] = {}

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """Return the key that is derived from a secret, or from the newest."""
        if secret_key not in self._derived:
            self._derived[secret_key] = super().derive_key(secret_key)
        return self._derived[secret_key]


class KeptSerializer(URLSafeTimedSerializer):
    """Flask's serializer, whose signers are made once for each salt."""

    default_signer = _KeptSigner

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._signers: dict[Any, Signer] = {}

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        """Return what signs with a salt, or with the serializer's own."""
        if salt not in self._signers:
            self._signers[salt] = super().make_signer(salt)
        return self._signers[salt]


kept_serializer = cache(KeptSerializer)
"""Return the serializer of a secret and a salt, always the same one."""
