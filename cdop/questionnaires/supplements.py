"""The supplementary forms that are given out on a day."""

from datetime import date

from cdop.questionnaires import registry
from cdop.rules.supplements import COMPLETED_BY


def titles(on: date) -> dict[str, str]:
    """Return the title of each supplementary form of that day by its key, in the order in which they are proposed."""
    given_out = {spec.key: spec.title for spec in registry.published() if spec.from_on <= on}
    return {key: given_out[key] for key in COMPLETED_BY if key in given_out}
