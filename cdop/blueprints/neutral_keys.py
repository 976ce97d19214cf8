"""The keys of supplementary forms and of their sections in addresses, which tell nothing there."""

from functools import cache

from werkzeug.routing import BaseConverter

from cdop.questionnaires import registry
from cdop.questionnaires.neutral import neutral_word


class NeutralKey(BaseConverter):
    """A key that stands in an address as itself, or by a word that tells nothing where the key would."""

    def to_python(self, value: str) -> str:
        return of_address(value)

    def to_url(self, value: str) -> str:
        return super().to_url(in_address(value))


def in_address(key: str) -> str:
    """Return how the key of a form or a section stands in an address."""
    word = neutral_word(key)
    return word if word in _by_word() else key


def of_address(word: str) -> str:
    """Return the key that stands in an address like that; what is no word for one is itself."""
    return _by_word().get(word, word)


@cache
def _by_word() -> dict[str, str]:
    """The keys that tell how a child died, by their words: what other forms have as well is no such key."""
    keys: dict[bool, set[str]] = {True: set(), False: set()}
    for spec in registry.published():
        keys[spec.is_supplement] |= {spec.key, *(each.key for each in spec.sections)}
    return {neutral_word(key): key for key in keys[True] - keys[False]}
