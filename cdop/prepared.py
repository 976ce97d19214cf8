"""Statements that are compiled once, and then given to the driver as they are.

Of what a statement costs that looks up one row, SQLAlchemy's finding it, preparing its execution and wrapping its rows
is nine tenths. What every page or every save asks is asked by these; all else goes the ordinary way. Types, errors and
events are SQLAlchemy's. Imports nothing of ours.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, cast

from sqlalchemy import CompoundSelect, Connection, Dialect, Select, UpdateBase
from sqlalchemy.engine import IteratorResult, Result
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler


class _Compiled:
    """A statement for one kind of database."""

    def __init__(self, compiled: SQLCompiler, dialect: Dialect) -> None:
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise ValueError(f"a statement with values of its own cannot be prepared: {compiled}")
        self.is_fixed = not (compiled.post_compile_params or compiled.literal_execute_params)
        self.text, self._dialect, self._is_positional = str(compiled), dialect, compiled.positional
        names = compiled.positiontup if compiled.positional else [*compiled.params]
        self._processors: list[tuple[str, Any]] = [(name, compiled._bind_processors.get(name)) for name in names or ()]
        self._fixed = {name: compiled.params[name] for name in names or () if not compiled.binds[name].required}
        self._columns = compiled._result_columns
        self._metadata: SimpleResultMetaData | None = None
        self._is_plain: bool | None = None

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The parameters as the driver takes them."""
        every = {**self._fixed, **values}
        pairs = [(name, every[name] if make is None else make(every[name])) for name, make in self._processors]
        return [value for _name, value in pairs] if self._is_positional else dict(pairs)

    def rows(self, cursor: Any) -> Result[Any]:
        """The rows that a cursor has, their values as the types of the columns say."""
        if self._metadata is None:
            names = [column.keyname for column in self._columns]
            self._metadata = SimpleResultMetaData(names, None, self._made_by(cursor))
        return IteratorResult(self._metadata, iter(cursor.fetchall()))

    def plain_rows(self, cursor: Any) -> list[tuple[Any, ...]]:
        """The rows that a cursor has, as it has them."""
        if self._is_plain is None:
            self._is_plain = not any(self._made_by(cursor))
        if not self._is_plain:
            raise ValueError(f"a column is not what the driver gives: {self.text}")
        return cast(list[tuple[Any, ...]], cursor.fetchall())

    def _made_by(self, cursor: Any) -> list[Any]:
        """What makes the value of each column of what the driver gives; None where nothing does."""
        told = zip(self._columns, cursor.description, strict=True)
        return [column.type._cached_result_processor(self._dialect, description[1]) for column, description in told]


class Prepared:
    """A statement whose text is always the same, with parameters of fixed names.

    One that writes is for a unit of work alone, which writes the audit entries that belong to it; `names` are the
    columns that it is given.
    """

    def __init__(
        self,
        statement: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | UpdateBase,
        *,
        names: Sequence[str] | None = None,
        is_of_the_unit: bool = False,
    ) -> None:
        if isinstance(statement, UpdateBase) and not is_of_the_unit:
            raise ValueError("a statement that writes would pass by the audit")
        self._statement, self._names = statement, names
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Result[Any]:
        """Return the rows that it finds, or returns of what it writes, with these values for its parameters.

        One with a list among its values has another text for each length, and goes the ordinary way.
        """
        if not self._for(connection).is_fixed:
            return connection.execute(self._statement, values)
        compiled, cursor = self._run(connection, [values])
        return compiled.rows(cursor)

    def plain_rows(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the same rows as the driver gives them: nothing is made of hundreds of rows that are only counted.

        Raises ValueError where the type of a column makes another value of what the driver gives.
        """
        if not self._for(connection).is_fixed:
            return [tuple(row) for row in connection.execute(self._statement, values)]
        compiled, cursor = self._run(connection, [values])
        return compiled.plain_rows(cursor)

    def change(self, connection: Connection, *values: Mapping[str, Any]) -> int:
        """Write with these values, once for each of them, and return how many rows were written."""
        return int(self._run(connection, values)[1].rowcount)

    def _run(self, connection: Connection, values: Sequence[Mapping[str, Any]]) -> tuple[_Compiled, Any]:
        compiled = self._for(connection)
        if not connection.in_transaction():
            connection.begin()
        given = [compiled.bound(each) for each in values]
        is_many = len(given) > 1
        sent = given if is_many else given[0]
        cursor = connection.connection.cursor()
        connection.dispatch.before_cursor_execute(connection, cursor, compiled.text, sent, None, is_many)
        try:
            cursor.executemany(compiled.text, sent) if is_many else cursor.execute(compiled.text, sent)
        except connection.dialect.loaded_dbapi.Error as error:
            _refuse(connection, cursor, compiled.text, sent, error)
        return compiled, cursor

    def _for(self, connection: Connection) -> _Compiled:
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            compiled = self._statement.compile(dialect=dialect, column_keys=self._names)
            self._compiled[dialect.name] = _Compiled(compiled, dialect)
        return self._compiled[dialect.name]


def _refuse(connection: Connection, cursor: Any, text: str, sent: Any, error: Any) -> NoReturn:
    """Raise what SQLAlchemy makes of an error of the driver; where the connection is lost, so are those of its pool."""
    dialect = connection.dialect
    is_lost = dialect.is_disconnect(error, connection.connection, cursor)
    if is_lost:
        connection.invalidate(error)
        connection.engine.dispose(close=False)
    base = dialect.loaded_dbapi.Error
    raise DBAPIError.instance(
        text, sent, error, base, connection.engine.hide_parameters, connection_invalidated=is_lost, dialect=dialect
    ) from error
