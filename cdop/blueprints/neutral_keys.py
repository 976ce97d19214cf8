"""The keys of supplementary forms and of their sections in addresses, which tell nothing there."""

from functools import cache

from werkzeug.routing import BaseConverter

from cdop.questionnaires import registry
from cdop.questionnaires.neutral import neutral_word


class NeutralKey(BaseConverter):
    """A key that stands in an address as itself, or by a word that tells nothing where the key would."""

    def to_python(self, value: str) -> str:
        return _by_word().get(value, value)

    def to_url(self, value: str) -> str:
        word = neutral_word(value)
        return word if word in _by_word() else super().to_url(value)


@cache
def _by_word() -> dict[str, str]:
    """The keys that tell how a child died, by their words: what other forms have as well is no such key."""
    keys: dict[bool, set[str]] = {True: set(), False: set()}
    for spec in registry.published():
        keys[spec.is_supplement] |= {spec.key, *(each.key for each in spec.sections)}
    return {neutral_word(key): key for key in keys[True] - keys[False]}
