"""The text of a file in which another system sends a notification: plain text, a saved message, a table or a PDF."""

import email
import email.policy
from io import BytesIO

MOST_BYTES, MOST_PAGES = 2_000_000, 20
TOO_LARGE = "The file is larger than 2 MB. Paste its text instead"
NOT_TEXT = "The text of this file cannot be read. Paste it instead"
NO_TEXT = "There is no text in this file: it may be a picture of a page. Paste or type what it says"


class UnreadableFile(ValueError):
    """A file has no text that can be read; the words say why."""


def text_of(name: str, raw: bytes) -> str:
    """Return the text of a file, by what it is; its name only tells a saved message from other text.

    Raises UnreadableFile.
    """
    if len(raw) > MOST_BYTES:
        raise UnreadableFile(TOO_LARGE)
    if raw.startswith(b"%PDF-"):
        text = _of_pdf(raw)
    elif name.casefold().endswith(".eml"):
        text = _of_message(raw)
    else:
        text = _decoded(raw)
    if not text.strip():
        raise UnreadableFile(NO_TEXT)
    return text


def _of_pdf(raw: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = PdfReader(BytesIO(raw)).pages
        if len(pages) > MOST_PAGES:
            raise UnreadableFile(TOO_LARGE)
        return "\n".join(page.extract_text() for page in pages)
    except UnreadableFile:
        raise
    # A damaged file fails in many ways, all of them the file's.
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        raise UnreadableFile(NOT_TEXT) from None


def _of_message(raw: bytes) -> str:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    if body is None:
        raise UnreadableFile(NOT_TEXT)
    try:
        return str(body.get_content())
    except (LookupError, ValueError):
        raise UnreadableFile(NOT_TEXT) from None


def _decoded(raw: bytes) -> str:
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(NOT_TEXT)
    for encoding in ("utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(NOT_TEXT)
