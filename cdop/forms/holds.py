"""The forms of a hold: what a case begins to wait for, that it was looked at again, and the day on which it ended."""

from datetime import date, timedelta

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice, TextField
from cdop.rules.vocabulary import HoldKind

LOOKED_AT_EVERY = timedelta(weeks=4)
"""How soon a hold is looked at again unless somebody says otherwise; proposed."""


def next_check(today: date) -> date:
    """Return the day that is proposed for looking at a hold again."""
    return today + LOOKED_AT_EVERY


class HoldForm(BaseForm):
    """What a case waits for outside the panel."""

    kind = RadiosField(
        "What does the case wait for?",
        [Required("Say what the case waits for")],
        choices=[SelectChoice(kind.value, kind.capitalize()) for kind in HoldKind],
    )
    started_on = DateField("Since when?", [Required("Enter the day since when it waits")])
    evidence = TextField(
        "How do we know?", hint="For example, an e-mail of the coroner’s officer of 3 November", max_length=300
    )
    owner = TextField("Who looks after it?", hint="Whoever asks again", max_length=120)
    next_check_on = DateField(
        "When is it to be looked at again?",
        [Required("Enter the day on which it is looked at again")],
        hint="It comes up on your day then",
    )
    note = AreaField("Note", hint="For example, whom to ask", max_length=2000, rows=3)


class CheckHoldForm(VersionedForm):
    """A hold that was looked at and runs on."""

    next_check_on = DateField(
        "When is it to be looked at again?", [Required("Enter the day on which it is looked at again")]
    )
    evidence = TextField("How do we know?", max_length=300)
    owner = TextField("Who looks after it?", max_length=120)
    note = AreaField("Note", hint="What you heard, and whom to ask", max_length=2000, rows=3)


class EndHoldForm(BaseForm):
    """The day on which a hold ended."""

    ended_on = DateField("On which day did it end?", [Required("Enter the day on which it ended")])
