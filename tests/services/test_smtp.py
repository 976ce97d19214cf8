"""How messages leave: which way the settings choose, and never in clear over a network."""

from dataclasses import replace

import pytest

from cdop.services import smtp
from cdop.services.smtp import DemoTransport, PutOff, SmtpTransport
from config import Config
from tests.mailbox import mail_server

CONFIG = Config(database_url="sqlite://", secret_key="x")


def test_settings_choose_the_way() -> None:
    assert smtp.transport_for(CONFIG) is None
    assert isinstance(smtp.transport_for(replace(CONFIG, is_demo=True)), DemoTransport)
    for is_demo in (True, False):
        config = replace(CONFIG, smtp_url="smtp://mail.example.com", is_demo=is_demo)
        assert isinstance(smtp.transport_for(config), SmtpTransport)


def test_server_elsewhere_must_encrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same server, which cannot encrypt, under a name that counts as another machine's."""
    with mail_server() as mailbox:
        here = SmtpTransport(mailbox.url)
        here.open()
        here.close()
        monkeypatch.setattr(smtp, "HERE", frozenset())
        with pytest.raises(PutOff, match="STARTTLS"):
            SmtpTransport(mailbox.url).open()


def test_server_that_wants_no_password_refuses_one() -> None:
    with mail_server() as mailbox, pytest.raises(PutOff):
        SmtpTransport(mailbox.url.replace("//", "//somebody:secret@")).open()


def test_encrypted_address_does_not_speak_in_clear() -> None:
    with mail_server() as mailbox, pytest.raises(PutOff):
        SmtpTransport(mailbox.url.replace("smtp:", "smtps:")).open()


def test_connection_is_kept_for_the_next_message_and_made_anew_where_it_broke() -> None:
    with mail_server() as mailbox:
        transport = SmtpTransport(mailbox.url)
        transport.open()
        first = transport.server
        transport.open()
        assert transport.server is first
        assert first is not None
        first.close()
        transport.open()
        assert transport.server is not None
        transport.close()


def test_faults_told_to_people_hold_no_password() -> None:
    with pytest.raises(PutOff) as fault:
        SmtpTransport("smtp://somebody:secret@127.0.0.1:1").open()
    assert "secret" not in str(fault.value)
