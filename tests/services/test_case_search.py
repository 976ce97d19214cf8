"""Search words of an older version: brought up to date a page at a time, and what is right is left alone."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import func, select, text

from cdop.extensions import db
from cdop.models import AuditEntry, Case, CaseSearchTerm, NotificationMatchKey
from cdop.queries import case_search as queries
from cdop.queries.cases import CaseFilter, case_list
from cdop.rules import actors
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import AuditVerb
from cdop.services import case_search
from cdop.services.errors import Forbidden, NotFound
from tests.databases import ON_BOTH
from tests.factories import MadeCase, add_case, add_cases
from tests.live_cases import send_notification
from tests.personas import Cast
from tests.registers import digest_of_database

pytestmark = ON_BOTH


def grow_old(cases: Sequence[MadeCase]) -> None:
    """Leave the cases as a version wrote them that knew words of another kind."""
    with db.engine.begin() as connection:
        for case in cases:
            connection.execute(text("delete from case_search_term where case_id = :id"), {"id": case.id})
            old = {"panel": case.panel_id, "term": "łucja", "id": case.id}
            connection.execute(text("insert into case_search_term values (:panel, :term, :id)"), old)
            connection.execute(text("update child_case set name_folded = 'łucja' where id = :id"), {"id": case.id})


def found(actor: Actor, search: str) -> int:
    total = case_list(actor, CaseFilter(search=search)).total
    db.session.rollback()
    return total


def entries() -> list[dict[str, object]]:
    """The changes of the entries about the panel."""
    ours = (AuditEntry.verb == AuditVerb.CASES_REINDEXED) & (AuditEntry.subject_kind == "panel")
    return list(db.session.scalars(select(AuditEntry.changes).where(ours).order_by(AuditEntry.id)))


def test_reindex_finds_cases_of_an_older_version_again_and_is_on_record(cast: Cast, now: datetime) -> None:
    actor = cast.person("coordinator")
    old = add_case(actor, now=now, given_names="Łucja", family_name="Example")
    right = add_case(actor, now=now, given_names="Noah", family_name="Example")
    grow_old([old])
    assert found(actor, "lucja") == 0
    assert case_search.reindex(cast.command_line, now=now) == (2, 1)
    assert (found(actor, "lucja"), found(actor, "łucja"), found(actor, "noah")) == (1, 1, 1)
    assert db.session.get_one(Case, old.id).name_folded == "example lucja"
    assert db.session.get_one(Case, right.id).version == 1
    assert entries() == [{"cases": [None, 1]}]
    assert "łucja" not in db.session.scalars(select(CaseSearchTerm.term)).all()


def test_reindex_of_what_is_right_writes_nothing(cast: Cast, now: datetime) -> None:
    add_cases(cast.person("coordinator"), 3, now=now)
    before = digest_of_database()
    assert case_search.reindex(cast.command_line, now=now) == (3, 0)
    assert digest_of_database() == before


def test_reindex_that_is_stopped_goes_on_from_there(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    grow_old(add_cases(cast.person("coordinator"), 5, now=now))
    told: list[tuple[int, int]] = []

    def stop(read: int, changed: int) -> None:
        told.append((read, changed))
        if read == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        case_search.reindex(cast.command_line, progress=stop, now=now)
    assert told == [(2, 2), (4, 4)]
    assert case_search.reindex(cast.command_line, now=now) == (5, 1)
    assert entries() == [{"cases": [None, count]} for count in (2, 2, 1)]
    assert db.session.scalar(select(func.count()).select_from(Case).where(Case.name_folded == "łucja")) == 0


def test_reindex_leaves_other_panels_alone(cast: Cast, now: datetime) -> None:
    other = cast.person("coordinator", panel_id=cast.other_panel_id)
    grow_old([add_case(other, now=now, given_names="Łucja")])
    assert case_search.reindex(cast.command_line, now=now) == (0, 0)
    assert found(other, "lucja") == 0


def test_reindex_is_for_the_command_line_and_the_administrator(cast: Cast, now: datetime) -> None:
    assert case_search.reindex(cast.person("administrator"), now=now) == (0, 0)
    with pytest.raises(Forbidden):
        case_search.reindex(cast.person("coordinator"), now=now)
    with pytest.raises(NotFound):
        case_search.reindex(actors.command_line(), now=now)


def test_reindex_finds_notifications_again_that_came_before_there_were_keys(cast: Cast, now: datetime) -> None:
    send_notification(cast.panel_id, now=now)
    keys = select(NotificationMatchKey.key).order_by(NotificationMatchKey.key)
    before = db.session.scalars(keys).all()
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text("delete from notification_match_key where key like 'p%'"))
    assert case_search.reindex_notifications(cast.command_line, now=now) == (1, 1)
    assert db.session.scalars(keys).all() == before
    db.session.rollback()
    assert case_search.reindex_notifications(cast.command_line, now=now) == (1, 0)
