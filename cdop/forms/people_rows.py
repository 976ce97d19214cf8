"""Rows of people on a form: as many as there were, more without a script, and nothing that was typed is lost."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import Field

from cdop.forms.base import BaseForm

MORE, OFF = "more", "off"
FIRST, SPARE, MOST = 6, 3, 60
NAME = "name"
_ROW = re.compile(r"person-([0-9]{1,2})-name")
_OF_ROW = re.compile(r"person-([0-9]{1,2})-(\w+)")

Columns = Mapping[str, Callable[[], Any]]
"""What is asked of each person: a field by its key, of which one is `NAME`."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person on the page, with what is asked of them by key."""

    title: str
    fields: dict[str, Field]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said of this person."""
        return all(field.is_blank for field in self.fields.values())


class PeopleForm(BaseForm):
    """A form with rows of people. A row in which nothing is typed is nobody."""

    rows: tuple[PersonRow, ...]

    @classmethod
    def with_rows(cls, columns: Columns, held: Sequence[Mapping[str, str]] = (), **values: Any) -> Self:
        """Return the form with those who are held, or with what was sent, and some rows to spare."""
        sent, count = _sent(), _count(len(held))
        made = {f"person-{n}-{key}": make() for n in range(1, count + 1) for key, make in columns.items()}
        told = {f"person-{n}-{key}": each[key] for n, each in enumerate(held, start=1) for key in columns}
        form: Self = type(cls.__name__, (cls,), made)(data=told | values.pop("data", {}), formdata=sent, **values)
        numbers = range(1, count + 1)
        form.rows = tuple(
            PersonRow(f"Person {n}", {key: form[f"person-{n}-{key}"] for key in columns}) for n in numbers
        )
        return form

    @property
    def saves_nothing(self) -> bool:
        """Whether the button for more rows was pressed, or one that takes somebody off: the page is shown again."""
        return self.is_submitted() and _pressed()[0] in (MORE, OFF)

    @property
    def taken_off(self) -> str:
        """Who was taken off the list with the button, "" where nobody was."""
        button, number = _pressed() if self.is_submitted() else ("", 0)
        return request.form.get(f"person-{number}-{NAME}", "").strip() if button == OFF else ""

    @property
    def own_fields(self) -> list[Field]:
        """The fields that are not of a person, and that somebody sees."""
        of_rows = {field.name for row in self.rows for field in row.fields.values()}
        return [field for field in self if field.name not in of_rows and field not in self.hidden_fields]

    def people(self) -> list[dict[str, str]]:
        """Return what was said of each person, by key."""
        return [{key: field.data or "" for key, field in row.fields.items()} for row in self.rows if not row.is_blank]

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether all is well; of somebody of whom anything is said, the name is."""
        is_well = bool(super().validate(extra_validators))
        nameless = [row.fields[NAME] for row in self.rows if not row.is_blank and row.fields[NAME].is_blank]
        for field in nameless:
            field.errors = [*field.errors, "Enter the name"]
        return is_well and not nameless


def _pressed() -> tuple[str, int]:
    """The button that was pressed, and the number of the row that it is about; 0: of none."""
    button, _, number = request.form.get("press", "").partition(":")
    return button, int(number) if re.fullmatch("[0-9]{1,2}", number) else 0


def _sent() -> MultiDict[str, str] | None:
    """What was sent, without the row that was taken off: those after it move up. None where nothing was."""
    if request.method != "POST":
        return None
    button, off = _pressed()
    if button != OFF:
        return request.form
    kept: list[tuple[str, str]] = []
    for name, value in request.form.items(multi=True):
        row = _OF_ROW.fullmatch(name)
        number = int(row[1]) if row else 0
        if row is None or number < off:
            kept.append((name, value))
        elif number > off:
            kept.append((f"person-{number - 1}-{row[2]}", value))
    return MultiDict(kept)


def _count(held: int) -> int:
    """How many rows the page has: those that were sent, or those that are held with some to spare."""
    if request.method != "POST":
        return min(MOST, max(FIRST, held + SPARE))
    sent = max((int(found[1]) for name in request.form if (found := _ROW.fullmatch(name))), default=FIRST)
    return min(MOST, sent + (SPARE if _pressed()[0] == MORE else 0))
