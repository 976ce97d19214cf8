"""Which deaths people telephone each other about on the day they are notified: a table, and what is near.

Sources: domain reference 1.9 (suspected suicide: surveillance and check for a cluster), 2.4 (the notification form's
question on a danger that should be known nationally). How near is near is this table's own choice: no guidance says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cdop.rules.triage_facts import EXTERNAL
from cdop.rules.triage_words import AlertKind

SUICIDE = "suicide or self-harm"
ALIKE = EXTERNAL | {"sudden unexpected death", "infection", "asthma or anaphylaxis"}
"""The suspected types of death of which a second one nearby is told of; others are common, or have no common cause."""
NEAR_IN_TIME = timedelta(days=28)
"""So close together, two deaths of one type are near wherever in the panel's area they were."""
NEAR_IN_PLACE = timedelta(days=365)
"""So far apart, they are near if the homes share a postcode district or the children a school."""

FOR_SUICIDE_LEAD = (AlertKind.SUICIDE, AlertKind.SIMILAR)
"""The alerts that may concern the suicide prevention lead."""
KINDS = {
    AlertKind.SUICIDE: "Suspected suicide",
    AlertKind.DROWNING: "Drowning",
    AlertKind.PRODUCT: "A danger to other children, such as an unsafe product",
    AlertKind.SIMILAR: "A second death of this type, near in place or time",
}
WHAT_TO_DO = {
    AlertKind.SUICIDE: "Agree who tells the school or college, who looks after friends and family, and whether this "
    "death stands alone. Nobody writes or repeats how it happened.",
    AlertKind.DROWNING: "Agree who asks about the water and who owns it, and whether it is made safe today.",
    AlertKind.PRODUCT: "Agree who keeps the product safe, and who tells the Office for Product Safety and Standards, "
    "the Medicines and Healthcare products Regulatory Agency or the health trust, and the national database.",
    AlertKind.SIMILAR: "Read both notifications side by side. Agree whether the deaths are connected, and who else "
    "has to know today.",
}
"""What is talked about on the telephone, by the kind of alert."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a notification tells of a death that can make it one of several. `school` is as it was written."""

    reference: str
    died_on: date | None
    types: frozenset[str]
    postcode: str | None = None
    school: str | None = None
    is_danger_told: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert to raise; `similar_to` are the references of the notifications it is similar to."""

    kind: AlertKind
    similar_to: tuple[str, ...] = ()


def alerts(told: Told, others: Iterable[Told]) -> tuple[Alert, ...]:
    """Return the alerts that a death raises beside `others`, deaths of other children of the same panel."""
    found = []
    if SUICIDE in told.types:
        found.append(Alert(AlertKind.SUICIDE))
    if "drowning" in told.types:
        found.append(Alert(AlertKind.DROWNING))
    if told.is_danger_told:
        found.append(Alert(AlertKind.PRODUCT))
    if near := tuple(other.reference for other in others if is_near(told, other)):
        found.append(Alert(AlertKind.SIMILAR, near))
    return tuple(found)


def is_near(told: Told, other: Told) -> bool:
    """Say whether two deaths have a type in common and are near each other in time, or in place and not far in time."""
    if not told.types & other.types & ALIKE or told.died_on is None or other.died_on is None:
        return False
    apart = abs(told.died_on - other.died_on)
    return apart <= NEAR_IN_TIME or (apart <= NEAR_IN_PLACE and _share_a_place(told, other))


def tells_suicide_lead(alerts: Iterable[Alert], types: frozenset[str]) -> bool:
    """Say whether the suicide prevention lead is one of those who are told."""
    return SUICIDE in types and any(each.kind in FOR_SUICIDE_LEAD for each in alerts)


def _share_a_place(told: Told, other: Told) -> bool:
    mine, its = (district(each.postcode) for each in (told, other))
    school, theirs = (" ".join((each.school or "").casefold().split()) for each in (told, other))
    return bool((mine and mine == its) or (school and school == theirs))


def district(postcode: str | None) -> str:
    """Return the first half of a postcode, "" where there is none."""
    return (postcode or "").strip().upper().rpartition(" ")[0]
