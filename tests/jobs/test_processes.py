"""Two job processes at once, killed and stopped at chosen moments: nothing is lost, nothing silently doubled."""

import signal
from collections import Counter
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from threading import Lock

import pytest

from tests.databases import ON_BOTH
from tests.jobs.conftest import Office, send
from tests.mailbox import ACCEPTED

pytestmark = ON_BOTH

COUNT = 8


def everything_arrives(office: Office, count: int) -> None:
    office.mailbox.wait_for(lambda: len(office.mailbox.times_each()) >= count, seconds=60)


def once_on_message(number: int, act: Callable[[], None]) -> Callable[[object], str]:
    """An answer of the server that does something when it is asked for the so-manieth time, and then accepts."""
    asked, lock = Counter[str](), Lock()

    def answer(_asked: object) -> str:
        with lock:
            asked["times"] += 1
            if asked["times"] == number:
                act()
        return ACCEPTED

    return answer


def test_two_processes_at_once_send_each_message_once_beside_all_other_jobs(office: Office) -> None:
    office.ask(COUNT)
    office.start(2, rested=False)
    everything_arrives(office, COUNT)
    assert office.stop() == [0, 0]
    assert list(office.mailbox.times_each().values()) == [1] * COUNT
    assert list(office.statuses().values()) == ["sent"] * COUNT


def test_process_told_to_stop_finishes_the_message_in_hand_and_takes_no_other(office: Office) -> None:
    office.ask(COUNT)
    office.mailbox.text_answer = once_on_message(1, lambda: office.signal(signal.SIGTERM))
    office.start()
    assert office.wait() == [0]
    assert Counter(office.statuses().values()) == {"sent": 1, "due": COUNT - 1}
    assert len(office.mailbox.arrived) == 1


@pytest.mark.parametrize(("moment", "times"), [("recipient_answer", 0), ("text_answer", 1)])
def test_process_killed_while_it_sends_leaves_that_message_in_doubt_and_no_other(
    office: Office, moment: str, times: int
) -> None:
    """Before the text the message has not arrived; after it, it has. The database cannot tell; a person is asked."""
    office.ask(COUNT)
    setattr(office.mailbox, moment, once_on_message(3, lambda: office.kill(office.at_work())))
    office.start(2)
    everything_arrives(office, COUNT - 1 + times)
    assert office.stop() == [0]
    assert Counter(office.statuses().values()) == {"sent": COUNT - 1, "in doubt": 1}
    assert list(office.mailbox.times_each().values()) == [1] * (COUNT - 1 + times)


def test_process_that_slept_past_its_lease_settles_what_it_sent_and_takes_nothing_more(office: Office) -> None:
    slept: list[ForkServerProcess] = []

    def doze() -> None:
        slept.append(office.at_work())
        office.put_to_sleep(slept[0])

    office.ask(COUNT)
    office.mailbox.text_answer = once_on_message(3, doze)
    office.start(2)
    everything_arrives(office, COUNT)
    send(slept[0], signal.SIGCONT)
    assert office.stop() == [0, 0]
    assert list(office.mailbox.times_each().values()) == [1] * COUNT
    assert list(office.statuses().values()) == ["sent"] * COUNT


def test_reminder_cut_off_is_sent_once_more_under_the_same_message_id(office: Office) -> None:
    office.queue(COUNT)
    office.mailbox.text_answer = once_on_message(COUNT, lambda: office.kill(office.at_work()))
    office.start(2)
    office.mailbox.wait_for(lambda: len(office.mailbox.arrived) == COUNT + 1, seconds=60)
    assert office.stop() == [0]
    assert Counter(office.mailbox.times_each().values()) == {1: COUNT - 1, 2: 1}
    assert Counter(office.statuses().values()) == {"sent": COUNT, "withdrawn": 1}


def test_service_that_was_down_for_a_week_sends_what_fell_due_meanwhile_each_once(office: Office) -> None:
    office.ask(COUNT)
    office.age(days=7)
    office.start(2)
    everything_arrives(office, COUNT)
    assert office.stop() == [0, 0]
    assert list(office.mailbox.times_each().values()) == [1] * COUNT
    assert list(office.statuses().values()) == ["sent"] * COUNT


def test_backup_of_two_weeks_ago_sends_nothing_that_may_have_been_sent_then(office: Office) -> None:
    office.ask(COUNT + 1)
    office.age(days=14, but=1)
    office.start()
    everything_arrives(office, 1)  # the newest, once the others are seen to
    assert office.stop() == [0]
    assert Counter(office.statuses().values()) == {"held": COUNT, "sent": 1}
    assert len(office.mailbox.arrived) == 1


def test_backup_of_a_moment_ago_sends_again_only_what_goes_to_the_panels_own_office(office: Office) -> None:
    office.ask(COUNT, "to the office")
    office.back_up()
    office.start(2)
    everything_arrives(office, COUNT + 1)
    assert office.stop() == [0, 0]
    office.restore()
    office.start(2)
    office.mailbox.wait_for(lambda: len(office.mailbox.arrived) == COUNT + 2, seconds=60)
    assert office.stop() == [0, 0]
    assert Counter(office.statuses().values()) == {"held": COUNT, "sent": 1}
    assert Counter(office.mailbox.times_each().values()) == {1: COUNT, 2: 1}
