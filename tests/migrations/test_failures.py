"""A migration that fails in its middle leaves nothing behind, and one that rebuilds a table loses nothing."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

from cdop.extensions import db
from cdop.models import Case, CaseNote
from cdop.services import cases
from tests.databases import ON_BOTH
from tests.factories import add_case
from tests.migrations.test_revisions import FOLDER, schema
from tests.personas import Cast

pytestmark = ON_BOTH

HEADER = '''
"""A revision of the tests."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{number}", "{head}", None, None


def upgrade():
    {body}


def downgrade():
    pass
'''
FAILING = """op.add_column("panel", sa.Column("half", sa.Integer()))
    op.create_table("half_made", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_index("ix_panel_half", "panel", ["half"])
    op.execute("update panel set name = 'Half made'")
    op.execute("insert into half_made (id) values (1)")
    raise LookupError("in the middle")"""
REBUILDING = """with op.batch_alter_table("child_case") as table:
        table.alter_column("postcode", type_=sa.String(20))"""
BREAKING = """op.execute("delete from panel")"""


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """A copy of the migrations to which a test adds a revision."""
    return Path(shutil.copytree(FOLDER, tmp_path / "migrations"))


def add_revision(migrations: Path, body: str) -> None:
    head = (migrations / ".current-head").read_text().strip()
    number = f"{int(head) + 1:04d}"
    path = migrations / "versions" / f"{number}_of_the_tests.py"
    path.write_text(HEADER.format(number=number, head=head, body=body))


def test_migration_that_fails_in_its_middle_leaves_nothing(app: Flask, cast: Cast, migrations: Path) -> None:
    assert cast.panel_id
    db.session.rollback()
    before = schema(db.engine)
    add_revision(migrations, FAILING)
    with pytest.raises(LookupError, match="in the middle"):
        upgrade(directory=str(migrations))
    assert schema(db.engine) == before
    with db.engine.connect() as connection:
        told = connection.execute(text("select version_num, name from alembic_version, panel")).all()
    assert told == [((FOLDER / ".current-head").read_text().strip(), "Test panel")]
    upgrade()
    assert schema(db.engine) == before


def test_migration_that_rebuilds_a_table_keeps_its_rows_and_their_children(
    app: Flask, cast: Cast, now: datetime, migrations: Path
) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now)
    cases.add_note(coordinator, case.public_id, "A note", submission_id="m" * 20, now=now)
    db.session.rollback()
    add_revision(migrations, REBUILDING)
    upgrade(directory=str(migrations))
    assert list(db.session.scalars(select(Case.public_id))) == [case.public_id]
    assert list(db.session.scalars(select(CaseNote.text))) == ["A note"]
    db.session.rollback()
    lengths = {column["name"]: column["type"] for column in inspect(db.engine).get_columns("child_case")}
    assert lengths["postcode"].length == 20
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("pragma foreign_keys").scalar() == 1
            assert connection.exec_driver_sql("pragma foreign_key_check").all() == []


def test_migration_that_leaves_rows_pointing_nowhere_is_refused(app: Flask, cast: Cast, migrations: Path) -> None:
    assert cast.panel_id
    db.session.rollback()
    add_revision(migrations, BREAKING)
    with pytest.raises((ValueError, IntegrityError)):
        upgrade(directory=str(migrations))
    with db.engine.connect() as connection:
        assert connection.execute(text("select name from panel")).scalars().all() == ["Test panel"]
