"""Kill -9 of the working job process again and again, at the recipient or at the text, over one database."""

from collections import Counter

from tests.databases import ON_BOTH
from tests.jobs.conftest import Office, office  # noqa: F401  (the fixture)
from tests.mailbox import ACCEPTED

pytestmark = ON_BOTH

KILLS = 60
EVERY = 5
# The last messages after the last kill: by then its successor has found what was cut off.
COUNT = KILLS * EVERY + EVERY - 1


def test_nothing_is_lost_or_silently_doubled_however_often_the_process_is_killed(office: Office) -> None:  # noqa: F811
    seen = Counter[str]()

    def kill_every_fifth(moment: str) -> str:
        """Half of the kills before the text, half after it; another process starts each time."""
        seen["messages"] += moment == "recipient"
        turn, rest = divmod(seen["messages"], EVERY)
        if rest == 0 and moment == ("text" if turn % 2 else "recipient"):
            seen[moment] += 1
            office.kill(office.at_work())
            office.start(rested=False)
        return ACCEPTED

    office.mailbox.recipient_answer = lambda _address: kill_every_fifth("recipient")
    office.mailbox.text_answer = lambda _message: kill_every_fifth("text")
    office.ask(COUNT)
    office.start(2, rested=False)
    office.mailbox.wait_for(lambda: len(office.mailbox.arrived) >= COUNT - KILLS // 2, seconds=3600)
    office.stop()
    assert (seen["recipient"], seen["text"]) == (KILLS // 2, KILLS // 2)
    assert Counter(office.statuses().values()) == {"sent": COUNT - KILLS, "in doubt": KILLS}
    assert set(office.mailbox.times_each().values()) == {1}
    assert len(office.mailbox.arrived) == COUNT - seen["recipient"]
