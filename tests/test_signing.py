"""What signs cookies and forms is made once, and signs as what Flask makes anew each time."""

import pytest
from itsdangerous import BadSignature, URLSafeTimedSerializer

from cdop.signing import KeptSerializer

SECRET, OTHER = "a secret of the tests, long enough", "another secret of the tests"


def test_signatures_are_those_of_the_serializer_that_is_made_anew() -> None:
    kept, anew = KeptSerializer(SECRET, salt="forms"), URLSafeTimedSerializer(SECRET, salt="forms")
    assert anew.loads(kept.dumps({"token": "told"}), max_age=60) == {"token": "told"}
    assert kept.loads(anew.dumps({"token": "told"}), max_age=60) == {"token": "told"}


def test_other_secrets_other_salts_and_other_words_are_refused() -> None:
    kept = KeptSerializer(SECRET, salt="forms")
    signed = kept.dumps("told")
    for refused in (URLSafeTimedSerializer(OTHER, salt="forms").dumps("told"), "a" + signed):
        with pytest.raises(BadSignature):
            kept.loads(refused)
    with pytest.raises(BadSignature):
        kept.loads(signed, salt="cookies")


def test_secret_before_the_newest_still_opens_what_it_signed() -> None:
    signed = URLSafeTimedSerializer(OTHER, salt="forms").dumps("told")
    assert KeptSerializer([OTHER, SECRET], salt="forms").loads(signed) == "told"
