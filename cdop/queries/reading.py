"""Reading by statements that are built once, as building one anew costs more than running it; and reading in pieces."""

from typing import Any, TypeVarTuple, cast

from sqlalchemy import Result, Select
from sqlalchemy.sql.base import Executable

from cdop.extensions import JoiningSession, db
from cdop.prepared import Prepared

Ts = TypeVarTuple("Ts")


def read(statement: Executable | Prepared, /, **values: Any) -> Result[Any]:
    """Return the rows of a statement with these values for its parameters, within the open transaction."""
    connection = cast(JoiningSession, db.session()).reading()
    if isinstance(statement, Prepared):
        return statement.rows(connection, values)
    return connection.execute(statement, values)


def plain_rows(statement: Prepared, /, **values: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a statement as the driver gives them, for one whose columns are numbers and words alone."""
    return statement.plain_rows(cast(JoiningSession, db.session()).reading(), values)


def in_pieces(statement: Select[*Ts], at_once: int) -> Result[*Ts]:
    """Return the rows of a statement, of which the memory holds so many at once.

    They are read in a transaction, as a server keeps what it has not yet given for no longer.
    """
    session = cast(JoiningSession, db.session())
    session.hold()
    return session.execute(statement.execution_options(yield_per=at_once))
