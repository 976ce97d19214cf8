"""The form of one deadline: its length, and from which day."""

from cdop.forms.base import BaseForm
from cdop.forms.dates import DateField
from cdop.forms.fields import NumberField, Required


class DeadlineForm(BaseForm):
    """How long a deadline is from a day on."""

    length = NumberField("How long", [Required("Enter the length")], lowest=1, highest=9999, width=4)
    from_on = DateField(
        "From which day",
        [Required("Enter the day from which it counts")],
        hint="Cases notified before this day keep the length of their time",
    )

    def name_unit(self, unit: str) -> None:
        """Say in which unit the length is."""
        self.length.label.text = f"How long, in {unit}"
