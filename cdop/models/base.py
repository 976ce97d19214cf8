"""What every table shares: column types, mixins and the marks that audit and figures read."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from cdop.extensions import Base, db

__all__ = [
    "IDS_GIVEN_ONCE",
    "PERSONAL",
    "Audited",
    "Base",
    "Dated",
    "Drawn",
    "Figured",
    "Public",
    "UtcDateTime",
    "db",
    "enum_column",
    "enum_type",
]

PUBLIC_ID_BYTES = 16

# For a table that rows are deleted from: SQLite would give their ids to new ones, of which the audit then told as of
# the old. PostgreSQL never does.
IDS_GIVEN_ONCE = {"sqlite_autoincrement": True}

# Marks a column whose value identifies a person or is free text: the audit keeps a digest of it, never the words.
PERSONAL = {"personal": True}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC on both databases. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """Return what an instant is sent as: on SQLite its text, written at once, for a save sends six of them."""
        if dialect.name != "sqlite":
            return super().bind_processor(dialect)

        def written(value: datetime | None) -> str | None:
            given = self.process_bind_param(value, dialect)
            return None if given is None else given.isoformat(" ", "microseconds")

        return written

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        instant = value if value.tzinfo is UTC else value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_type(enum: type[StrEnum], name: str, *, is_checked: bool = True) -> Enum:
    """A short string with a CHECK named `ck_<table>_<name>`: easier to migrate than a database's own enum."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=is_checked,
        validate_strings=True,
        length=40,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )


def enum_column(enum: type[StrEnum], name: str, **options: Any) -> Mapped[Any]:
    """A column that holds one of the enum's words."""
    return mapped_column(enum_type(enum, name), **options)


def new_public_id() -> str:
    """An opaque name for URLs: 128 random bits, which neither counts nor can be guessed."""
    return secrets.token_urlsafe(PUBLIC_ID_BYTES)


class Dated:
    """When and by whom a row was made."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None]


class Public:
    """A row that pages and links may name."""

    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=new_public_id)


class Audited:
    """A row whose every change leaves an audit entry, written at flush by the unit of work."""


class Drawn:
    """A row that pages of figures are drawn from, beside those that figures read: a release, a published table.

    Once one changes, `Panel.figures_state` of its panel is another; where it belongs to none, that of all of them.
    """


class Figured:
    """A row that figures read. `figured` names the columns a figure can depend on; `figures_digest` sums them up.

    The sum of the digests of a panel's rows is kept on the panel, so that "has any figure changed?" is one comparison.
    """

    figured: tuple[str, ...] = ()
    figures_digest: Mapped[int] = mapped_column(BigInteger, default=0)
