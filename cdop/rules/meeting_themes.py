"""The themes of meetings that a case belongs to before it is analysed, from its age and what a notification says.

Source: the usual subjects of themed meetings (domain reference 6.6). What the panel marks later is added.
"""

from collections.abc import Collection

NEONATAL_DAYS = 28
OF_TYPE = {
    "neonatal": "neonatal",
    "heart": "cardiac",
    "suicide or self-harm": "suicide",
    "sudden unexpected death": "safe-sleep",
    "vehicle collision": "road-traffic",
    "asthma or anaphylaxis": "asthma",
    "epilepsy": "epilepsy",
    "life-limiting": "life-limiting",
    "infection": "sepsis",
    "other trauma": "trauma",
}
"""What is suspected, in the words of the notification form, to the theme of a meeting."""


def themes(age_days: int, types: Collection[str], marked: Collection[str]) -> frozenset[str]:
    """Return the themes of a child who lived so many days; `marked` are those that the case has already."""
    of_age = {"neonatal"} if age_days < NEONATAL_DAYS else set()
    return frozenset({OF_TYPE[each] for each in types if each in OF_TYPE} | of_age | set(marked))
