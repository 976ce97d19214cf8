"""An agency's answers as they were sent before its form came back to it, and what it changed."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import AuditEntry
from cdop.queries import form_b as form_b_queries
from cdop.questionnaires import merging
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb
from cdop.services import form_b, form_b_returns
from tests.agencies import MadeRequest, ask, fill_in, respondent
from tests.client import Browserless
from tests.factories import add_case
from tests.personas import Cast

FIRST, SECOND, DRAFT = "Registered since birth", "Registered in March", "Not meant for the panel yet"


@pytest.fixture
def cast(sqlite_app: Flask, now: datetime) -> Cast:
    return Cast(now)


@pytest.fixture
def coordinator(cast: Cast) -> Actor:
    return cast.person("coordinator")


@pytest.fixture
def request_(coordinator: Actor, now: datetime) -> MadeRequest:
    return ask(coordinator, add_case(coordinator, now=now), now=now, name="Invented Surgery")


@pytest.fixture
def reader(sqlite_app: Flask, cast: Cast) -> Browserless:
    return Browserless(sqlite_app, cast).sign_in("coordinator")


def send(request: MadeRequest, cast: Cast, name: str, told: str, *, now: datetime) -> None:
    """Let somebody answer and send the form."""
    sender = respondent(request, panel_id=cast.panel_id, now=now, name=name)
    fill_in(sender, {"records_searched": ("child",), "contact_summary": told}, now=now)
    form_b_returns.submit(sender, reason="All we hold", now=now)


def change(editor: Actor, told: str, *, now: datetime) -> None:
    """Save another answer over the one that the page shows."""
    opened = form_b_queries.open_forms(editor)
    assert opened is not None
    form = opened.forms[0]
    seen = merging.seen(form.spec, form.answered.answers)
    typed = {("contact_summary", NOT_IN_A_GROUP): Answer(told)}
    saved = form_b_returns.save(editor, "form_b", "reporting", typed, seen=seen, now=now)
    assert not saved.conflicts


def send_back(coordinator: Actor, request: MadeRequest, *, now: datetime) -> None:
    form_b.send_back(coordinator, request.public_id, reason="Since when?", now=now)


def test_answers_as_they_were_sent_stay_readable_beside_what_was_changed(
    coordinator: Actor, request_: MadeRequest, reader: Browserless, cast: Cast, now: datetime
) -> None:
    path = f"/requests/{request_.public_id}/versions/1"
    send(request_, cast, "Pat Manager", FIRST, now=now)
    assert reader.http.get(path).status_code == 404
    send_back(coordinator, request_, now=now + timedelta(hours=1))
    editor = respondent(request_, panel_id=cast.panel_id, now=now + timedelta(hours=2), name="Jo Doctor")
    change(editor, DRAFT, now=now + timedelta(hours=2))
    page = reader.get(path).text
    assert db.session.scalar(select(func.count()).where(AuditEntry.verb == AuditVerb.FORM_B_READ)) == 1
    assert (FIRST in page, DRAFT in page, "has not sent it again" in page) == (True, False, True)
    change(editor, SECOND, now=now + timedelta(hours=3))
    form_b_returns.submit(editor, reason="All we hold", now=now + timedelta(hours=3))
    page = reader.get(path).text
    assert (FIRST in page, SECOND in page, DRAFT in page) == (True, True, False)
    table = page[page.index("<table") : page.index("</table>")]
    for said in (FIRST, "Pat Manager (practice manager)", SECOND, "Jo Doctor (practice manager)"):
        assert said in table
    assert "whose records" not in table.lower()
    assert path in reader.get(f"/requests/{request_.public_id}").text
    assert reader.http.get(path.replace("versions/1", "versions/2")).status_code == 404


def test_request_that_came_back_once_has_no_earlier_version(
    request_: MadeRequest, reader: Browserless, cast: Cast, now: datetime
) -> None:
    send(request_, cast, "Pat Manager", FIRST, now=now)
    assert "/versions/" not in reader.get(f"/requests/{request_.public_id}").text
