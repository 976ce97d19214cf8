"""Reading by statements that are built once: building and preparing one anew costs more than running it."""

from typing import Any, cast

from sqlalchemy import Result
from sqlalchemy.sql.base import Executable

from cdop.extensions import JoiningSession, db
from cdop.prepared import Prepared


def read(statement: Executable | Prepared, /, **values: Any) -> Result[Any]:
    """Return the rows of a statement with these values for its parameters, within the open transaction."""
    connection = cast(JoiningSession, db.session()).reading()
    if isinstance(statement, Prepared):
        return statement.rows(connection, values)
    return connection.execute(statement, values)
