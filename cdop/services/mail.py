"""How a message is written out: text and HTML of the same words, a stable Message-ID, nothing of a case.

The words come from the rows that the message names, at the moment of writing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from cdop.extensions import db
from cdop.models import OfficialLetter, OutboundMessage, Panel
from cdop.queries.alerts import is_told_first
from cdop.queries.inbox import of_person
from cdop.rules import form_b, messages, reminders
from cdop.rules.actors import Actor
from cdop.rules.mail_blocks import blocks
from cdop.rules.numbers import counted
from cdop.services import awaited_words, invitations, meeting_words, owner_links, password_links, wordings
from cdop.services.errors import NotFound
from cdop.services.wordings import Words

MOST_IN_DIGEST = 50
SAMPLES = {
    "reference": "FB-7QK2-M4XD", "agency": "Invented Surgery", "due_on": "15 December 2026", "code": "123456",
    "asked_on": "24 November 2026", "purge_on": "20 December 2026", "minutes": "10", "opens": "yes", "by_telephone": "",
    "when": "10 December 2026 at 10:00am", "place": "Invented Town Hall", "by_video": "yes",
    "says": "the panel's review is due",
    "letter": "Dear colleague,\n\nThe words of the letter.",
}  # fmt: skip
"""Of a preview: what stands in the fields."""
# Seven bits pass through every mail server unchanged.
POLICY = SMTP.clone(cte_type="7bit")


class Settings(Protocol):
    """What of the application's settings a message needs."""

    @property
    def base_url(self) -> str: ...
    @property
    def mail_from(self) -> str | None: ...
    @property
    def message_days(self) -> int: ...


class CannotWrite(Exception):
    """A message cannot be written out; the text says why, for the coordinator."""


Told = Callable[[Mapping[str, Any], Settings], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Written:
    """The words of a message as they leave: the HTML says the same as the text."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Shown(Written):
    """A message as its recipient sees it. `sent_at` is None where it has not left."""

    to: str
    sent_at: datetime | None
    public_id: str


def write(message: OutboundMessage, settings: Settings, *, at: datetime) -> EmailMessage:
    """Return a message as it leaves at this instant. Raises CannotWrite where the panel has no address to send from."""
    panel = db.session.get_one(Panel, message.panel_id)
    words = compose(message, panel, settings, at=at)
    written = EmailMessage(policy=POLICY)
    sender = _sender(panel, settings)
    written["From"] = sender
    written["To"] = Address(addr_spec=message.to_address)
    if panel.email and panel.email != sender.addr_spec:
        written["Reply-To"] = Address(panel.name, addr_spec=panel.email)
    written["Subject"] = words.subject
    written["Date"] = format_datetime(at)
    written["Message-ID"] = messages.message_id(message.key, sender.domain)
    written["Auto-Submitted"] = "auto-generated"  # so that nobody's absence is answered to the panel (RFC 3834)
    written.set_content(words.text)
    written.add_alternative(words.html, subtype="html")
    written.set_boundary(f"part-{message.mark}")  # the same message is the same bytes, however often it is written
    if message.template in MEETING:
        entry, method = meeting_words.entry(message.context, settings, sender=sender.addr_spec, at=at)
        told = {"method": method, "charset": "utf-8"}
        written.add_attachment(entry, "text", "calendar", filename="meeting.ics", cte="base64", params=told)
        written.set_boundary(f"whole-{message.mark}")
    return written


def compose(message: OutboundMessage, panel: Panel, settings: Settings, *, at: datetime) -> Written:
    """Return the words of a message, in those that its panel had given it at this instant."""
    given = wordings.words_of(panel.id, message.template, at=at)
    return _written(message.template, given, _words(message, panel, settings), panel)


def preview(panel_id: int, template: str, words: Words | None, settings: Settings) -> Written:
    """Return a kind of message with sample fields: in these words, or in the first ones. Raises NotFound."""
    if not wordings.kind_of(template).is_message:
        raise NotFound
    panel = db.session.get_one(Panel, panel_id)
    told = {name: SAMPLES.get(name, name) for name in wordings.fields(template)}
    told |= {"panel": panel.name, "telephone": panel.telephone or "", "panel_email": panel.email or ""}
    links = {name: f"{settings.base_url}/…" for name in ("link", "accounts") if name in told}
    return _written(template, words, told | links, panel)


def as_sent(public_id: str, settings: Settings) -> Shown | None:
    """Return a message that was sent, written out again as it left; None where there is none."""
    sent = (OutboundMessage.public_id == public_id) & OutboundMessage.sent_at.is_not(None)
    message = db.session.scalar(select(OutboundMessage).where(sent))
    return None if message is None else _shown(message, settings)


def for_person(actor: Actor, public_id: str, settings: Settings) -> Shown | None:
    """Return a message to this person; None where there is none that they may read, or nothing to tell of any more."""
    theirs = (*of_person(actor), OutboundMessage.public_id == public_id)
    message = db.session.scalar(select(OutboundMessage).where(*theirs))
    try:
        return None if message is None else _shown(message, settings)
    except NoResultFound:
        return None


def is_needed(message: OutboundMessage, *, now: datetime) -> bool:
    """Say whether the reason of a message still stands: its link or code has not ended meanwhile."""
    needed = NEEDED.get(message.template)
    return needed is None or needed(message.context, now)


def _words(message: OutboundMessage, panel: Panel, settings: Settings) -> dict[str, Any]:
    known = {"panel": panel.name, "telephone": panel.telephone or "", "panel_email": panel.email or ""}
    return known | dict(WORDS[message.template](message.context, settings))


def _sender(panel: Panel, settings: Settings) -> Address:
    address = settings.mail_from or panel.email
    if not address:
        raise CannotWrite("The panel has no e-mail address to send from")
    return Address(panel.name, addr_spec=address)


def _written(template: str, given: Words | None, told: Mapping[str, Any], panel: Panel) -> Written:
    if given is None:
        subject = wordings.from_file(f"{template}.subject.txt", told)
        text = wordings.from_file(f"{template}.txt", told)
    else:
        filled = wordings.rendered(given, told)
        subject, text = filled.subject, f"{filled.text.rstrip()}\n{wordings.from_file('_sign.txt', told)}"
    subject = " ".join(subject.split())
    frame = {"subject": subject, "panel": panel.name, "colour": panel.colour, "blocks": blocks(text)}
    return Written(subject, text, wordings.from_file("_layout.html", frame))


def _shown(message: OutboundMessage, settings: Settings) -> Shown:
    panel = db.session.get_one(Panel, message.panel_id)
    words = compose(message, panel, settings, at=message.sent_at or message.queued_at)
    return Shown(words.subject, words.text, words.html, message.to_address, message.sent_at, message.public_id)


def _words_of_letter(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """A letter that was released, word for word."""
    letter = db.session.scalars(select(OfficialLetter).where(OfficialLetter.public_id == context["letter"])).one()
    return {"reference": letter.reference, "letter": letter.text}


def _words_of_digest(context: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """What is in the digest, each with its own reference and link, and the page on which all of it is."""
    ids = context["messages"]
    rows = db.session.scalars(select(OutboundMessage).where(OutboundMessage.public_id.in_(ids[:MOST_IN_DIGEST])))
    items = [_item(message, settings) for message in sorted(rows, key=lambda message: message.id)]
    more = len(ids) - MOST_IN_DIGEST
    told = {"reference": context["reference"], "link": f"{settings.base_url}/inbox/"}
    return told | {"items": items, "more": counted(more, "message") if more > 0 else ""}


def _item(message: OutboundMessage, settings: Settings) -> dict[str, str]:
    told = WORDS[message.template](message.context, settings)
    link = told.get("accounts") or told.get("link", "")
    return {"label": messages.TEMPLATES[message.template].label, "reference": told["reference"], "link": link}


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


def _words_of_near_deaths(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """The reference of the last death, beside how many more pairs, and the page that lists them."""
    more = counted(context["more"], "more pair") if context["more"] else ""
    return {"reference": context["reference"], "more": more, "link": f"{settings.base_url}/near-deaths/"}


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


def _words_for_chair(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """The reference of a request and the link to the letter that was drafted about it, which asks to sign in."""
    if "letter" not in context:  # told before letters were drafted with it
        return _words_of_unanswered(context, settings)
    link = f"{settings.base_url}/letters/{context['letter']}"
    return {"reference": form_b.reference(context["request"]), "link": link}


def _words_of_work(context: Mapping[str, Any], settings: Settings) -> dict[str, str]:
    """What is due, by the rule that says so, and the page that shows it, which asks to sign in."""
    says = reminders.rule_named(context["rule"]).says
    return {"reference": context["about"], "says": says, "link": f"{settings.base_url}{context['path']}"}


MEETING = ("meeting_invitation", "meeting_changed", "meeting_moved", "meeting_cancelled", "meeting_withdrawn")
"""The messages with which a calendar entry goes."""


WORDS: dict[str, Told] = {
    "form_b_request": invitations.words_of_request,
    "form_b_sent_back": invitations.words_of_request,
    "form_b_reminder": invitations.words_of_request,
    "form_b_escalation": invitations.words_of_request,
    "form_b_to_release": invitations.words_of_release,
    "form_b_purge": invitations.words_of_purge,
    "form_b_duty": invitations.words_of_request,
    "form_b_less": invitations.words_of_request,
    "change_answered": invitations.words_of_request,
    "form_b_withdrawn": invitations.words_of_withdrawal,
    "form_b_code": invitations.words_of_code,
    "change_asked": _words_of_change,
    "form_b_unanswered": _words_of_unanswered,
    "form_b_to_chair": _words_for_chair,
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
    "near_deaths": _words_of_near_deaths,
    "pack_released": _words_of_pack,
    "recommendation_sent": owner_links.words,
    "recommendation_reminder": owner_links.words,
    "action_sent": owner_links.words,
    "action_reminder": owner_links.words,
    "owner_answered": owner_links.words_of_answer,
    "account_opened": password_links.words,
    "password_forgotten": password_links.words,
    "notifier_answered": _words_of_notification,
    "notifier_attached": _words_of_notification,
    "notifier_asked": _words_of_question,
    **dict.fromkeys(MEETING, meeting_words.words),
    "official_letter": _words_of_letter,
    messages.DIGEST: _words_of_digest,
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
    "change_answered": invitations.is_link_live,
    "form_b_escalation": invitations.is_link_live,
    "form_b_to_release": invitations.is_waiting_for_release,
    "form_b_purge": invitations.is_purge_announced,
    "form_b_code": invitations.is_code_live,
    "recommendation_reminder": owner_links.is_awaited,
    "action_reminder": owner_links.is_awaited,
    "account_opened": password_links.is_needed,
    "password_forgotten": password_links.is_needed,
    "awaited_asked": awaited_words.is_awaited,
    "awaited_reminder": awaited_words.is_awaited,
    "awaited_escalation": awaited_words.is_awaited,
    "awaited_unanswered": awaited_words.is_awaited,
    "awaited_unasked": awaited_words.is_awaited,
    **dict.fromkeys(MEETING, meeting_words.is_needed),
    "meeting_withdrawn": meeting_words.is_withdrawn,
}
"""Of a template whose reason may end while it waits: what says whether it still stands."""
