"""The accounts of a panel: whose they are, what is said of each, and that they are read in one statement."""

from datetime import datetime, timedelta

import pyotp
import pytest

from cdop.queries import accounts
from cdop.rules.vocabulary import Role
from cdop.services import second_steps, sessions
from tests.databases import ON_BOTH
from tests.personas import PASSWORD, Cast, address
from tests.queries.test_cases import statements

pytestmark = ON_BOTH

NAMES = ("agency lead", "analyst and member", "auditor", "chair")


def test_accounts_are_those_of_the_panel_each_once_by_address(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "CHUNK", 2)  # an account with two roles lies across two chunks
    for name in reversed(NAMES):
        cast.person(name)
    cast.person("administrator", panel_id=cast.other_panel_id)
    with statements() as sent:
        found = list(accounts.panel_accounts(cast.command_line))
    assert ([account.email for account in found], len(sent)) == ([address(name) for name in NAMES], 1)
    assert [held.role for held in found[1].roles] == [Role.ANALYST, Role.PANEL_MEMBER]


def test_account_tells_its_newest_sign_in_ended_or_not(cast: Cast, now: datetime) -> None:
    chair = cast.person("chair")
    newest = now + timedelta(days=2)
    for at in (now, newest, now + timedelta(days=1)):
        token = sessions.sign_in(address("chair"), PASSWORD, caller="here", now=at)
        sessions.sign_out(chair, token, now=at)
    (account,) = accounts.panel_accounts(cast.command_line)
    assert (account.signed_in_at, account.disabled_at) == (newest, None)


def test_password_without_its_second_step_is_no_sign_in(cast: Cast, now: datetime) -> None:
    chair = cast.person("chair")
    second_steps.expect(cast.command_line, cast.panel_id, now.date(), now=now)
    token = sessions.sign_in(address("chair"), PASSWORD, caller="here", now=now)
    assert sessions.waiting(token, now) is not None
    (account,) = accounts.panel_accounts(cast.command_line)
    assert account.signed_in_at is None
    told = second_steps.set_up(chair.user_id or 0, cast.panel_id)
    assert told is not None
    later = now + timedelta(minutes=1)
    sessions.finish(token, pyotp.TOTP(told.key).at(later), now=later)
    (account,) = accounts.panel_accounts(cast.command_line)
    assert account.signed_in_at == later


@pytest.mark.parametrize(("name", "count"), [("coordinator", 0), ("chair", 0), ("administrator", 1)])
def test_accounts_are_for_those_who_keep_them(name: str, count: int, cast: Cast) -> None:
    assert len(list(accounts.panel_accounts(cast.person(name)))) == count
