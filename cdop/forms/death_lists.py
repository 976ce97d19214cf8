"""The forms of lists of deaths: a file from a source, its columns, and what becomes of its lines."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.fields import (
    AreaField,
    CheckboxesField,
    ConfirmField,
    FileField,
    NumberField,
    RadiosField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from cdop.rules.list_fields import FIELDS
from cdop.rules.list_file import MAX_COLUMNS, MAX_LINES
from cdop.rules.list_kinds import KINDS

NEW = "new"
_IS_NEW = ("is", "source", NEW)


class BringForm(BaseForm):
    """A list, and who sent it."""

    source = SelectionField("Who sent the list?", [Required("Choose who sent the list")])
    name = TextField("Name of the sender", max_length=120, hint="For example, Registrar of Halton", when=_IS_NEW)
    kind = SelectionField(
        "What sort of list is it?",
        when=_IS_NEW,
        choices=[SelectChoice("", "Choose"), *(SelectChoice(key, kind.label) for key, kind in KINDS.items())],
    )
    file = FileField(
        "The list",
        [Required("Choose the file")],
        accept=".csv,.xlsx,text/csv",
        hint="An Excel workbook (.xlsx) or a CSV file, up to 5 MB. The columns may have any names, in any order.",
    )

    def offer(self, sources: Iterable[tuple[str, str]]) -> None:
        """Offer those who sent lists before, public id and name of each."""
        known = [SelectChoice(*source) for source in sources]
        self.source.choices = [SelectChoice("", "Choose"), *known, SelectChoice(NEW, "Somebody new")]

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the name and the sort of somebody new."""
        is_valid = bool(super().validate(extra_validators))
        if self.source.data == NEW:
            if not self.name.data:
                self.add_faults({"name": "Enter the name of the sender"})
            if not self.kind.data:
                self.add_faults({"kind": "Choose what sort of list it is"})
        return is_valid and not self.errors


_KEYS = tuple(field.key for field in FIELDS)
COLUMN_FIELDS = tuple(f"column_{key}" for key in _KEYS)


def _column(key: str) -> SelectionField:
    """The field by which a column is chosen."""
    (found,) = (field for field in FIELDS if field.key == key)
    return SelectionField(found.label, hint=found.hint)


class ColumnsForm(BaseForm):
    """Where the headings of a list are, and which column is what; with `is_kept` the comparison is kept."""

    sheet = SelectionField("Sheet")
    header = NumberField("Line of the headings", lowest=1, highest=MAX_LINES)
    is_kept = ConfirmField("The columns are right: keep the comparison")
    column_nhs_number = _column("nhs_number")
    column_name = _column("name")
    column_given_names = _column("given_names")
    column_family_name = _column("family_name")
    column_born_on = _column("born_on")
    column_died_on = _column("died_on")
    column_age = _column("age")
    column_postcode = _column("postcode")
    column_place = _column("place")
    column_event_on = _column("event_on")
    column_list_reference = _column("list_reference")

    def offer(self, sheets: Sequence[str], headings: Sequence[str]) -> None:
        """Offer the sheets of the file and the headings of its columns."""
        self.sheet.choices = [SelectChoice(name, name or "The file") for name in sheets]
        named = [SelectChoice(str(at), heading or f"Column {at + 1}") for at, heading in enumerate(headings)]
        for name in COLUMN_FIELDS:
            self[name].choices = [SelectChoice("", "Not in the list"), *named[:MAX_COLUMNS]]

    def show(self, columns: Mapping[str, int]) -> None:
        """Show these columns as chosen, by field."""
        for key, name in zip(_KEYS, COLUMN_FIELDS, strict=True):
            self[name].data = str(columns[key]) if key in columns else ""

    def columns(self) -> dict[str, int]:
        """Return the columns that were chosen, by field."""
        chosen = zip(_KEYS, (self[name].data for name in COLUMN_FIELDS), strict=True)
        return {key: int(text) for key, text in chosen if text and text.isdecimal() and int(text) < MAX_COLUMNS}


class AwaitForm(BaseForm):
    """The deaths whose notification is to be awaited; the boxes stand in the lines of the list."""

    rows = CheckboxesField("Deaths to await")
    agency = SelectionField(
        "Which agency is to notify them?",
        hint="It gets one message for each, with nothing about the child in it. Leave it open to choose later",
    )

    def offer(self, rows: Iterable[tuple[str, str]], agencies: Iterable[tuple[str, str]]) -> None:
        """Offer lines and agencies, public id and name of each."""
        self.rows.choices = [SelectChoice(*row) for row in rows]
        self.agency.choices = [SelectChoice("", "Not known yet"), *(SelectChoice(*agency) for agency in agencies)]


class SettleForm(VersionedForm):
    """What a line of a list is: a child whom the panel knows, or nobody of this panel."""

    outcome = RadiosField(
        "What is it?",
        [Required("Say what it is")],
        choices=[
            SelectChoice("matched", "A child whom the panel knows"),
            SelectChoice("not for the panel", "Not for this panel"),
        ],
    )
    reference = TextField(
        "Reference of the case or notification",
        max_length=60,
        when=("is", "outcome", "matched"),
        hint="Or press a button above",
    )
    note = AreaField("Why?", max_length=2000, rows=3, when=("is", "outcome", "not for the panel"))


class SourceForm(VersionedForm):
    """What a sender's lists leave out, and whether one is awaited each month."""

    gaps = AreaField("What else do lists of this sender leave out?", max_length=2000, rows=3)
    is_monthly = ConfirmField("A list is awaited every month: remind the coordinators if none has come")
