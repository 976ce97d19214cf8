"""Reports of mail servers: which message came back, and what to do about it."""

import pytest

from cdop.rules.bounces import FULL, NOT_WANTED, RING, WRONG_ADDRESS, Bounce, advice, bounces_of
from cdop.rules.messages import message_id
from tests.imap_server import report

ID = message_id("one", "example.com")
MARK = ID[1:33]


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_report_names_the_message_and_what_the_server_said(kind: str) -> None:
    assert bounces_of(report(ID, kind=kind)) == (Bounce(MARK, "5.1.1 550 5.1.1 No such user"),)


@pytest.mark.parametrize(
    "raw",
    [
        report(ID, action="delayed", status="4.4.1"),
        report("<somebody-elses@example.com>"),
        b"Subject: Out of office\r\n\r\nI am away until Monday.\r\n",
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno parts at all",
        b"\xff\x00 not even mail",
        b"",
    ],
)
def test_other_mail_says_nothing_of_ours(raw: bytes) -> None:
    assert bounces_of(raw) == ()


@pytest.mark.parametrize(
    ("said", "advised"),
    [
        ("550 5.1.1 No such mailbox", WRONG_ADDRESS),
        ("550 no such user here", WRONG_ADDRESS),
        ("5.2.2 552 5.2.2 Mailbox full", FULL),
        ("5.7.1 550 5.7.1 Rejected by policy", NOT_WANTED),
        ("554 5.3.4 Message too big", RING),
        ("It could not be written: builtins.KeyError", RING),
    ],
)
def test_advice_is_about_what_the_server_said(said: str, advised: str) -> None:
    assert advice(said) == advised
