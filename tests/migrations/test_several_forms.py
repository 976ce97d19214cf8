"""Revision 0006: the one form of every request becomes the first of its forms, and going back it is again the one."""

from datetime import datetime

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from cdop.extensions import db
from cdop.models import RequestedForm
from cdop.rules.form_b import FORM_B, WantedForm
from tests.agencies import ask
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.personas import Cast

pytestmark = ON_BOTH

FORMS = "select request_id, form_key, case_id, position, response_id, section_keys from requested_form"
BEFORE = "select id, response_id from form_request order by id"


def rows(sql: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def test_every_request_keeps_its_form_on_the_way_back_and_forth(app: Flask, cast: Cast, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    cases = [add_case(coordinator, now=now, reference=f"2026/00{number}") for number in (1, 2)]
    first = ask(coordinator, cases[0], now=now)
    second = ask(coordinator, cases[1], WantedForm(FORM_B), WantedForm("notification"), now=now)
    db.session.rollback()
    downgrade(revision="0005")
    assert rows(BEFORE) == [(first.id, first.response_id), (second.id, second.response_id)]
    upgrade()
    assert sorted(rows(FORMS)) == [
        (first.id, FORM_B, cases[0].id, 0, first.response_id, None),
        (second.id, FORM_B, cases[1].id, 0, second.response_id, None),
    ]
    assert set(db.session.scalars(select(RequestedForm.panel_id))) == {cast.panel_id}
