"""How a message is written out: plain text from its template, a stable Message-ID, nothing of a case.

The words come from the rows that the message names, at the moment of writing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import OutboundMessage, Panel
from cdop.queries.alerts import is_told_first
from cdop.rules import form_b, messages, reminders
from cdop.services import awaited_words, invitations, meeting_words, recommendation_links

TEMPLATES = Path(__file__).parents[1] / "templates"
# Seven bits pass through every mail server unchanged.
POLICY = SMTP.clone(cte_type="7bit")


class Settings(Protocol):
    """What of the application's settings a message needs."""

    @property
    def base_url(self) -> str: ...
    @property
    def mail_from(self) -> str | None: ...


class CannotWrite(Exception):
    """A message cannot be written out; the text says why, for the coordinator."""


Words = Callable[[Mapping[str, Any], Settings], Mapping[str, str]]


def write(message: OutboundMessage, settings: Settings, *, at: datetime) -> EmailMessage:
    """Return a message as it leaves at this instant. Raises CannotWrite where the panel has no address to send from."""
    panel = db.session.get_one(Panel, message.panel_id)
    words = _words(message, panel, settings)
    written = EmailMessage(policy=POLICY)
    sender = _sender(panel, settings)
    written["From"] = sender
    written["To"] = Address(addr_spec=message.to_address)
    if panel.email and panel.email != sender.addr_spec:
        written["Reply-To"] = Address(panel.name, addr_spec=panel.email)
    written["Subject"] = " ".join(_render(f"{message.template}.subject.txt", words).split())
    written["Date"] = format_datetime(at)
    written["Message-ID"] = messages.message_id(message.key, sender.domain)
    written["Auto-Submitted"] = "auto-generated"  # so that nobody's absence is answered to the panel (RFC 3834)
    written.set_content(_render(f"{message.template}.txt", words))
    if message.template in MEETING:
        entry, method = meeting_words.entry(message.context, settings, sender=sender.addr_spec, at=at)
        told = {"method": method, "charset": "utf-8"}
        written.add_attachment(entry, "text", "calendar", filename="meeting.ics", cte="base64", params=told)
        written.set_boundary(f"part-{message.public_id}")
    return written


@dataclass(frozen=True, slots=True)
class Shown:
    """A sent message as its recipient sees it."""

    sender: str
    to: str
    subject: str
    sent_at: datetime
    text: str


def as_sent(public_id: str, settings: Settings) -> Shown | None:
    """Return a message that was sent, written out again as it left; None where there is none. Raises CannotWrite."""
    sent = (OutboundMessage.public_id == public_id) & OutboundMessage.sent_at.is_not(None)
    message = db.session.scalar(select(OutboundMessage).where(sent))
    if message is None or message.sent_at is None:
        return None
    written = write(message, settings, at=message.sent_at)
    text = written.get_body(("plain",))
    said = "" if text is None else text.get_content()
    return Shown(written["From"], written["To"], written["Subject"], message.sent_at, said)


def is_needed(message: OutboundMessage, *, now: datetime) -> bool:
    """Say whether the reason of a message still stands: its link or code has not ended meanwhile."""
    needed = NEEDED.get(message.template)
    return needed is None or needed(message.context, now)


def _words(message: OutboundMessage, panel: Panel, settings: Settings) -> dict[str, str]:
    known = {"panel": panel.name, "telephone": panel.telephone or "", "panel_email": panel.email or ""}
    return known | dict(WORDS[message.template](message.context, settings))


def _sender(panel: Panel, settings: Settings) -> Address:
    address = settings.mail_from or panel.email
    if not address:
        raise CannotWrite("The panel has no e-mail address to send from")
    return Address(panel.name, addr_spec=address)


def _render(name: str, words: Mapping[str, str]) -> str:
    return _environment().get_template(f"email/{name}").render(words)


@cache
def _environment() -> Environment:
    """Outside of any request; a word that a template names and nobody gave is a fault, not a gap."""
    return Environment(  # noqa: S701  (plain text: nothing is markup)
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _words_of_case(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """The reference of a case and the link to its page, which asks to sign in."""
    return {"reference": context["reference"], "link": f"{settings.base_url}/cases/{context['case']}"}


def _words_of_notification(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    return {"reference": context["reference"], "link": f"{settings.base_url}/notifications/"}


def _words_of_question(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """The reference of a notification and the page on which its notifier comes back with their code."""
    return {"reference": context["reference"], "link": f"{settings.base_url}/notify/return"}


def _words_of_alert(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    return {"reference": context["reference"], "link": f"{settings.base_url}/alerts/"}


def _words_of_lists(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    return {"reference": context["reference"], "link": f"{settings.base_url}/lists"}


def _words_of_change(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    return {"reference": context["reference"], "link": f"{settings.base_url}/requests/{context['request']}"}


def _words_of_pack(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    link = f"{settings.base_url}/meetings/{context['meeting']}/pack"
    return {"reference": context["reference"], "link": link}


def _words_of_unanswered(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """The reference of a request and the link to its page, which asks to sign in."""
    link = f"{settings.base_url}/requests/{context['request']}"
    return {"reference": form_b.reference(context["request"]), "link": link}


def _words_of_work(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """What is due, by the rule that says so, and the page that shows it, which asks to sign in."""
    says = reminders.rule_named(context["rule"]).says
    return {"reference": context["about"], "says": says, "link": f"{settings.base_url}{context['path']}"}


MEETING = ("meeting_invitation", "meeting_changed", "meeting_moved", "meeting_cancelled", "meeting_withdrawn")
"""The messages with which a calendar entry goes."""


WORDS: dict[str, Words] = {
    "form_b_request": invitations.words_of_request,
    "form_b_sent_back": invitations.words_of_request,
    "form_b_reminder": invitations.words_of_request,
    "form_b_escalation": invitations.words_of_request,
    "form_b_to_release": invitations.words_of_release,
    "form_b_purge": invitations.words_of_purge,
    "form_b_duty": invitations.words_of_request,
    "form_b_less": invitations.words_of_request,
    "form_b_withdrawn": invitations.words_of_withdrawal,
    "form_b_code": invitations.words_of_code,
    "change_asked": _words_of_change,
    "form_b_unanswered": _words_of_unanswered,
    "form_b_to_chair": _words_of_unanswered,
    "work_due": _words_of_work,
    "first_days_due": _words_of_work,
    "letter_waiting": _words_of_case,
    "awaited_asked": awaited_words.to_agency,
    "awaited_reminder": awaited_words.to_agency,
    "awaited_escalation": awaited_words.to_agency,
    "awaited_unanswered": awaited_words.to_coordinator,
    "awaited_unasked": awaited_words.to_coordinator,
    "list_not_come": _words_of_lists,
    "notification_received": _words_of_notification,
    "same_day_alert": _words_of_alert,
    "pack_released": _words_of_pack,
    "recommendation_sent": recommendation_links.words,
    "notifier_answered": _words_of_notification,
    "notifier_asked": _words_of_question,
    **dict.fromkeys(MEETING, meeting_words.words),
}
"""Of each template: what gives the words for it."""


def _is_alert_needed(context: Mapping[str, Any], _now: datetime) -> bool:
    """Whoever rings about a child is told once, however many notify the death."""
    return is_told_first(context["reference"])


NEEDED: dict[str, Callable[[Mapping[str, Any], datetime], bool]] = {
    "same_day_alert": _is_alert_needed,
    "form_b_request": invitations.is_link_live,
    "form_b_sent_back": invitations.is_link_live,
    "form_b_reminder": invitations.is_link_live,
    "form_b_duty": invitations.is_link_live,
    "form_b_less": invitations.is_link_live,
    "form_b_escalation": invitations.is_link_live,
    "form_b_to_release": invitations.is_waiting_for_release,
    "form_b_purge": invitations.is_purge_announced,
    "form_b_code": invitations.is_code_live,
    "awaited_asked": awaited_words.is_awaited,
    "awaited_reminder": awaited_words.is_awaited,
    "awaited_escalation": awaited_words.is_awaited,
    "awaited_unanswered": awaited_words.is_awaited,
    "awaited_unasked": awaited_words.is_awaited,
    **dict.fromkeys(MEETING, meeting_words.is_needed),
    "meeting_withdrawn": meeting_words.is_withdrawn,
}
"""Of a template whose reason may end while it waits: what says whether it still stands."""
