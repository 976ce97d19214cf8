"""The mail server: what it accepted, what it refused for good, what it put off, and what nobody can tell."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS = 10
"""How long to wait for an answer; shorter than a lease, in which the message is this process's."""

HERE = frozenset({"127.0.0.1", "::1", "localhost"})
PORTS = {"smtp": 587, "smtps": 465}
OK = 250
_FOR_GOOD = 500


class Refused(Exception):
    """The mail server refused the message for good."""


class PutOff(Exception):
    """The mail server did not take the message now; later it may."""


class Unclear(Exception):
    """The connection broke after the message was sent and before it was acknowledged."""


class Transport(Protocol):
    """A way for messages to leave."""

    def open(self) -> None:
        """Be ready to send. Raises PutOff where the mail server cannot be reached or does not let us in."""

    def send(self, message: EmailMessage) -> None:
        """Send one message. Raises Refused, PutOff or Unclear."""

    def close(self) -> None:
        """Hang up."""


class Settings(Protocol):
    """What of the application's settings says how messages leave."""

    @property
    def smtp_url(self) -> str | None: ...
    @property
    def is_demo(self) -> bool: ...


def transport_for(settings: Settings) -> Transport | None:
    """Return how messages leave; None where no mail server is set, so that they wait."""
    if settings.smtp_url:
        return SmtpTransport(settings.smtp_url)
    return DemoTransport() if settings.is_demo else None


class DemoTransport:
    """Sends nothing: the demonstration's mailbox shows what would have been sent."""

    def open(self) -> None:
        """Be ready at once."""

    def send(self, message: EmailMessage) -> None:
        """Count the message as sent."""

    def close(self) -> None:
        """Have nothing to end."""


class SmtpTransport:
    """The mail server at an `smtp://` or `smtps://` address. Encrypted, unless the server is on this machine."""

    def __init__(self, url: str) -> None:
        self.at = urlsplit(url)
        self.server: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect, or see that the connection still stands. Raises PutOff."""
        try:
            if self.server is not None and self._answers():
                return
            self.server = _connected(self.at)
        except (OSError, smtplib.SMTPException) as fault:
            self.server = None
            raise PutOff(f"The mail server cannot be used: {told(fault)}") from fault

    def send(self, message: EmailMessage) -> None:
        """Hand one message over. Raises Refused, PutOff or Unclear; else the connection stays for the next."""
        if self.server is None:
            raise PutOff("The mail server is not connected")
        sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        try:
            self._expect(self.server.mail(sender), always_later=True)
            self._expect(self.server.rcpt(recipient))
        except (OSError, smtplib.SMTPException, UnicodeError) as fault:
            self.close()
            raise PutOff(told(fault)) from fault
        try:
            reply = self.server.data(message.as_bytes())
        except smtplib.SMTPDataError as fault:  # refused before the text was sent
            reply = fault.smtp_code, _bytes(fault.smtp_error)
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            raise Unclear(told(fault)) from fault
        self._expect(reply)

    def close(self) -> None:
        """Hang up, whatever the server says to it."""
        server, self.server = self.server, None
        if server is not None:
            server.close()

    def _answers(self) -> bool:
        """Whether the connection of an earlier message can be used; if not it is given up."""
        try:
            is_standing = self.server is not None and self.server.noop()[0] == OK
        except (OSError, smtplib.SMTPException):
            is_standing = False
        if not is_standing:
            self.close()
        return is_standing

    def _expect(self, reply: tuple[int, bytes], *, always_later: bool = False) -> None:
        """Return where the server agreed. A refused sender is our own setting, not the message's fault."""
        code, text = reply
        if code in (OK, 251, 252):
            return
        self.close()
        said = f"{code} {text.decode('utf-8', 'replace')}"
        raise Refused(said) if code >= _FOR_GOOD and not always_later else PutOff(said)


def told(fault: Exception) -> str:
    """Return what went wrong, in one line for the coordinator."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_bytes(fault.smtp_error).decode('utf-8', 'replace')}"
    return str(fault) or type(fault).__name__


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _connected(at: SplitResult) -> smtplib.SMTP:
    host = at.hostname or ""
    port = at.port or PORTS[at.scheme]
    if at.scheme == "smtps":
        trusted = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        if at.scheme == "smtp" and host not in HERE:
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if at.username:
            server.login(unquote(at.username), unquote(at.password or ""))
    except BaseException:
        server.close()
        raise
    return server
