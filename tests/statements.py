"""What the database is asked while a test does something."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from cdop.extensions import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that are sent to the database of the test meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
