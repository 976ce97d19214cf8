"""Queueing messages, and what a person says of one that may have arrived or not."""

from datetime import datetime

import pytest

from cdop.extensions import db
from cdop.rules.actors import Actor
from cdop.rules.correspondence import MessageStatus
from cdop.rules.vocabulary import AuditVerb
from cdop.services import outbox
from cdop.services.errors import Blocked, Forbidden, NotFound
from cdop.services.unit import UnauditedWrite, writes
from tests.databases import ON_BOTH
from tests.messages import TO, queue, statuses, stored
from tests.personas import Cast, address


@writes(AuditVerb.DEMO_LOADED)
def put(actor: Actor, key: str, status: MessageStatus, *, now: datetime) -> None:
    """Leave a message as a process might have left it."""
    message = stored(key)
    message.status, message.fence = status, 1


def in_doubt(cast: Cast, status: MessageStatus = MessageStatus.IN_DOUBT) -> str:
    queue(cast.command_line, "one", now=cast.now)
    message_id = stored("one").public_id
    put(cast.command_line, "one", status, now=cast.now)
    return message_id


@ON_BOTH
def test_queue_a_message_twice_keeps_the_first(cast: Cast) -> None:
    queue(cast.command_line, "one", "one", now=cast.now)
    queue(cast.command_line, "one", to="other@example.com", now=cast.now)
    assert (statuses(), stored("one").to_address) == ({"one": "due"}, TO)


@ON_BOTH
def test_queue_a_message_with_what_failed_keeps_nothing(cast: Cast) -> None:
    @writes(AuditVerb.DEMO_LOADED)
    def fail(actor: Actor, *, now: datetime) -> None:
        queue(actor, "one", now=now)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail(cast.command_line, now=cast.now)
    assert statuses() == {}


def test_queue_outside_a_unit_is_refused(cast: Cast) -> None:
    with pytest.raises(UnauditedWrite):
        outbox.queue(cast.panel_id, key="one", template="form_b_request", to=TO, context={}, now=cast.now)


def test_queue_with_an_unknown_template_is_refused(cast: Cast) -> None:
    with pytest.raises(KeyError):
        queue(cast.command_line, "one", template="no_such_message", now=cast.now)


@ON_BOTH
def test_tell_coordinators_queues_one_message_for_each_of_them(cast: Cast) -> None:
    @writes(AuditVerb.DEMO_LOADED)
    def tell(actor: Actor, *, now: datetime) -> None:
        context = {"reference": "N-1"}
        outbox.tell_coordinators(cast.panel_id, key="news", template="notification_received", context=context, now=now)

    coordinator = cast.person("coordinator")
    cast.person("chair")
    tell(cast.command_line, now=cast.now)
    tell(cast.command_line, now=cast.now)
    assert statuses() == {f"news:{coordinator.user_id}": "due"}
    assert stored(f"news:{coordinator.user_id}").to_address == address("coordinator")


@ON_BOTH
@pytest.mark.parametrize("status", [MessageStatus.IN_DOUBT, MessageStatus.FAILED])
def test_send_again_queues_the_same_message_under_its_next_key(cast: Cast, status: MessageStatus) -> None:
    message_id = in_doubt(cast, status)
    outbox.send_again(cast.person("coordinator"), message_id, now=cast.now)
    assert statuses() == {"one": "withdrawn", "one#2": "due"}
    one, again = stored("one"), stored("one#2")
    assert (one.template, one.to_address, one.context) == (again.template, again.to_address, again.context)


def test_say_arrived_makes_it_sent(cast: Cast) -> None:
    message_id = in_doubt(cast)
    outbox.say_arrived(cast.person("coordinator"), message_id, now=cast.now)
    assert (stored("one").status, stored("one").sent_at) == (MessageStatus.SENT, cast.now)


def test_set_aside_withdraws_it(cast: Cast) -> None:
    message_id = in_doubt(cast, MessageStatus.FAILED)
    outbox.set_aside(cast.person("coordinator"), message_id, now=cast.now)
    assert statuses() == {"one": "withdrawn"}


SETTLE = (outbox.send_again, outbox.say_arrived, outbox.set_aside)


@pytest.mark.parametrize("settle", SETTLE)
def test_settle_a_message_that_waits_or_was_sent_is_blocked(cast: Cast, settle: outbox.Settling) -> None:
    queue(cast.command_line, "one", now=cast.now)
    coordinator, message_id = cast.person("coordinator"), stored("one").public_id
    with pytest.raises(Blocked):
        settle(coordinator, message_id, now=cast.now)
    put(cast.command_line, "one", MessageStatus.IN_DOUBT, now=cast.now)
    outbox.say_arrived(coordinator, message_id, now=cast.now)
    with pytest.raises(Blocked):
        settle(coordinator, message_id, now=cast.now)


def test_say_that_a_failed_message_arrived_is_blocked(cast: Cast) -> None:
    message_id = in_doubt(cast, MessageStatus.FAILED)
    with pytest.raises(Blocked):
        outbox.say_arrived(cast.person("coordinator"), message_id, now=cast.now)


@pytest.mark.parametrize("settle", SETTLE)
def test_settle_is_for_the_panels_coordinator(cast: Cast, settle: outbox.Settling) -> None:
    message_id = in_doubt(cast)
    with pytest.raises(Forbidden):
        settle(cast.person("chair"), message_id, now=cast.now)
    with pytest.raises(NotFound):
        settle(cast.person("chair", panel_id=cast.other_panel_id), message_id, now=cast.now)
    assert statuses() == {"one": "in doubt"}


def test_settling_leaves_an_audit_entry_without_the_address(cast: Cast) -> None:
    from cdop.models import AuditEntry

    outbox.send_again(cast.person("coordinator"), in_doubt(cast), now=cast.now)
    entries = db.session.query(AuditEntry).filter_by(verb=AuditVerb.MESSAGE_SETTLED).all()
    assert [(entry.subject_kind, TO in str(entry.changes)) for entry in entries] == [("outbound_message", False)]
