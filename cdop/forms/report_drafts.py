"""The forms of a report's draft: a section's words, a number that is no figure, a remark."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice, TextField

PLAIN = "plain"


class PassageForm(VersionedForm):
    """The words of a section."""

    text = AreaField(
        "What the report says here",
        max_length=60_000,
        rows=20,
        hint="A blank line begins a paragraph, ## a heading, and - a point of a list",
    )


class PlaceForm(BaseForm):
    """Where a section stands: `press` is up, down, leave or take."""

    press = HiddenField()


class NumberForm(VersionedForm):
    """Which figure a number is, or that it is none."""

    figure = RadiosField("Which number is it?", [Required("Say which number it is")])
    reason = TextField(
        "If it is no figure: what is it?",
        max_length=300,
        hint="For example, a year, an age, a law, the number of a page",
    )

    def __init__(self, *, figures: Sequence[SelectChoice], **values: Any) -> None:
        """`figures` are the figures that have its value."""
        super().__init__(**values)
        none = "None of them: it is no figure" if figures else "It is no figure"
        self.figure.choices = [*figures, SelectChoice(PLAIN, none)]


class RemarkForm(BaseForm):
    """A remark on a section."""

    remark = AreaField("Remark", [Required("Write the remark")], max_length=2000, rows=3)
