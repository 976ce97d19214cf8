"""What others do by a day and the panel writes down: about abuse or neglect, and in a rapid response (2008 to 2018)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cdop.rules.deadline_table import CHILD_DEATH_PANELS_SINCE, REVIEWS_BY_LAW_SINCE

SAFEGUARDING = {
    "abuse_known_on": "The local authority knew of abuse or neglect",
    "serious_incident_notified_on": "The local authority notified a serious incident",
    "rapid_review_on": "The safeguarding partners finished their rapid review",
}
RAPID_RESPONSE = {
    "rapid_response_discussed_on": "Second discussion of the rapid response",
    "rapid_response_concluded_on": "Final case discussion of the rapid response",
}
LABELS = SAFEGUARDING | RAPID_RESPONSE
"""Each fact of the case with what it is called, in the order in which they happen."""

NOT_YET = "This day has not come yet"
BEFORE_DEATH = "This was not before the death"


def has_rapid_response(died_on: date) -> bool:
    """Say whether local safeguarding boards ran the rapid response when the child died."""
    return CHILD_DEATH_PANELS_SINCE <= died_on < REVIEWS_BY_LAW_SINCE


@dataclass(frozen=True, slots=True)
class Order:
    """One step that follows another."""

    first: str
    then: str
    fault: str


ORDERS = (
    Order("abuse_known_on", "serious_incident_notified_on", "It was not notified before the authority knew"),
    Order("serious_incident_notified_on", "rapid_review_on", "The review did not end before the notification"),
    Order("rapid_response_discussed_on", "rapid_response_concluded_on", "The final one was not before the second"),
)


def faults(told: Mapping[str, date | None], *, died_on: date, today: date) -> dict[str, str]:
    """Return what cannot be, by field. The authority may have known of abuse before the death."""
    found = {
        order.then: order.fault
        for order in ORDERS
        if (first := told[order.first]) and (then := told[order.then]) and then < first
    }
    for name, on in told.items():
        if on is not None and on > today:
            found[name] = NOT_YET
        elif on is not None and on < died_on and name != "abuse_known_on":
            found[name] = BEFORE_DEATH
    return found
