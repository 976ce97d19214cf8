"""Which deaths on the register a notification may be about: the evidence is shown, and a person decides.

Only an equal NHS number links on its own (decision 18), and that is done when the notification arrives.
"""

from dataclasses import dataclass
from datetime import date

NHS_NUMBER = "the same NHS number"
NAMES = "the same names"
FAMILY_NAME = "the same family name"
BORN = "the same date of birth"
DIED = "the same date of death"
POSTCODE = "the same postcode"
ENOUGH = 2
"""So many signs make a likeness; one alone, such as the day, does not."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a death is recognised by. Names are folded; what is not known is "" or None."""

    nhs_number: str | None
    name: str
    family_name: str
    born_on: date | None
    died_on: date | None
    postcode: str | None


def evidence(told: Told, held: Told) -> tuple[str, ...]:
    """Return in words what makes the two look like one death, strongest first; empty where too little does."""
    signs = (
        (NHS_NUMBER, told.nhs_number, held.nhs_number),
        (NAMES, told.name, held.name),
        (FAMILY_NAME, told.family_name if told.name != held.name else None, held.family_name),
        (BORN, told.born_on, held.born_on),
        (DIED, told.died_on, held.died_on),
        (POSTCODE, told.postcode, held.postcode),
    )
    found = tuple(words for words, one, other in signs if one and one == other)
    return found if NHS_NUMBER in found or len(found) >= ENOUGH else ()
