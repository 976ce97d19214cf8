"""The migrations as files and as a schema: one line of numbered revisions that builds exactly what the models say."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, Engine, create_engine, text

from cdop.extensions import Base, db
from tests.databases import ON_BOTH, Databases, config_for

pytestmark = ON_BOTH

FOLDER = Path(__file__).parents[2] / "migrations"
# What the schema consists of, by name, in the database's own words. What SQLite counts ids in is its own.
SCHEMA = {
    "sqlite": "select type || ' ' || name, sql from sqlite_master where sql is not null and name <> 'sqlite_sequence'",
    "postgresql": """
        select 'column ' || table_name || '.' || column_name,
               concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default, collation_name)
        from information_schema.columns where table_schema = 'public'
        union all
        select 'constraint ' || conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
        from pg_constraint where connamespace = 'public'::regnamespace
        union all
        select 'index ' || indexname, indexdef from pg_indexes where schemaname = 'public'
        union all
        select 'trigger ' || tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
        union all
        select 'function ' || proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace
    """,
}
# Made by the migrations alone: what Alembic keeps for itself, and what refuses a change of the audit log.
OF_MIGRATIONS = re.compile("alembic_version|^trigger|^function")


def schema(engine: Engine) -> dict[str, str]:
    """The schema of a database: of each part its definition, white space aside, columns in order of name."""
    with engine.connect() as connection:
        rows = connection.execute(text(SCHEMA[engine.dialect.name])).all()
    return {name: settled(definition) for name, definition in rows}


def settled(definition: str) -> str:
    """A definition whose parts are in order, for the order of columns and constraints means nothing."""
    # SQLite keeps quotation marks around the name of a table that a migration built anew.
    words = " ".join(definition.replace('"', "").replace("(", " ( ").replace(")", " ) ").split())
    head, _, body = words.partition("(")
    if not head.upper().startswith("CREATE TABLE"):
        return words
    return head + " | ".join(sorted(part.strip() for part in parts_of(body.rpartition(")")[0])))


def parts_of(body: str) -> Iterator[str]:
    """The parts of a list that commas divide, brackets within a part kept together."""
    depth, part = 0, ""
    for character in body:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            yield part
            part = ""
        else:
            part += character
    yield part


@pytest.fixture(scope="module")
def script() -> ScriptDirectory:
    config = AlembicConfig(str(FOLDER / "alembic.ini"))
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


def test_there_is_one_head_and_the_file_names_it(script: ScriptDirectory) -> None:
    assert script.get_heads() == [(FOLDER / ".current-head").read_text().strip()]


def test_revisions_are_numbered_in_a_line(script: ScriptDirectory) -> None:
    revisions = list(reversed(list(script.walk_revisions())))
    numbers = [revision.revision for revision in revisions]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    assert [revision.down_revision for revision in revisions] == [None, *numbers[:-1]]
    names = sorted(path.name for path in (FOLDER / "versions").glob("*.py"))
    assert [name[:5] for name in names] == [f"{number}_" for number in numbers]


def test_models_say_what_the_migrations_build(app: Flask, request: pytest.FixtureRequest) -> None:
    built = {name: sql for name, sql in schema(db.engine).items() if not OF_MIGRATIONS.search(name)}
    databases: Databases = request.getfixturevalue(db.engine.dialect.name)
    databases.create("without_tables")
    empty = create_engine(config_for(databases.url("without_tables")).database_url)
    Base.metadata.create_all(empty)
    said = {name: sql for name, sql in schema(empty).items() if not OF_MIGRATIONS.search(name)}
    empty.dispose()
    databases.drop("without_tables")
    assert built == said
    assert len(said) > 40


def test_every_check_of_the_models_has_a_name() -> None:
    unnamed = [
        f"{table.name}: {constraint.sqltext}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint) and not constraint.name
    ]
    assert unnamed == []


def test_search_terms_compare_by_code_point(app: Flask) -> None:
    """In the order of a language the range of words that begin with "z" would be empty."""
    if db.engine.dialect.name == "postgresql":
        assert "C" in schema(db.engine)["column case_search_term.term"].split()
    with db.engine.connect() as connection:
        assert connection.execute(text("select max(term) is null from case_search_term")).scalar()
