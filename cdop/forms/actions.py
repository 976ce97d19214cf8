"""The form of something that was agreed to be done: how far it is."""

from datetime import date
from typing import Any

from cdop.forms.base import VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice
from cdop.rules.vocabulary import ActionStatus


class ActionForm(VersionedForm):
    """How far it is."""

    status = RadiosField(
        "How far is it?",
        [Required("Say how far it is")],
        choices=[SelectChoice(status.value, status.value.capitalize()) for status in ActionStatus],
    )
    evidence = AreaField("Evidence", hint="What was done and how it is known, or why it was not done")
    closed_on = DateField(
        "Day on which it was finished or given up", hint="Leave it empty while there is something to do"
    )

    def __init__(self, *, today: date, **values: Any) -> None:
        super().__init__(**values)
        self.closed_on.latest = today
