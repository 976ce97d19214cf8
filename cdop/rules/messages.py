"""What messages there are, to whom they go, and what becomes of one that may have arrived or not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256

from cdop.rules.dates import LONDON
from cdop.rules.vocabulary import Role

MOST_ATTEMPTS = 8
"""After so many attempts that the mail server put off, a message has failed: about two days."""

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""How long to wait after the first attempt that was put off, the second, and so on."""

DIGEST_AT = time(7)


class Audience(StrEnum):
    RECIPIENT = "whoever was asked"
    LEAD = "the agency's lead"
    COORDINATORS = "the panel's coordinators"
    CHAIRS = "the panel's chair"
    DOCTORS = "the designated doctor"
    ADMINISTRATORS = "the panel's administrators"
    COLLEAGUES = "those of the panel whose work it is"
    ALERTED = "those who ring each other"
    MEMBERS = "the panel's members"
    PERSON = "whoever chose it"


CHOOSING = {
    Audience.LEAD: {Role.AGENCY_LEAD},
    Audience.COORDINATORS: {Role.COORDINATOR},
    Audience.COLLEAGUES: {Role.COORDINATOR, Role.DESIGNATED_DOCTOR, Role.CHAIR, Role.ADMINISTRATOR},
    Audience.ADMINISTRATORS: {Role.ADMINISTRATOR},
}
"""Whose messages may wait for a weekly digest, where the law does not want them at once, and in which roles."""

IN_THE_OFFICE = (Audience.COORDINATORS, Audience.COLLEAGUES, Audience.ADMINISTRATORS, Audience.PERSON)
"""Whom a repeat does not harm."""


class InDoubt(StrEnum):
    """What to do with a message that was being sent when the process ended: it may have arrived."""

    ASK = "ask a person"
    SEND_AGAIN_ONCE = "send it once more"


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of message: what the pages call it, who gets it, and what becomes of it in doubt.

    `is_of_the_moment`: by the time that somebody looks, it is of no use any more, and whoever needs it asks anew.
    `is_statutory`: the law wants it at once, so nobody chooses to have it later.
    """

    label: str
    audience: Audience
    in_doubt: InDoubt = InDoubt.ASK
    is_of_the_moment: bool = False
    is_statutory: bool = False

    @property
    def may_wait(self) -> bool:
        """Whether whoever gets it may choose to have it in the weekly digest."""
        return not self.is_statutory and self.audience in CHOOSING

    @property
    def may_have_aged(self) -> bool:
        """Whether it goes to somebody outside the panel's office, who would be asked twice if it were sent again."""
        return self.audience not in IN_THE_OFFICE


DIGEST = "digest"
TEMPLATES: dict[str, Template] = {
    "form_b_request": Template("Request for a reporting form", Audience.RECIPIENT),
    "form_b_sent_back": Template("Reporting form sent back", Audience.RECIPIENT),
    "form_b_code": Template("One-time code", Audience.RECIPIENT, is_of_the_moment=True),
    "form_b_reminder": Template("Reminder of a reporting form", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "form_b_unanswered": Template(
        "Reporting form awaited: to the designated doctor", Audience.COLLEAGUES, InDoubt.SEND_AGAIN_ONCE
    ),
    "form_b_to_chair": Template("Reporting form awaited: to the chair", Audience.COLLEAGUES, InDoubt.SEND_AGAIN_ONCE),
    "work_due": Template("Work of the panel that is due", Audience.COLLEAGUES, InDoubt.SEND_AGAIN_ONCE),
    "first_days_due": Template(
        "A step of the first days is due", Audience.COLLEAGUES, InDoubt.SEND_AGAIN_ONCE, is_statutory=True
    ),
    "form_b_escalation": Template(
        "Reminder to the agency's lead", Audience.LEAD, InDoubt.SEND_AGAIN_ONCE, is_statutory=True
    ),
    "form_b_to_release": Template("Reporting form to release", Audience.LEAD, InDoubt.SEND_AGAIN_ONCE),
    "form_b_purge": Template("Unsent answers will be deleted", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "form_b_duty": Template("Reminder of the duty to give information", Audience.RECIPIENT),
    "form_b_less": Template("Less asked for in a reporting form", Audience.RECIPIENT),
    "form_b_withdrawn": Template("Reporting form no longer needed", Audience.RECIPIENT),
    "change_asked": Template("An agency asks to change a request", Audience.COORDINATORS, InDoubt.SEND_AGAIN_ONCE),
    "change_answered": Template("Answer to an agency that asked to change a request", Audience.RECIPIENT),
    "letter_waiting": Template("Letter to release", Audience.COORDINATORS, InDoubt.SEND_AGAIN_ONCE),
    "awaited_asked": Template("Notification of a death asked for", Audience.RECIPIENT),
    "awaited_reminder": Template("Reminder of a notification", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "awaited_escalation": Template(
        "Notification awaited: to the agency's lead", Audience.LEAD, InDoubt.SEND_AGAIN_ONCE, is_statutory=True
    ),
    "awaited_unanswered": Template(
        "Notification awaited: the lead has not answered", Audience.COORDINATORS, InDoubt.SEND_AGAIN_ONCE
    ),
    "awaited_unasked": Template(
        "Notification awaited: nobody is asked", Audience.COORDINATORS, InDoubt.SEND_AGAIN_ONCE
    ),
    "notifier_asked": Template("Question to a notifier", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "notifier_answered": Template("A notifier answered a question", Audience.COORDINATORS, InDoubt.SEND_AGAIN_ONCE),
    "notifier_attached": Template("A notifier added a document", Audience.COORDINATORS, InDoubt.SEND_AGAIN_ONCE),
    "same_day_alert": Template("Same-day alert", Audience.ALERTED, InDoubt.SEND_AGAIN_ONCE),
    "near_deaths": Template("Deaths of a theme near each other", Audience.COLLEAGUES, InDoubt.SEND_AGAIN_ONCE),
    "list_not_come": Template("A monthly list of deaths has not come", Audience.COORDINATORS, InDoubt.SEND_AGAIN_ONCE),
    "recommendation_sent": Template("Recommendation", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "recommendation_reminder": Template("Reminder of a recommendation", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "action_sent": Template("Action for its owner", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "action_reminder": Template("Reminder of an action", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "owner_answered": Template(
        "The owner of a recommendation or an action answered", Audience.COORDINATORS, InDoubt.SEND_AGAIN_ONCE
    ),
    "account_opened": Template("A new account", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "password_forgotten": Template("Link to choose a password", Audience.RECIPIENT, is_of_the_moment=True),
    "pack_released": Template("Papers of a meeting", Audience.MEMBERS, InDoubt.SEND_AGAIN_ONCE),
    "meeting_invitation": Template("Invitation to a meeting", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "meeting_changed": Template("A meeting is elsewhere", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "meeting_moved": Template("A meeting was moved", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "meeting_cancelled": Template("A meeting was cancelled", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "meeting_withdrawn": Template("Invitation to a meeting withdrawn", Audience.RECIPIENT, InDoubt.SEND_AGAIN_ONCE),
    "notification_received": Template(
        "Notification received", Audience.COORDINATORS, InDoubt.SEND_AGAIN_ONCE, is_statutory=True
    ),
    "official_letter": Template("Letter to an agency, a board or a trust", Audience.RECIPIENT),
    DIGEST: Template("Weekly digest", Audience.PERSON, InDoubt.SEND_AGAIN_ONCE),
}
"""By name; the words are in `templates/email`."""


def delay_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts that were put off; None where the message has failed."""
    return None if attempts >= MOST_ATTEMPTS else DELAYS[min(attempts, len(DELAYS)) - 1]


def sent_again(key: str) -> str:
    """Return the key of the same message sent once more: "…#2", "…#3"."""
    first, _, number = key.partition("#")
    return f"{first}#{int(number or 1) + 1}"


def is_sent_again(key: str) -> bool:
    """Say whether this is a message sent once more."""
    return "#" in key


def mark(key: str) -> str:
    """Return what a message is known by in the mail: the same however often it is sent. It tells nothing of the key."""
    return sha256(key.partition("#")[0].encode()).hexdigest()[:32]


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID: the same however often the message is sent, so that mailboxes can tell a repeat."""
    return f"<{mark(key)}@{domain}>"


def may_wait_for(roles: Collection[Role]) -> dict[str, str]:
    """Return the label of each kind of message, by its name, that somebody in these roles gets and may have later."""
    waiting = {name: each for name, each in TEMPLATES.items() if each.may_wait}
    return {name: each.label for name, each in waiting.items() if not CHOOSING[each.audience].isdisjoint(roles)}


def digest_ends(now: datetime) -> datetime:
    """Return until when what was written is in the digest: the last Monday at seven in the morning in London."""
    local = now.astimezone(LONDON)
    monday = local.date() - timedelta(days=local.weekday())
    ends = datetime.combine(monday, DIGEST_AT, LONDON)
    return (ends if ends <= now else datetime.combine(monday - timedelta(days=7), DIGEST_AT, LONDON)).astimezone(UTC)
