"""What messages there are, how long one waits, and by which name a mailbox knows it."""

from datetime import timedelta
from pathlib import Path

import cdop
from cdop.rules import messages

EMAIL = Path(cdop.__file__).parent / "templates" / "email"


def test_every_template_has_a_subject_and_a_text_and_no_file_is_left_over() -> None:
    wanted = {f"{name}{part}.txt" for name in messages.TEMPLATES for part in ("", ".subject")}
    assert {path.name for path in EMAIL.iterdir() if not path.name.startswith("_")} == wanted


def test_message_put_off_waits_longer_each_time_and_fails_after_about_two_days() -> None:
    delays = [messages.delay_after(attempts) for attempts in range(1, messages.MOST_ATTEMPTS + 1)]
    assert delays == [*messages.DELAYS, None]
    assert list(messages.DELAYS) == sorted(messages.DELAYS)
    assert timedelta(days=1) < sum(messages.DELAYS, timedelta()) < timedelta(days=3)


def test_message_sent_again_has_the_next_key_and_the_same_message_id() -> None:
    again = messages.sent_again("form_b_request:abc")
    assert (again, messages.sent_again(again)) == ("form_b_request:abc#2", "form_b_request:abc#3")
    assert [messages.is_sent_again(key) for key in ("form_b_request:abc", again)] == [False, True]
    ids = {messages.message_id(key, "example.com") for key in ("form_b_request:abc", again, "form_b_request:abcd")}
    assert len(ids) == 2
    assert all("abc" not in message_id and message_id.endswith("@example.com>") for message_id in ids)
