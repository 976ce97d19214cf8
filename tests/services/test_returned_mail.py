"""Messages that come back, read from a real mailbox."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from cdop.rules.actors import Actor
from cdop.rules.correspondence import MessageStatus
from cdop.rules.messages import message_id
from cdop.rules.vocabulary import AuditVerb
from cdop.services import outbox, returned_mail
from cdop.services.unit import writes
from tests.imap_server import ImapServer, imap_server, report
from tests.messages import queue, statuses, stored
from tests.personas import Cast

ID = message_id("one", "example.com")


@pytest.fixture(scope="module")
def mailbox() -> Iterator[ImapServer]:
    with imap_server() as server:
        yield server


@writes(AuditVerb.DEMO_LOADED)
def leave(actor: Actor, *keys: str, now: datetime) -> None:
    """Leave messages as the job process does that sent them."""
    for key in keys:
        message = stored(key)
        message.status, message.sent_at = MessageStatus.SENT, now


def sent(cast: Cast, *keys: str) -> None:
    queue(cast.command_line, *keys, now=cast.now)
    for key in keys:
        leave(cast.command_line, key, now=cast.now)


def test_report_in_the_mailbox_is_read_once_and_other_mail_is_left_alone(cast: Cast, mailbox: ImapServer) -> None:
    sent(cast, "one", "two")
    before = mailbox.unread()
    mailbox.put(report(ID), report(message_id("two", "example.com"), action="delayed"), b"Subject: Hello\r\n\r\nHi")
    assert returned_mail.read(mailbox.url, now=cast.now) == {"reports": 2, "came back": 1}
    assert statuses() == {"one": "came back", "two": "sent"}
    assert stored("one").last_fault == "5.1.1 550 5.1.1 No such user"
    assert returned_mail.read(mailbox.url, now=cast.now) == {"reports": 0, "came back": 0}
    assert mailbox.unread() == before + 1


def test_message_sent_again_that_comes_back_is_the_newest(cast: Cast) -> None:
    sent(cast, "one")
    assert returned_mail.take_in(report(ID), now=cast.now) == 1
    outbox.send_again(cast.person("coordinator"), stored("one").public_id, now=cast.now)
    leave(cast.command_line, "one#2", now=cast.now)
    assert returned_mail.take_in(report(ID), now=cast.now) == 1
    assert statuses() == {"one": "withdrawn", "one#2": "came back"}


def test_report_of_a_message_that_has_not_left_changes_nothing(cast: Cast) -> None:
    queue(cast.command_line, "one", now=cast.now)
    assert (returned_mail.take_in(report(ID), now=cast.now), statuses()) == (0, {"one": "due"})
