"""Revision 0007: requests that were sent keep what their page said, and their cases the day of the first asking."""

from datetime import datetime, timedelta

from flask import Flask
from flask_migrate import downgrade, upgrade

from cdop.extensions import db
from cdop.models import Case, FormRequest
from tests.agencies import ask
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast

pytestmark = ON_BOTH


def test_requests_and_cases_of_before_say_what_was_asked_and_when(app: Flask, cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    asked, not_asked = (add_case(coordinator, now=now, reference=f"2026/00{number}") for number in (1, 2))
    first = ask(coordinator, asked, now=now)
    ask(coordinator, asked, now=now + timedelta(days=3))
    db.session.rollback()
    downgrade(revision="0006")
    upgrade()
    assert db.session.get_one(Case, asked.id).agencies_asked_at == now
    assert db.session.get_one(Case, not_asked.id).agencies_asked_at is None
    request = db.session.get_one(FormRequest, first.id)
    assert request.records == ["child", "mother in pregnancy", "siblings"]
    assert (request.questions_asked, request.questions_answered) == (None, None)
