"""What is asked of all that is to change something, recommendations and actions alike; and the form of the verdict."""

from datetime import date
from typing import Any

from cdop.forms.base import VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice
from cdop.rules.recommendations import STRENGTHS, VERDICTS


def strength_field() -> RadiosField:
    """How strong it is."""
    choices = [SelectChoice(each.value, label) for each, label in STRENGTHS.items()]
    return RadiosField("How strong is it?", choices=choices)


def expected_change_field() -> AreaField:
    """What it is to change."""
    return AreaField("What is expected to change", rows=3)


def indicator_field() -> AreaField:
    """What would show the change."""
    return AreaField("What would show it", rows=3, hint="A figure or a finding, and where it comes from")


class VerdictForm(VersionedForm):
    """Whether what it was to change has changed."""

    verdict = RadiosField(
        "Has what it was to change moved?",
        [Required("Say whether it moved")],
        choices=[SelectChoice(each.value, label) for each, label in VERDICTS.items()],
    )
    verdict_on = DateField("As of which day?", [Required("Enter the day")])
    note = AreaField("What shows it", rows=3)

    def __init__(self, *, today: date, **values: Any) -> None:
        super().__init__(**values)
        self.verdict_on.latest = today
