"""Fifty times kill -9 in the middle of saves, over one database: nothing acknowledged is ever missing."""

from sqlalchemy import text

from cdop.extensions import db
from tests.databases import ON_BOTH
from tests.web.test_under_load import audited, held, killed_after, notes_held, prepare

pytestmark = ON_BOTH

KILLS = 50


def test_every_acknowledged_note_is_there_after_fifty_kills(database_url: str) -> None:
    case = prepare(database_url)[0]
    acknowledged: list[str] = []
    for kill in range(KILLS):
        # Killed at another moment each time.
        acknowledged += killed_after(database_url, case, 5 + kill % 23)
    notes = notes_held(database_url)
    assert len(acknowledged) > KILLS * 5
    assert set(acknowledged) <= set(notes)
    assert len(notes) == len(set(notes)) == audited(database_url)
    if database_url.startswith("sqlite"):
        check = held(database_url, lambda: [tuple(r) for r in db.session.execute(text("pragma integrity_check"))])
        assert check == [("ok",)]
