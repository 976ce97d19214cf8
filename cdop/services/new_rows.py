"""Rows to be added in great numbers or very often: worked out without a session, put in by `unit.insert_all`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect

from cdop.extensions import Base
from cdop.services import audit


@dataclass(frozen=True, slots=True)
class NewRow:
    """The values of a row by column, and what its audit entry will tell of them."""

    values: dict[str, Any]
    changes: dict[str, list[Any]]

    def with_ids(self, **ids: int | None) -> NewRow:
        """Return the row with ids that were not known when it was worked out."""
        told = {name: [None, value] for name, value in ids.items() if value is not None}
        return NewRow(self.values | ids, self.changes | told)


def worked_out(row: Base) -> NewRow:
    """Return a row that no session holds as it will be inserted; a column of which it says nothing has its default."""
    state = inspect(row)
    columns = {attribute.key for attribute in state.mapper.column_attrs}
    return NewRow({name: value for name, value in state.dict.items() if name in columns}, audit.diff(row))


def new_row(model: type[Base], **values: Any) -> NewRow:
    """Return a new row of a model with these values, worked out without making an object of it."""
    return NewRow(values, audit.told_of_new(model, values))
