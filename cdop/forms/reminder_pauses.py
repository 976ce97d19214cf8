"""The form by which the reminders of a case are paused."""

from cdop.forms.base import BaseForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, Required


class PauseForm(BaseForm):
    """Why nobody is to be reminded about a case, and until when."""

    reason = AreaField("Why?", [Required("Say why nobody is to be reminded")], max_length=2000, rows=3)
    until_on = DateField(
        "Until the end of which day?",
        [Required("Enter the last day of the pause")],
        hint="What fell due meanwhile is sent then, of several steps only the last",
    )
