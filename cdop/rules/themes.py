"""Themes of learning, by key. A panel starts with these and may add its own: a key is lower-case words and
hyphens.

Sources: themes in the pan-Cheshire panel's reports for 2013-14, and the usual subjects of themed panels.
"""

import re

STARTER_THEMES = {
    "ambulance-trust-process": "Ambulance service processes",
    "asthma": "Asthma",
    "bereavement-support": "Bereavement support",
    "cardiac": "Cardiac conditions",
    "communication-between-agencies": "Communication between agencies",
    "consanguinity": "Parents who are close relatives",
    "deprivation-and-poverty": "Deprivation and poverty",
    "disengagement-from-services": "Families and services lost contact",
    "domestic-abuse": "Domestic abuse",
    "drowning": "Drowning",
    "epilepsy": "Epilepsy",
    "fathers-and-wider-family": "Fathers and wider family missing from records",
    "knife-crime": "Knife injuries",
    "letters-to-families": "Letters to families",
    "life-limiting": "Life-limiting conditions",
    "maternal-weight": "Maternal weight",
    "neonatal": "Neonatal care and place of birth",
    "perinatal-mortality-minutes": "Minutes of perinatal mortality meetings",
    "rapid-response": "Rapid response and joint agency response",
    "recognition-of-the-sick-child": "Recognition of the sick child",
    "resuscitation-equipment": "Resuscitation equipment",
    "road-traffic": "Road traffic",
    "safe-sleep": "Safer sleep",
    "sepsis": "Sepsis",
    "sharing-investigations": "Sharing investigations between trusts",
    "smoking-in-pregnancy": "Smoking in pregnancy",
    "suicide": "Suicide and self-harm",
    "summary-letters-to-gp": "Summary letters to GPs",
    "timely-notification": "Timely notification",
    "trauma": "Trauma",
    "young-people-in-adult-care": "Young people of 16 and 17 in adult services",
}
"""Key to label, as it is shown."""

MAX_KEY = 60
NO_THEME = "none"
"""The figures' key for meetings without a theme, so no theme may have it."""

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def parse(text: str) -> str:
    """Return a theme's key. Capitals and spaces are forgiven: "Safe sleep" is `safe-sleep`.

    Keys that are not in the starter list are taken too: they are the panel's own.
    Raises ValueError, with a message for the person who typed it, for what cannot be a key.
    """
    key = "-".join(text.lower().split())
    if key == NO_THEME:
        raise ValueError("Leave the cell empty where there is no theme.")
    if len(key) > MAX_KEY or not _KEY.fullmatch(key):
        raise ValueError(f"A theme has letters a to z, digits and hyphens, at most {MAX_KEY}, such as safe-sleep.")
    return key


def parse_list(text: str) -> tuple[str, ...]:
    """Return the keys of themes separated by ";", each once, in the order of the alphabet.

    Raises ValueError as `parse` does.
    """
    return tuple(sorted({parse(part) for part in text.split(";") if part.strip()}))


def label(key: str) -> str:
    """Return how a theme is shown: its label in the starter list, else its key with spaces and a capital."""
    return STARTER_THEMES.get(key) or key.replace("-", " ").capitalize()
