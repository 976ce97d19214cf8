"""The facts of a case of which somebody asked and nobody could say: "not known", which is not "not recorded"."""

from collections.abc import Mapping
from typing import Any

from cdop.rules import ethnicity, places
from cdop.rules.vocabulary import Expectedness, Sex

NUMBER = "not known"
BESIDE: Mapping[str, str] = {"gestation_weeks": "gestation_not_known", "birth_weight_g": "birth_weight_not_known"}
"""The facts that are numbers, each with the fact beside it that says that it is not known."""
WORDS: Mapping[str, str] = {
    **dict.fromkeys(BESIDE, NUMBER),
    "sex": Sex.NOT_KNOWN,
    "expectedness": Expectedness.NOT_KNOWN,
    "ethnicity": ethnicity.EthnicGroup.NOT_KNOWN.value,
    "place_of_death": places.NOT_KNOWN,
}
"""The facts with a word for it, which figures count apart from "not recorded"."""


def stored(name: str, value: Any) -> dict[str, Any]:
    """Return a fact as the columns of a case: a number that is not known is None, and said to be so beside it."""
    if name not in BESIDE:
        return {name: value}
    is_not_known = value == NUMBER
    return {name: None if is_not_known else value, BESIDE[name]: is_not_known}


def told(facts: Mapping[Any, Any], name: str) -> Any:
    """Return a fact from the columns of a case, as `stored` takes it: the word where a number is not known."""
    return NUMBER if facts.get(BESIDE.get(name, "")) else facts[name]
