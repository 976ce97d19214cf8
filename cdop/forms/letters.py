"""The forms of a family's letter: its words, its release, the day it was posted."""

from wtforms import HiddenField

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, Required


class WriteForm(BaseForm):
    """Which letter is written; the first one where none is said."""

    kind = HiddenField()


class LetterForm(VersionedForm):
    """The words of a draft."""

    addressee = AreaField(
        "To whom, with the address",
        [Required("Say to whom the letter is written")],
        max_length=500,
        rows=4,
    )
    text = AreaField("Letter", [Required("Write the letter")], max_length=20_000, rows=24)


class ReleaseForm(VersionedForm):
    """The button that releases a letter as it was shown."""


class PostedForm(VersionedForm):
    """The day on which a letter left."""

    posted_on = DateField("On which day did it leave, by post or by hand?", [Required("Enter the day it left")])
