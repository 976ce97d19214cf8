"""An e-mail that was saved or dragged from a mail program (.eml, .msg): who sent it when, its words, its documents."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import parseaddr

from cdop.rules import outlook_mail
from cdop.rules.dates import LONDON
from cdop.rules.outlook_mail import Unreadable
from cdop.rules.typed_text import tidy

NOT_MAIL = "This e-mail cannot be read. Save it again from your mail program, or choose its documents by themselves"
OF_OUTLOOK = (
    "This e-mail in Outlook’s own form (.msg) cannot be read. Save it again, as .eml if you can, or choose its "
    "documents by themselves"
)
ENDINGS = (".eml", ".msg")
"""How the name of a saved e-mail ends."""
_REFERENCE = re.compile(r"\bFB-[A-Z2-7]{4}-[A-Z2-7]{4}\b", re.I)


class NotMail(ValueError):
    """The file is no saved e-mail that can be read; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that came with an e-mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SavedMail:
    """What an e-mail says. `sender` is a name, or an address where it has none; `sent_on` a day in England.

    `references` are the requests that it names, such as "FB-4XQ7-M2KD".
    """

    sender: str
    sent_on: date | None
    words: str
    documents: tuple[Document, ...]
    references: frozenset[str]


def is_named_as_mail(name: str) -> bool:
    """Say whether a file's name is that of a saved e-mail."""
    return name.casefold().endswith(ENDINGS)


def read(raw: bytes) -> SavedMail:
    """Return what a saved e-mail says. Raises NotMail."""
    # A damaged header fails in many ways, all of them the file's.
    try:
        return _told(_message(raw))
    except Unreadable:
        raise NotMail(OF_OUTLOOK) from None
    except (LookupError, AttributeError, TypeError, ValueError, RecursionError):
        raise NotMail(NOT_MAIL) from None


def _message(raw: bytes) -> EmailMessage:
    if raw.startswith(outlook_mail.BEGINS_WITH):
        return outlook_mail.common_form(raw)
    return email.message_from_bytes(raw, policy=email.policy.default)


def _told(message: EmailMessage) -> SavedMail:
    name, address = parseaddr(str(message.get("From", "")))
    sender = tidy(name or address, lines=False)
    if not sender:
        raise NotMail(NOT_MAIL)
    subject, body = tidy(str(message.get("Subject", "")), lines=False), _body(message)
    words = "\n\n".join(part for part in (subject, body) if part)
    found = frozenset(each.upper() for each in _REFERENCE.findall(words))
    return SavedMail(sender, _sent_on(message), words, tuple(_documents(message)), found)


def _body(message: EmailMessage) -> str:
    """The plain words; none of an e-mail that has only a drawn page."""
    body = message.get_body(preferencelist=("plain",))
    try:
        return "" if body is None else tidy(str(body.get_content()), lines=True)
    except (LookupError, ValueError):
        return ""


def _sent_on(message: EmailMessage) -> date | None:
    told = getattr(message.get("Date"), "datetime", None)
    return told.astimezone(LONDON).date() if isinstance(told, datetime) else None


def _documents(message: EmailMessage) -> list[Document]:
    """What was attached. Pictures that stand within the words, such as a logo, are none."""
    found = []
    for part in message.iter_attachments():
        is_drawn = part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
        name, content = part.get_filename(), part.get_payload(decode=True)
        if name and isinstance(content, bytes) and content and not is_drawn:
            found.append(Document(name, content))
    return found
