"""Messages on their way to a real mail server: what it takes, refuses, puts off and what nobody can tell."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from cdop.extensions import db
from cdop.models import AuditEntry, JobLease
from cdop.rules.correspondence import MessageStatus
from cdop.rules.messages import DELAYS, MOST_ATTEMPTS
from cdop.rules.vocabulary import AuditVerb
from cdop.services import delivery, jobs, outbox
from cdop.services.delivery import Delivery
from cdop.services.smtp import SmtpTransport
from cdop.services.unit import writes
from config import Config
from tests.databases import ON_BOTH
from tests.mailbox import HANG_UP, Mailbox, mail_server
from tests.messages import ASKED_ABOUT, SENDER, TO, queue, statuses, stored
from tests.personas import Cast

# To somebody outside the office, and sent once more where it is in doubt.
ASKED_ONCE_MORE = "notifier_asked"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server of this test's own."""
    with mail_server() as mailbox:
        yield mailbox


class Post:
    """Delivers under a lease, as the job process does."""

    def __init__(self, config: Config, mailbox: Mailbox, now: datetime) -> None:
        self.config, self.now = config, now
        self.transport = SmtpTransport(mailbox.url)
        fence = jobs.hold("this test", now=now)
        assert fence is not None
        self.fence = fence

    def deliver(self, *, later: timedelta = timedelta()) -> Delivery:
        return delivery.deliver_next(self.transport, self.config, fence=self.fence, now=self.now + later)

    def deliver_all(self, *, later: timedelta = timedelta()) -> list[Delivery]:
        became = []
        while (last := self.deliver(later=later)) is not Delivery.NONE_DUE:
            became.append(last)
        return became


@pytest.fixture
def post(app: Flask, cast: Cast, mailbox: Mailbox) -> Iterator[Post]:
    """What delivers to the mailbox."""
    post = Post(replace(app.config["CDOP"], mail_from=SENDER), mailbox, cast.now)
    yield post
    post.transport.close()


@ON_BOTH
def test_deliver_sends_each_message_once_in_the_order_they_fell_due(cast: Cast, post: Post, mailbox: Mailbox) -> None:
    queue(cast.command_line, "second", "third", now=cast.now)
    queue(cast.command_line, "first", due_at=cast.now - timedelta(hours=1), now=cast.now)
    assert post.deliver_all() == [Delivery.SENT] * 3
    assert [subject.rpartition(" ")[2] for subject in mailbox.subjects()] == ["first", "second", "third"]
    assert statuses() == dict.fromkeys(["second", "third", "first"], "sent")
    assert (stored("first").sent_at, stored("first").attempts) == (cast.now, 1)


@ON_BOTH
def test_deliver_leaves_what_is_not_due_yet(cast: Cast, post: Post) -> None:
    queue(cast.command_line, "one", due_at=cast.now + timedelta(seconds=1), now=cast.now)
    assert (post.deliver(), post.deliver(later=timedelta(seconds=1))) == (Delivery.NONE_DUE, Delivery.SENT)


def test_message_refused_for_good_has_failed_and_says_why(cast: Cast, post: Post, mailbox: Mailbox) -> None:
    mailbox.recipient_answer = lambda _address: "550 5.1.1 No such mailbox"
    queue(cast.command_line, "one", now=cast.now)
    assert post.deliver_all() == [Delivery.NOT_SENT]
    assert (stored("one").status, stored("one").last_fault) == (MessageStatus.FAILED, "550 5.1.1 No such mailbox")


def test_text_refused_for_good_has_failed(cast: Cast, post: Post, mailbox: Mailbox) -> None:
    mailbox.text_answer = lambda _message: "554 5.7.1 Not wanted"
    queue(cast.command_line, "one", now=cast.now)
    assert (post.deliver_all(), statuses()) == ([Delivery.NOT_SENT], {"one": "failed"})


@ON_BOTH
@pytest.mark.parametrize("part", ["recipient_answer", "text_answer"])
def test_message_put_off_is_tried_later_each_time_after_longer_and_fails_at_last(
    cast: Cast, post: Post, mailbox: Mailbox, part: str
) -> None:
    setattr(mailbox, part, lambda _asked: "451 4.3.0 Not now")
    queue(cast.command_line, "one", now=cast.now)
    waited, delays = timedelta(), []
    for _attempt in range(MOST_ATTEMPTS - 1):
        assert post.deliver(later=waited) is Delivery.NOT_SENT
        delays.append(stored("one").due_at - cast.now - waited)
        assert post.deliver(later=waited) is Delivery.NONE_DUE
        waited += delays[-1]
    assert delays == list(DELAYS)
    assert (post.deliver(later=waited), stored("one").attempts) == (Delivery.NOT_SENT, MOST_ATTEMPTS)
    assert (stored("one").status, mailbox.arrived) == (MessageStatus.FAILED, [])


@ON_BOTH
def test_refused_message_keeps_no_other_waiting(cast: Cast, post: Post, mailbox: Mailbox) -> None:
    mailbox.recipient_answer = lambda address: "451 Not now" if address == "slow@example.com" else "550 No"
    queue(cast.command_line, "slow", to="slow@example.com", now=cast.now)
    queue(cast.command_line, "wrong", to="wrong@example.com", now=cast.now)
    assert post.deliver_all() == [Delivery.NOT_SENT] * 2
    mailbox.recipient_answer = lambda _address: "250 OK"
    queue(cast.command_line, "good", now=cast.now)
    assert post.deliver_all() == [Delivery.SENT]
    assert statuses() == {"slow": "due", "wrong": "failed", "good": "sent"}


def test_message_that_cannot_be_written_keeps_no_other_waiting(cast: Cast, post: Post) -> None:
    queue(cast.command_line, "poison", context={}, now=cast.now)
    queue(cast.command_line, "good", now=cast.now)
    assert post.deliver_all() == [Delivery.NOT_SENT, Delivery.SENT]
    assert (stored("poison").status, stored("poison").due_at > cast.now) == (MessageStatus.DUE, True)
    assert "builtins.KeyError" in (stored("poison").last_fault or "")


def test_panel_without_an_address_sends_nothing_and_says_so(cast: Cast, post: Post, mailbox: Mailbox) -> None:
    post.config = replace(post.config, mail_from=None)
    queue(cast.command_line, "one", now=cast.now)
    assert (post.deliver(), mailbox.arrived) == (Delivery.NOT_SENT, [])
    assert stored("one").last_fault == "The panel has no e-mail address to send from"


def test_mail_server_that_cannot_be_reached_leaves_the_message_due(cast: Cast, post: Post) -> None:
    post.transport = SmtpTransport("smtp://127.0.0.1:1")
    queue(cast.command_line, "one", now=cast.now)
    assert post.deliver() is Delivery.NO_SERVER
    assert (stored("one").status, stored("one").due_at) == (MessageStatus.DUE, cast.now + DELAYS[0])


@ON_BOTH
def test_reminder_in_doubt_is_sent_once_more_and_no_more(cast: Cast, post: Post, mailbox: Mailbox) -> None:
    mailbox.text_answer = lambda _message: HANG_UP
    queue(cast.command_line, "one", now=cast.now)
    assert post.deliver_all() == [Delivery.NOT_SENT] * 2
    assert statuses() == {"one": "withdrawn", "one#2": "in doubt"}
    assert list(mailbox.times_each().values()) == [2]  # under one Message-ID, by which mailboxes tell a repeat


@ON_BOTH
def test_message_cut_off_by_the_end_of_its_process_is_in_doubt_and_stays_so(
    cast: Cast, post: Post, mailbox: Mailbox
) -> None:
    queue(cast.command_line, "one", template=ASKED_ABOUT, now=cast.now)
    assert delivery._take(delivery.JOB, stored("one").id, fence=post.fence, now=cast.now)
    assert delivery.doubt_cut_off(fence=post.fence, now=cast.now) == 1
    assert delivery.doubt_cut_off(fence=post.fence, now=cast.now) == 0
    assert (post.deliver_all(), statuses(), mailbox.arrived) == ([], {"one": "in doubt"}, [])


@ON_BOTH
def test_process_that_learns_late_that_its_message_was_taken_settles_the_doubt(cast: Cast, post: Post) -> None:
    queue(cast.command_line, "one", template=ASKED_ABOUT, now=cast.now)
    message_id = stored("one").id
    assert delivery._take(delivery.JOB, message_id, fence=post.fence, now=cast.now)
    delivery.doubt_cut_off(fence=post.fence + 1, now=cast.now)
    delivery._mark_sent(delivery.JOB, message_id, fence=post.fence, now=cast.now)
    assert statuses() == {"one": "sent"}


@ON_BOTH
def test_process_that_learns_late_changes_nothing_that_a_person_settled(cast: Cast, post: Post) -> None:
    queue(cast.command_line, "one", template=ASKED_ABOUT, now=cast.now)
    message_id = stored("one").id
    assert delivery._take(delivery.JOB, message_id, fence=post.fence, now=cast.now)
    delivery.doubt_cut_off(fence=post.fence, now=cast.now)
    outbox.set_aside(cast.person("coordinator"), stored("one").public_id, now=cast.now)
    delivery._mark_sent(delivery.JOB, message_id, fence=post.fence, now=cast.now)
    assert statuses() == {"one": "withdrawn"}


@writes(AuditVerb.JOB_RAN)
def lose_lease(actor: object, *, fence: int, seconds: float, now: datetime) -> None:
    """Let the lease pass to another, or run out."""
    lease = db.session.get_one(JobLease, jobs.NAME)
    lease.fence, lease.expires = fence, lease.expires + seconds


@ON_BOTH
@pytest.mark.parametrize(("other", "seconds"), [(1, 0.0), (0, -3600.0)])
def test_process_whose_lease_passed_or_ran_out_takes_nothing(
    cast: Cast, post: Post, mailbox: Mailbox, other: int, seconds: float
) -> None:
    queue(cast.command_line, "one", now=cast.now)
    lose_lease(jobs.JOB, fence=post.fence + other, seconds=seconds, now=cast.now)
    assert (post.deliver(), statuses(), mailbox.arrived) == (Delivery.LEASE_LOST, {"one": "due"}, [])


def test_sending_is_on_record_without_the_address(cast: Cast, post: Post) -> None:
    queue(cast.command_line, "one", now=cast.now)
    post.deliver_all()
    entries = db.session.query(AuditEntry).filter_by(verb=AuditVerb.MESSAGE_SENT).all()
    assert [(entry.actor_name, TO in str(entry.changes)) for entry in entries] == [("messages", False)]


@ON_BOTH
def test_message_of_a_restored_backup_waits_for_a_word_and_is_not_sent(
    cast: Cast, post: Post, mailbox: Mailbox
) -> None:
    """A backup of eleven days ago: what waits may have left then. What goes to the office itself may repeat."""
    ago = cast.now - timedelta(days=11)
    queue(cast.command_line, "outside", template=ASKED_ABOUT, now=ago)
    queue(cast.command_line, "cut off", template=ASKED_ABOUT, now=ago)
    queue(cast.command_line, "office", "week", now=ago)
    queue(cast.command_line, "a week ago", template=ASKED_ONCE_MORE, now=cast.now - timedelta(days=7))
    assert delivery._take(delivery.JOB, stored("cut off").id, fence=post.fence, now=ago)
    delivery.doubt_cut_off(fence=post.fence, now=cast.now)
    post.deliver_all()
    held = {"outside": "held", "cut off": "in doubt", "office": "sent", "week": "sent", "a week ago": "sent"}
    assert (statuses(), len(mailbox.arrived)) == (held, 3)
    coordinator = cast.person("coordinator")
    outbox.say_arrived(coordinator, stored("outside").public_id, now=cast.now)
    assert post.deliver_all() == []
    assert stored("outside").status is MessageStatus.SENT


@ON_BOTH
def test_reminder_that_a_restored_backup_sends_once_more_waits_for_a_word(cast: Cast, post: Post) -> None:
    ago = cast.now - timedelta(days=11)
    queue(cast.command_line, "one", template=ASKED_ONCE_MORE, now=ago)
    assert delivery._take(delivery.JOB, stored("one").id, fence=post.fence, now=ago)
    delivery.doubt_cut_off(fence=post.fence, now=cast.now)
    assert post.deliver_all() == [Delivery.NOT_SENT]
    assert statuses() == {"one": "withdrawn", "one#2": "held"}
    outbox.send_again(cast.person("coordinator"), stored("one#2").public_id, now=cast.now)
    assert post.deliver_all() == [Delivery.SENT]


@ON_BOTH
def test_everything_held_is_set_aside_at_once(cast: Cast, post: Post, mailbox: Mailbox) -> None:
    queue(cast.command_line, "one", "two", template=ASKED_ABOUT, now=cast.now - timedelta(days=11))
    queue(cast.command_line, "new", template=ASKED_ABOUT, now=cast.now)
    post.deliver()
    post.deliver()
    assert outbox.set_all_held_aside(cast.person("coordinator"), now=cast.now) == 2
    assert statuses() == {"one": "withdrawn", "two": "withdrawn", "new": "due"}
