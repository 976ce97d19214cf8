"""The way back to a notification is open to whoever has it open in a browser, and to the panel that received it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Notification
from cdop.rules.actors import public
from cdop.rules.vocabulary import NotificationSource
from cdop.services import intake, notification_returns
from cdop.services.errors import Blocked, Forbidden, NotFound
from tests.live_cases import send_notification
from tests.personas import Cast


def test_no_code_is_made_for_what_is_not_open_in_the_browser(cast: Cast, now: datetime) -> None:
    code, source = intake.new_code(), NotificationSource.PUBLIC_FORM
    intake.begin(public(cast.panel_id), panel_id=cast.panel_id, code=code, source=source, now=now)
    reference, made = notification_returns.make_code(public(), code, now=now)
    assert notification_returns.come_back(reference, made, browser="new", caller="", now=now) is False
    with pytest.raises(NotFound):
        notification_returns.make_code(public(), code, now=now)
    assert notification_returns.make_code(public(), "new", now=now + timedelta(days=2))[1] != made


def test_only_who_checks_notifications_of_the_panel_speaks_to_their_notifiers(cast: Cast, now: datetime) -> None:
    mine = send_notification(cast.panel_id, now=now)
    theirs = send_notification(cast.other_panel_id, now=now)
    for name, public_id, refused in (("chair", mine, Forbidden), ("coordinator", theirs, NotFound)):
        with pytest.raises(refused):
            notification_returns.say_no_more(cast.person(name), public_id, now=now)
        with pytest.raises(refused):
            notification_returns.ask(cast.person(name), public_id, "Where?", submission_id=None, now=now)
    with pytest.raises(Blocked, match="no code"):
        notification_returns.ask(cast.person("coordinator"), mine, "Where?", submission_id=None, now=now)
    notification_returns.say_no_more(cast.person("coordinator"), mine, now=now)
    db.session.rollback()
    told = db.session.scalars(select(Notification.no_more_at).where(Notification.public_id == mine)).one()
    db.session.rollback()
    assert told == now
