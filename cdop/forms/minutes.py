"""The forms of minutes: the text of a sheet, and the day on which they were approved."""

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, Required


class SheetForm(VersionedForm):
    """What a sheet says."""

    text = AreaField(
        "What was decided", [Required("Write what was decided, or that nothing was")], rows=14, max_length=20_000
    )


class ApproveForm(BaseForm):
    """On which day a meeting approved the minutes."""

    approved_on = DateField("On which day did a meeting approve them?", [Required("Enter the day of that meeting")])
