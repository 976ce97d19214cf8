"""Reading by statements that are built once: building and preparing one anew costs more than running it."""

from typing import Any

from sqlalchemy import CursorResult
from sqlalchemy.sql.base import Executable

from cdop.extensions import db


def read(statement: Executable, /, **values: Any) -> CursorResult[Any]:
    """Return the rows of a statement with these values for its parameters, within the open transaction."""
    return db.session.connection().execute(statement, values)
