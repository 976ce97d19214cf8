"""Messages that came back, read from the mailbox that they come back to, over IMAP."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import SplitResult, unquote, urlsplit

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import OutboundMessage
from cdop.rules import actors, bounces
from cdop.rules.actors import Actor
from cdop.rules.bounces import Bounce
from cdop.rules.correspondence import MessageStatus
from cdop.rules.vocabulary import AuditVerb
from cdop.services import unit
from cdop.services.smtp import HERE
from cdop.services.unit import writes

JOB = actors.job("returned mail")
SECONDS = 20
AT_ONCE = 100
# Reports that no other run has read; whatever else is in the mailbox is left as it is.
WANTED = ("UNSEEN", "HEADER", "Content-Type", "delivery-status")


def read(url: str, *, now: datetime) -> dict[str, int]:
    """Read the reports that came since last time; return how many there were, and how many messages came back.

    Each is marked as read once what it says is kept. Raises OSError and IMAP4.error where the mailbox cannot be read.
    """
    counts = {"reports": 0, "came back": 0}
    with _mailbox(urlsplit(url)) as mailbox:
        for number in _numbers(mailbox):
            _answer, parts = mailbox.fetch(number, "(BODY.PEEK[])")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            counts["came back"] += take_in(raw, now=now)
            counts["reports"] += 1
            mailbox.store(number, "+FLAGS", r"(\Seen)")
    return counts


def take_in(raw: bytes, *, now: datetime) -> int:
    """Keep what one report says of messages of ours; return how many came back."""
    return sum(_came_back(JOB, bounce, now=now) for bounce in bounces.bounces_of(raw))


@writes(AuditVerb.MESSAGE_CAME_BACK)
def _came_back(actor: Actor, bounce: Bounce, *, now: datetime) -> bool:
    """Mark the newest message of this mark that left, and say whether there is one."""
    left = OutboundMessage.status.in_((MessageStatus.SENT, MessageStatus.IN_DOUBT))
    query = select(OutboundMessage).where(OutboundMessage.mark == bounce.mark, left)
    message = db.session.scalar(query.order_by(OutboundMessage.id.desc()).limit(1).with_for_update())
    if message is None:
        return False
    message.status, message.sent_at = MessageStatus.CAME_BACK, message.sent_at or now
    message.last_fault = bounce.said
    unit.record("outbound_message", message.id, case_id=message.case_id, status=[None, message.status.value])
    return True


@contextmanager
def _mailbox(at: SplitResult) -> Iterator[imaplib.IMAP4]:
    """The mailbox, signed in to and chosen; always encrypted, unless it is on this machine."""
    host = at.hostname or ""
    if at.scheme == "imaps":
        trusted = ssl.create_default_context()
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, at.port or 993, ssl_context=trusted, timeout=SECONDS)
    else:
        server = imaplib.IMAP4(host, at.port or 143, timeout=SECONDS)
    try:
        if at.scheme == "imap" and host not in HERE:
            server.starttls(ssl.create_default_context())
        server.login(unquote(at.username or ""), unquote(at.password or ""))
        server.select(unquote(at.path.strip("/")) or "INBOX")
        yield server
    finally:
        server.shutdown()


def _numbers(mailbox: imaplib.IMAP4) -> list[str]:
    _answer, found = mailbox.search(None, *WANTED)
    return [number.decode() for number in (found[0] or b"").split()[:AT_ONCE]]
