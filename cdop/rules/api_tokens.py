"""What a token of another program opens, and for how long."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class ApiScope(StrEnum):
    """What a token opens."""

    FIGURES = "figures"
    RELEASES = "releases"


SCOPES = {
    ApiScope.FIGURES: "Protected figures of the years that are over, releasing those that nobody asked for before",
    ApiScope.RELEASES: "The register of releases",
}
"""Each in words, in the order in which they are offered."""

LASTING = {30: "30 days", 90: "3 months", 365: "A year"}
"""Days to words: none lasts for ever, since nobody remembers where it was put."""

MOST = 20
"""So many tokens of a panel can be in force at once."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was found to be in force: of which panel, called what, opening what."""

    panel_id: int
    name: str
    scopes: frozenset[ApiScope]


def ends_on(today: date, days: int) -> date:
    """Return the last day of a token that is made today for so many days."""
    return today + timedelta(days=days)
