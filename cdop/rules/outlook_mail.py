"""An e-mail as Outlook on a desk saves it (.msg), in the form in which every other program does."""

import struct
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from olefile import OleFileIO
    from oxmsg import Message
    from oxmsg.attachment import Attachment

BEGINS_WITH = bytes.fromhex("d0cf11e0a1b11ae1")
_HIDDEN = 0x7FFE
"""Outlook's mark of a picture that stands within the words. Source: MS-OXPROPS, PidTagAttachmentHidden."""

_STREAM = 2
"""What the file system within the file calls a file. Source: MS-CFB."""

_DAMAGED = (
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
    AssertionError,
    ArithmeticError,
    OSError,
    RecursionError,
    struct.error,
)


class Unreadable(ValueError):
    """The file is no e-mail of Outlook's, or a damaged one."""


def common_form(raw: bytes) -> EmailMessage:
    """Return an e-mail that Outlook saved, with its sender, subject, day, words and documents. Raises Unreadable."""
    from olefile import OleFileIO
    from oxmsg import Message
    from oxmsg.domain.model import UnrecognizedCodePageError, UnsupportedEncodingError

    # What is wrong with a damaged file shows wherever the libraries come upon it.
    try:
        with OleFileIO(BytesIO(raw)) as parts:
            _refuse_more_than_there_is(parts, len(raw))
        return _written_anew(Message.load(BytesIO(raw)))
    except (*_DAMAGED, UnrecognizedCodePageError, UnsupportedEncodingError):
        raise Unreadable from None


def _refuse_more_than_there_is(parts: "OleFileIO", size: int) -> None:
    """Refuse a file whose parts overlap, so that they would fill the memory when each is read."""
    if sum(part.size for part in parts.direntries if part is not None and part.entry_type == _STREAM) > size:
        raise Unreadable


def _written_anew(told: "Message") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = _line(told.sender), _line(told.subject)
    if told.sent_date is not None:
        message["Date"] = format_datetime(told.sent_date)
    message.set_content(told.body or "")
    for document in told.attachments:
        _attach(message, document)
    return message


def _attach(message: EmailMessage, document: "Attachment") -> None:
    """Add a document; not what stands elsewhere, nor an e-mail within the e-mail, which has no bytes of its own."""
    content, properties = document.file_bytes, document.properties
    if content is None or not document.file_name:
        return
    kind, _, more = (document.mime_type or "").partition("/")
    is_hidden = any(each.pid == _HIDDEN and bool(each.value) for each in properties)
    message.add_attachment(
        content,
        maintype="image" if kind == "image" else "application",
        subtype=more if kind == "image" else "octet-stream",
        filename=_line(document.file_name),
        disposition="inline" if is_hidden else "attachment",
    )


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
