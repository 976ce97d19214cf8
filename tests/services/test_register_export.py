"""The register goes out, and comes in again the same, on each database. All children here are invented."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from cdop import create_app
from cdop.extensions import db
from cdop.models import AuditEntry, Case, Panel
from cdop.rules import actors
from cdop.rules.vocabulary import AuditVerb
from cdop.services import meetings_register, register, register_export
from tests.databases import ON_BOTH, config_for
from tests.personas import PANEL, Cast
from tests.registers import EXAMPLE, NAMED, REVIEWED, SOUND, exported, register_file, row

pytestmark = ON_BOTH

REGISTER = (EXAMPLE / "register.csv").read_bytes()
MEETINGS = (EXAMPLE / "meetings.csv").read_bytes()


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_export_imported_elsewhere_is_exported_the_same(
    other: str, cast: Cast, new_database: Callable[[str], str], tmp_path: Path, now: datetime
) -> None:
    odd = row("=1+1", given_names="'@Ünï", family_name='-O\'Example, "Q"', residency="elsewhere", area="Flintshire")
    register.import_register(cast.command_line, REGISTER, now=now)
    register.import_register(cast.command_line, register_file(odd, NAMED | REVIEWED), now=now)
    meetings_register.import_meetings(cast.command_line, MEETINGS, now=now)
    register_export.export_register(cast.command_line, tmp_path / "first", now=now)
    first = exported(tmp_path / "first")
    db.session.remove()
    with create_app(config_for(new_database(other))).app_context():
        actor = replace(actors.command_line(), panel_id=None)
        register.import_register(actor, first["register.csv"], new_panel=PANEL, areas_raw=first["areas.csv"], now=now)
        actor = actors.command_line(db.session.scalar(select(Panel.id)))
        meetings_register.import_meetings(actor, first["meetings.csv"], now=now)
        register_export.export_register(actor, tmp_path / "second", now=now)
        db.session.remove()
        db.engine.dispose()
    assert sorted(first) == ["areas.csv", "meetings.csv", "register.csv"]
    references = [line.split(b",")[0].removeprefix(b"'").lower() for line in first["register.csv"].splitlines()[1:]]
    assert references == sorted(references)
    assert exported(tmp_path / "second") == first


def test_export_replaces_an_earlier_one_for_its_owner_only(cast: Cast, tmp_path: Path, now: datetime) -> None:
    folder = tmp_path / "out"
    register.import_register(cast.command_line, register_file(NAMED), now=now)
    again = register_file(row("INV/002", nhs_number="9990000018"))
    register.import_register(cast.command_line, again, link_duplicates=True, now=now)
    register_export.export_register(cast.command_line, folder, now=now)
    assert sorted(exported(folder)) == ["areas.csv", "links.csv", "meetings.csv", "register.csv"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_export_links_are_brought_back_by_importing_them(
    cast: Cast, new_database: Callable[[str], str], tmp_path: Path, now: datetime
) -> None:
    register.import_register(cast.command_line, register_file(NAMED), now=now)
    again = register_file(row("INV/002", nhs_number="9990000018", sex="female"))
    register.import_register(cast.command_line, again, link_duplicates=True, now=now)
    register_export.export_register(cast.command_line, tmp_path / "first", now=now)
    first = exported(tmp_path / "first")
    db.session.remove()
    with create_app(config_for(new_database("sqlite"))).app_context():
        register.import_register(
            actors.command_line(),
            first["register.csv"],
            new_panel=PANEL,
            areas_raw=first["areas.csv"],
            now=now,
        )
        actor = actors.command_line(db.session.scalar(select(Panel.id)))
        done = register.import_register(actor, first["links.csv"], link_duplicates=True, now=now)
        register_export.export_register(actor, tmp_path / "second", now=now)
        db.session.remove()
        db.engine.dispose()
    assert (done.linked, done.ignored_columns) == (1, ("linked_to", "evidence"))
    assert exported(tmp_path / "second") == first


def test_export_is_on_record_before_anything_is_written(cast: Cast, tmp_path: Path, now: datetime) -> None:
    register.import_register(cast.command_line, register_file(SOUND), now=now)
    register_export.export_register(cast.command_line, tmp_path, now=now)
    verb = AuditEntry.verb == AuditVerb.REGISTER_EXPORTED
    assert db.session.execute(select(AuditEntry.subject_kind, AuditEntry.changes).where(verb)).all() == [
        ("panel", {"cases": [None, 1]})
    ]


def test_export_leaves_out_cases_in_which_the_person_takes_no_part(cast: Cast, tmp_path: Path, now: datetime) -> None:
    register.import_register(cast.command_line, register_file(SOUND, row("INV/002")), now=now)
    first = db.session.scalars(select(Case.id).where(Case.reference == "INV/001")).one()
    actor = replace(cast.person("coordinator"), excluded_case_ids=frozenset({first}))
    register_export.export_register(actor, tmp_path, now=now)
    lines = exported(tmp_path)["register.csv"].decode().splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == ["INV/002"]
