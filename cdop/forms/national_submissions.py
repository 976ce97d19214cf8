"""The forms by which it is recorded that a case was entered in the national database, and what that said."""

from datetime import UTC, date, datetime, time
from typing import Any

from wtforms import HiddenField

from cdop.forms.base import BaseForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice, TextField
from cdop.forms.times import TimeField
from cdop.rules.dates import LONDON

ACCEPTED, QUERIED = "accepted", "queried"


class EnteredForm(BaseForm):
    """When a case was entered, and what the national database calls it. `seen` is the digest of what was shown."""

    seen = HiddenField()
    sent_on = DateField("On which day was it entered?", [Required("Enter the day")], called="The day")
    sent_at = TimeField("At what time?", [Required("Enter the time, or about when it was")], called="The time")
    national_reference = TextField("Reference that the national database gave", max_length=60)

    def __init__(self, *, today: date, at: time | None = None, **values: Any) -> None:
        super().__init__(**{"data": {"sent_on": today, "sent_at": at}} | values)

    def at(self) -> datetime:
        """Return the instant in UTC, once the form is valid."""
        return datetime.combine(self.sent_on.data, self.sent_at.data, LONDON).astimezone(UTC)


class AnsweredForm(BaseForm):
    """What the national database said."""

    answer = RadiosField(
        "What did the national database say?",
        [Required("Say what the national database said")],
        choices=[SelectChoice(ACCEPTED, "It accepted the entry"), SelectChoice(QUERIED, "It queries something")],
    )
    query = AreaField("What is queried?", hint="Only where something is", max_length=2000, rows=3)
