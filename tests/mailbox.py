"""A real mail server on this machine that keeps what it is sent, and can refuse, put off or hang up."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Condition
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

ACCEPTED = "250 OK"
# Where each number of this server's messages is known by: the first thing it answers to the end of a message.
HANG_UP = "hang up"


class Mailbox:
    """What arrived, in order. `answers` is asked, with the number of the message, what to say to its recipient
    and to its text; a text that is answered by HANG_UP was received."""

    def __init__(self) -> None:
        self.arrived: list[EmailMessage] = []
        self.recipient_answer: Callable[[str], str] = lambda _address: ACCEPTED
        self.text_answer: Callable[[EmailMessage], str] = lambda _message: ACCEPTED
        self.news = Condition()
        self.port = 0

    @property
    def url(self) -> str:
        """How the settings name it."""
        return f"smtp://127.0.0.1:{self.port}"

    def subjects(self) -> list[str]:
        """The subjects of what arrived, in order."""
        return [message["Subject"] for message in self.arrived]

    def times_each(self) -> Counter[str]:
        """How often each message arrived, by its Message-ID."""
        return Counter(message["Message-ID"] for message in self.arrived)

    def wait_for(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until something holds that news of this mailbox bring about; fail where it never does."""
        with self.news:
            assert self.news.wait_for(condition, seconds), f"{len(self.arrived)} messages arrived"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.recipient_answer(address)
        if answer == ACCEPTED:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        message = cast(EmailMessage, message_from_bytes(cast(bytes, envelope.content), policy=default))
        # In a thread of its own, which goes on where the sender is gone before it is answered.
        answer = await asyncio.to_thread(self._take, message)
        if answer == HANG_UP and server.transport is not None:
            server.transport.abort()
            await asyncio.Event().wait()
        return answer

    def _take(self, message: EmailMessage) -> str:
        answer = self.text_answer(message)
        if answer in (ACCEPTED, HANG_UP):
            with self.news:
                self.arrived.append(message)
                self.news.notify_all()
        return answer


class _OwnPort(Controller):
    """A controller that lets the machine choose the port, and says which."""

    def _trigger_server(self) -> None:
        self.port = cast(Any, self.server).sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server that runs until the block ends."""
    mailbox = Mailbox()
    controller = _OwnPort(mailbox, hostname="127.0.0.1", port=0)
    controller.start()
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop()


def body(message: EmailMessage) -> str:
    """The text of a message."""
    return _content(message, "plain")


def sheet(message: EmailMessage) -> str:
    """The HTML of a message."""
    return _content(message, "html")


def _content(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return re.sub(r"\r\n", "\n", part.get_content())
