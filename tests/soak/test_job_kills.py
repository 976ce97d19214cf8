"""Kill -9 of the working job process again and again, at the recipient or at the text, over one database."""

from collections import Counter
from email.message import EmailMessage

from tests.jobs.conftest import Office, office  # noqa: F401  (the fixture)
from tests.mailbox import ACCEPTED

KILLS = 60
EVERY = 5
COUNT = KILLS * EVERY


def test_nothing_is_lost_or_silently_doubled_however_often_the_process_is_killed(office: Office) -> None:  # noqa: F811
    seen = Counter[str]()

    def kill(moment: str) -> None:
        """Every fifth message ends the process: half of them before the text, half after it."""
        seen["messages"] += moment == "recipient"
        at_text = seen["messages"] // EVERY % 2 == 1
        if seen["messages"] % EVERY == 0 and at_text == (moment == "text") and seen["kills"] < KILLS:
            seen["kills"] += 1
            office.kill(office.at_work())
            office.start()

    def recipient(_address: str) -> str:
        kill("recipient")
        return ACCEPTED

    def text(_message: EmailMessage) -> str:
        kill("text")
        return ACCEPTED

    office.mailbox.recipient_answer, office.mailbox.text_answer = recipient, text
    office.ask(COUNT)
    office.start(2)
    office.mailbox.wait_for(lambda: not office.is_anything_due(), seconds=1800)
    office.stop()
    became = Counter(office.statuses().values())
    times = office.mailbox.times_each()
    assert set(times.values()) == {1}
    assert became["sent"] + became["in doubt"] == COUNT
    assert became["sent"] <= len(times) <= COUNT
    assert became["in doubt"] == seen["kills"] >= KILLS // 2
