"""The forms of a hold: what a case begins to wait for, and the day on which it waits no more."""

from cdop.forms.base import BaseForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice
from cdop.rules.vocabulary import HoldKind


class HoldForm(BaseForm):
    """What a case waits for outside the panel."""

    kind = RadiosField(
        "What does the case wait for?",
        [Required("Say what the case waits for")],
        choices=[SelectChoice(kind.value, kind.capitalize()) for kind in HoldKind],
    )
    started_on = DateField("Since when?", [Required("Enter the day since when it waits")])
    next_check_on = DateField("When is it to be looked at again?", hint="It comes up on your day then")
    note = AreaField("Note", hint="For example, whom to ask", max_length=2000, rows=3)


class EndHoldForm(BaseForm):
    """The day on which a hold ended."""

    ended_on = DateField("On which day did it end?", [Required("Enter the day on which it ended")])
