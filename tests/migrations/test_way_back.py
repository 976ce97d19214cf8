"""The way back and forth: each revision takes away what it made, and a request is then what it was before.

Revision 0006: the one form of every request becomes the first of its forms, and going back it is again the one.
Revision 0007: requests that were sent keep what their page said, and their cases the day of the first asking.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from cdop import create_app
from cdop.extensions import db
from cdop.models import Case, FormRequest, RequestedForm
from cdop.rules.form_b import FORM_B, WantedForm
from tests.agencies import ask
from tests.databases import ON_BOTH, Databases, config_for
from tests.factories import add_case
from tests.migrations.test_revisions import schema
from tests.personas import Cast

pytestmark = ON_BOTH

EARLY = "0005"
FORMS = "select request_id, form_key, case_id, position, response_id, section_keys from requested_form"
BEFORE = "select id, response_id from form_request order by id"


def rows(sql: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def test_back_to_an_early_revision_and_forth_keeps_the_schema_and_every_request(
    app: Flask, cast: Cast, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    asked, of_two, not_asked = (add_case(coordinator, now=now, reference=f"2026/00{number}") for number in (1, 2, 3))
    first = ask(coordinator, asked, now=now)
    later = ask(coordinator, asked, now=now + timedelta(days=3))
    two = ask(coordinator, of_two, WantedForm(FORM_B), WantedForm("notification"), now=now)
    db.session.rollback()
    before = schema(db.engine)
    downgrade(revision=EARLY)
    assert rows(BEFORE) == [(each.id, each.response_id) for each in (first, later, two)]
    upgrade()
    assert schema(db.engine) == before
    assert sorted(rows(FORMS)) == [
        (each.id, FORM_B, case.id, 0, each.response_id, None)
        for each, case in ((first, asked), (later, asked), (two, of_two))
    ]
    assert set(db.session.scalars(select(RequestedForm.panel_id))) == {cast.panel_id}
    assert [db.session.get_one(Case, each.id).agencies_asked_at for each in (asked, not_asked)] == [now, None]
    request = db.session.get_one(FormRequest, first.id)
    assert request.records == ["child", "mother in pregnancy", "siblings"]
    assert (request.questions_asked, request.questions_answered) == (None, None)


@pytest.fixture
def early(app: Flask, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on a database as it was at an early revision."""
    databases: Databases = request.getfixturevalue(db.engine.dialect.name)
    databases.create("early")
    made = create_app(config_for(databases.url("early")))
    with made.app_context():
        upgrade(revision=EARLY)
        yield made
        db.engine.dispose()
    databases.drop("early")


def test_from_an_early_revision_down_to_nothing_and_up_is_the_same_schema(early: Flask) -> None:
    before = schema(db.engine)
    downgrade(revision="base")
    emptied = set(schema(db.engine))
    upgrade(revision=EARLY)
    assert {name for name in emptied if "alembic_version" not in name} == set()
    assert schema(db.engine) == before
