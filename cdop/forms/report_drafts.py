"""The forms of a report's draft: a section's words, a number that is no figure, a remark."""

from collections.abc import Sequence
from typing import Any

from wtforms import StringField

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice, TextField

PLAIN = "plain"


class PassageForm(VersionedForm):
    """The words of a section and a remark on it: one form, whichever of its buttons is pressed, so nothing is lost.

    `press` is public or not, where the button asks whether the public edition has the words.
    """

    press = StringField()

    text = AreaField(
        "What the report says here",
        max_length=60_000,
        rows=20,
        hint="A blank line begins a paragraph, ## a heading, and - a point of a list",
    )
    remark = AreaField("Remark", max_length=2000, rows=3)


class PlaceForm(BaseForm):
    """Where a section stands: `press` is up, down, leave or take."""

    press = StringField()


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


class WordsForm(VersionedForm):
    """Why words can stand in the public edition."""

    reason = TextField(
        "Why can these words be public?",
        [Required("Say why these words can be public")],
        max_length=300,
        hint="For example, it is the name of the chair, or of no child",
    )
