"""Every constraint of the models is broken on purpose, on the migrated database, and refused by its name."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Connection,
    Date,
    Enum,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError

from cdop.extensions import Base, db
from cdop.models.base import UtcDateTime

DAY, AT = date(2026, 5, 1), datetime(2026, 5, 1, tzinfo=UTC)
# What a row must hold where the kind of the column does not say.
HELD: dict[str, Any] = {
    "child_case.status": "notified",
    "child_case.gestation_weeks": None,
    "child_case.birth_weight_g": None,
    "child_case.category": None,
    "child_case.modifiable": None,
    "child_case.reviewed_on": None,
    "child_case.review_meeting_id": None,
    "child_case.deprivation_quintile": None,
    "panel.colour": "#1d3c6e",
    "user_account.email": "a@example.com",
    "membership.until_on": None,
}
# For each CHECK that is no list of words: what breaks it and nothing else.
BROKEN: dict[str, dict[str, Any]] = {
    "ck_child_case_born_before_death": {"born_on": date(2026, 5, 2)},
    "ck_child_case_notified_after_death": {"notified_on": date(2026, 4, 30)},
    "ck_child_case_reviewed_after_notified": {
        "notified_on": date(2026, 5, 3),
        "reviewed_on": date(2026, 5, 2),
        "category": 1,
        "modifiable": "no",
        "status": "reviewed",
    },
    "ck_child_case_category_range": {
        "category": 11,
        "reviewed_on": DAY,
        "modifiable": "no",
        "status": "reviewed",
    },
    "ck_child_case_modifiable": {
        "modifiable": "no such word",
        "reviewed_on": DAY,
        "category": 1,
        "status": "reviewed",
    },
    "ck_child_case_quintile_range": {"deprivation_quintile": 6},
    "ck_child_case_reviewed_with_findings": {"category": 1},
    "ck_child_case_status_agrees_with_review": {"status": "closed"},
    "ck_child_case_gestation_range": {"gestation_weeks": 46},
    "ck_child_case_birth_weight_range": {"birth_weight_g": 99},
    "ck_case_note_text_present": {"text": ""},
    "ck_panel_colour_is_hex": {"colour": "red"},
    "ck_panel_name_present": {"name": ""},
    "ck_deadline_setting_length_positive": {"length": 0},
    "ck_user_account_email_lower": {"email": "A@example.com"},
    "ck_membership_ends_after_start": {"until_on": date(2026, 4, 30)},
    "ck_user_session_seen_after_start": {"last_seen_at": datetime(2026, 4, 30, tzinfo=UTC)},
}
TABLES = Base.metadata.sorted_tables
VALUES: dict[type, Callable[[int], Any]] = {
    UtcDateTime: lambda _number: AT,
    Date: lambda _number: DAY,
    Boolean: lambda _number: True,
    Integer: lambda number: number,
    JSON: lambda _number: {},
    LargeBinary: lambda _number: b"",
    String: lambda number: f"t{number}",
}


def checks() -> list[tuple[Table, str, dict[str, Any]]]:
    """Each CHECK with the values that break it: of a list of words, a word that is not on it."""
    found = []
    for table in TABLES:
        for constraint in table.constraints:
            if isinstance(constraint, CheckConstraint):
                name = str(constraint.name)
                words = [c.name for c in table.columns if isinstance(c.type, Enum) and name.endswith(f"_{c.type.name}")]
                found.append((table, name, BROKEN[name] if name in BROKEN else {words[0]: "no such word"}))
    return found


def uniques() -> list[tuple[Table, str]]:
    """Each UNIQUE; one that holds the id as well is only there to be pointed at."""
    return [
        (table, str(constraint.name))
        for table in TABLES
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint) and "id" not in constraint.columns
    ]


def row(table: Table, number: int = 1, **held: Any) -> dict[str, Any]:
    """A row that breaks nothing; rows of different numbers differ wherever they may."""
    values = {c.name: value_of(table, c, number) for c in table.columns}
    return {**values, **held}


def value_of(table: Table, column: Any, number: int) -> Any:
    name = f"{table.name}.{column.name}"
    if name in HELD:
        value = HELD[name]
        return value.replace("a@", f"a{number}@") if isinstance(value, str) else value
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column
        return value_of(target.table, target, 1)
    if column.nullable:
        return None
    if isinstance(column.type, Enum):
        return column.type.enums[(number - 1) % len(column.type.enums)]
    return next(value(number) for kind, value in VALUES.items() if isinstance(column.type, kind))


@pytest.fixture
def connection(app: Flask) -> Any:
    """A connection to a database with one row in every table."""
    with db.engine.connect() as connection:
        for table in TABLES:
            connection.execute(insert(table), row(table))
        yield connection
        connection.rollback()


def refused(connection: Connection, table: Table, values: dict[str, Any]) -> str:
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    statement = text(f'insert into "{table.name}" ({names}) values ({marks})')
    typed = {name: stored(value) for name, value in values.items()}
    with pytest.raises(IntegrityError) as error, connection.begin_nested():
        connection.execute(statement, typed)
    return str(error.value.orig)


def stored(value: Any) -> Any:
    return "{}" if value == {} else str(value) if isinstance(value, date) else value


def test_every_check_refuses_what_breaks_it(connection: Connection) -> None:
    told = {name: refused(connection, table, row(table, 2, **broken)) for table, name, broken in checks()}
    assert {name for name, words in told.items() if name not in words} == set()
    assert len(told) >= 28


def test_every_unique_constraint_refuses_a_second_row(connection: Connection) -> None:
    silent = []
    for table, name in uniques():
        constraint = next(c for c in table.constraints if c.name == name)
        columns = [column.name for column in constraint.columns]  # type: ignore[union-attr]
        first = row(table)
        words = refused(connection, table, row(table, 2, **{column: first[column] for column in columns}))
        if not all(column in words for column in columns):
            silent.append((name, words))
    assert silent == []
    assert len(uniques()) >= 10


def test_no_row_points_into_another_panel(connection: Connection) -> None:
    panel = Base.metadata.tables["panel"]
    connection.execute(insert(panel), row(panel, 2))
    silent = {}
    for table in TABLES:
        for constraint in table.foreign_key_constraints:
            if "panel_id" in constraint.column_keys and len(constraint.column_keys) > 1:
                keys = {key: 1 for key in constraint.column_keys if key != "panel_id"}
                values = row(table, 2, **keys, panel_id=2)
                values |= {"theme_key": "t1"} if "theme_key" in values else {}
                if table.name != "child_case":
                    connection.execute(delete(table))
                words = refused(connection, table, values).lower()
                silent[table.name, str(constraint.name)] = "foreign key" in words
    assert set(silent.values()) == {True}
    assert len(silent) >= 8


def test_dates_and_instants_are_kept(connection: Connection) -> None:
    case, entry = (connection.execute(select(Base.metadata.tables[name])).one() for name in KEPT)
    assert (case.died_on, entry.at) == (DAY, AT)


KEPT = ("child_case", "audit_entry")
