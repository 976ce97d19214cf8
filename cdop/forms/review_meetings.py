"""The form of a child death review meeting."""

from datetime import date
from typing import Self

from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, Required, TextField
from cdop.forms.people_rows import PeopleForm

COLUMNS = {
    "name": lambda: TextField("Name", max_length=120),
    "role": lambda: TextField("Role", max_length=120),
    "agency": lambda: TextField("Agency", max_length=120),
}


class ReviewMeetingForm(PeopleForm):
    """When and where it was, who was there, and what was said."""

    held_on = DateField("Date of the meeting", [Required("Enter the date of the meeting")])
    place = TextField("Place or video link")
    summary = AreaField(
        "Summary", hint="What was discussed and decided. The findings go into the draft analysis afterwards", rows=8
    )

    @classmethod
    def until(cls, today: date) -> Self:
        """Return the form; a meeting that was held was not after today."""
        form = cls.with_rows(COLUMNS)
        form.held_on.latest = today
        return form
