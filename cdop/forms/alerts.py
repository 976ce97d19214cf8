"""What was done about a same-day alert: who rang whom and when, and how it ended."""

from datetime import UTC, date, datetime
from typing import Any

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, Required, TextField
from cdop.forms.times import TimeField
from cdop.rules.dates import LONDON


class CallForm(BaseForm):
    """One telephone call."""

    from_name = TextField(
        "Who rang?",
        [Required("Say who rang")],
        max_length=120,
        hint="It has your own name: change it if it was not you",
    )
    to_name = TextField(
        "Whom did they ring?",
        [Required("Say whom they rang")],
        max_length=120,
        hint="For example, the designated doctor, the suicide prevention lead, the police",
    )
    called_on = DateField("Day of the call", [Required("Enter the day of the call")])
    called_at = TimeField("Time of the call", [Required("Enter the time, or about when it was")])
    agreed = AreaField(
        "What was agreed, and who does what?",
        [Required("Say what was agreed")],
        max_length=2000,
        rows=3,
        hint="Nothing on how a child died is needed here",
    )

    def __init__(self, *, by_name: str = "", today: date, **values: Any) -> None:
        super().__init__(**{"data": {"from_name": by_name, "called_on": today}} | values)

    def at(self) -> datetime:
        """Return the instant of the call in UTC, once the form is valid."""
        return datetime.combine(self.called_on.data, self.called_at.data, LONDON).astimezone(UTC)


class CloseForm(VersionedForm):
    """How an alert ended."""

    outcome = AreaField(
        "What was done?",
        [Required("Say what was done, or why nothing had to be")],
        max_length=2000,
        rows=3,
    )
