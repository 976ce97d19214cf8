"""The form of one reminder: its steps, and from which day."""

from cdop.forms.base import BaseForm
from cdop.forms.dates import DateField
from cdop.forms.fields import Required, TextField


class ReminderStepsForm(BaseForm):
    """When a reminder comes, for what is asked for from a day on."""

    steps = TextField("Steps", [Required("Enter the steps")], max_length=80)
    from_on = DateField(
        "From which day",
        [Required("Enter the day from which they count")],
        hint="What was asked for before this day keeps the steps of its time",
    )

    def name_unit(self, *, is_hours: bool) -> None:
        """Say in which unit the steps are."""
        unit = "clock hours" if is_hours else "working days"
        self.steps.description = (
            f"In {unit}, with commas between them: -10 is ten before, 0 is when it is due, 5 is five after"
        )
