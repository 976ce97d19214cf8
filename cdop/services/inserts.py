"""Statements that insert rows of a table, each built once. The unit of work runs them; nobody else does."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Insert, Table, insert, inspect

from cdop.extensions import Base
from cdop.prepared import Prepared

Values = dict[str, Any]


@functools.cache
def table_of(model: type[Base]) -> tuple[Table, list[str]]:
    """Return a model's table and the names of its key."""
    table = cast(Table, inspect(model).local_table)
    return table, [column.name for column in table.primary_key]


def insert_rows(
    connection: Connection, model: type[Base], rows: Sequence[Values], *, options: Mapping[str, Any]
) -> list[int]:
    """Insert rows, by column, and return their ids in the same order, none where the key is another.

    A single row goes the short way, which nearly every save of a note or an answer takes.
    """
    has_ids = _has_ids(model)
    if len(rows) == 1:
        whole = {name: _made(default) for name, default in _defaults(model).items() if name not in rows[0]} | rows[0]
        statement = _of_one(model, tuple(whole))
        if has_ids:
            return list(statement.rows(connection, whole).scalars())
        statement.change(connection, whole)
        return []
    found = connection.execute(_of_many(model), rows, execution_options=options)
    return list(found.scalars()) if has_ids else []


def _has_ids(model: type[Base]) -> bool:
    return table_of(model)[1] == ["id"]


@functools.cache
def _of_many(model: type[Base]) -> Insert:
    table, _key = table_of(model)
    statement = insert(table)
    return statement.returning(table.c.id, sort_by_parameter_order=True) if _has_ids(model) else statement


@functools.cache
def _of_one(model: type[Base], names: tuple[str, ...]) -> Prepared:
    table, _key = table_of(model)
    statement = insert(table)
    told = statement.returning(table.c.id) if _has_ids(model) else statement
    return Prepared(told, names=names, is_of_the_unit=True)


@functools.cache
def _defaults(model: type[Base]) -> dict[str, Any]:
    """The columns that have a default of their own, each with it."""
    return {column.name: column.default for column in table_of(model)[0].columns if column.default}


def _made(default: Any) -> Any:
    return default.arg(None) if default.is_callable else default.arg
