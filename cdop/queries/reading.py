"""Reading by statements that are built once: building and preparing one anew costs more than running it."""

from typing import Any

from sqlalchemy import Result
from sqlalchemy.sql.base import Executable

from cdop.extensions import db
from cdop.prepared import Prepared


def read(statement: Executable | Prepared, /, **values: Any) -> Result[Any]:
    """Return the rows of a statement with these values for its parameters, within the open transaction."""
    connection = db.session().connection()
    if isinstance(statement, Prepared):
        return statement.rows(connection, values)
    return connection.execute(statement, values)
