"""Messages that came back: what a mail server's report says of one (RFC 3464), and what to do about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import default

_MARK = re.compile(r"<([0-9a-f]{32})@[^>]*>")
_CODE = re.compile(r"\b[45]\.(\d{1,3})\.(\d{1,3})\b")
_NO_SUCH_MAILBOX = re.compile(r"\b55[013]\b")
LONGEST = 200

WRONG_ADDRESS = (
    "There is no such mailbox. Look for a misspelling, or ring the recipient for the right address; "
    "put it right where it is kept, then ask again."
)
FULL = "The mailbox is full or closed for now. Ring the recipient, and send it again when they say that it is open."
NOT_WANTED = (
    "The recipient’s mail system refuses our messages. Ring the recipient, and tell whoever runs this service: "
    "they look at how our mail is signed (SPF, DKIM)."
)
RING = "Ring the recipient. Then send it again, or ask somebody else."


@dataclass(frozen=True, slots=True)
class Bounce:
    """A message that did not arrive: the mark of its Message-ID, and what the server said in one line."""

    mark: str
    said: str


def bounces_of(raw: bytes) -> tuple[Bounce, ...]:
    """Return the messages that a report calls failed for good; none for a report of a delay, or for any other mail."""
    report = message_from_bytes(raw, policy=default)
    if report.get_content_type() != "multipart/report":
        return ()
    marks = _MARK.findall("\n".join(_originals(report)))
    said = next((_said(part) for part in _recipients(report) if _is_failed(part)), None)
    return () if said is None or not marks else (Bounce(marks[0], said[:LONGEST]),)


def advice(said: str) -> str:
    """Return what a person does about a message that a mail server refused with these words."""
    found = _CODE.search(said)
    subject, detail = (int(found[1]), int(found[2])) if found else (0, 0)
    if subject == 1 or (not found and _NO_SUCH_MAILBOX.search(said)):
        return WRONG_ADDRESS
    if subject == 2:
        return WRONG_ADDRESS if detail == 0 else FULL
    return NOT_WANTED if subject == 7 else RING


def _recipients(report: Message) -> Iterator[Message]:
    """What the report says of each recipient."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list):
            yield from (block for block in part.get_payload() if isinstance(block, Message) and "Action" in block)


def _is_failed(recipient: Message) -> bool:
    return str(recipient["Action"]).strip().lower() == "failed"


def _said(recipient: Message) -> str:
    words = f"{recipient['Status'] or ''} {str(recipient['Diagnostic-Code'] or '').partition(';')[2]}"
    return " ".join(words.split()) or "refused without a reason"


def _originals(report: Message) -> Iterator[str]:
    """The Message-ID of what came back, from the copy of its headers that a report carries."""
    for part in report.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and isinstance(part.get_payload(), list):
            yield from (str(original["Message-ID"]) for original in part.get_payload() if isinstance(original, Message))
        elif kind == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            yield str(message_from_bytes(payload if isinstance(payload, bytes) else b"", policy=default)["Message-ID"])
