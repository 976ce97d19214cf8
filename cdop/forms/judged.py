"""The form of the verdict on all that is to change something, recommendations and actions alike."""

from datetime import date
from typing import Any

from cdop.forms.base import VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice
from cdop.rules.recommendations import VERDICTS


class VerdictForm(VersionedForm):
    """Whether what it was to change has changed."""

    verdict = RadiosField(
        "Has what it was to change moved?",
        [Required("Say whether it moved")],
        choices=[SelectChoice(each.value, label) for each, label in VERDICTS.items()],
    )
    verdict_on = DateField("As of which day?", [Required("Enter the day")])
    verdict_note = AreaField("What shows it", rows=3)

    def __init__(self, *, today: date, **values: Any) -> None:
        super().__init__(**values)
        self.verdict_on.latest = today
