"""The forms of the panel's meetings: planning one, taking a case off its agenda, and who came."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Self

from wtforms.validators import ValidationError

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.fields import AreaField, RadiosField, Required, SelectChoice, SelectionField, TextField
from cdop.forms.people_rows import PeopleForm
from cdop.rules import times
from cdop.rules.dates import LONDON
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import MeetingKind

NO_THEME = SelectChoice("", "No theme")


class MeetingForm(BaseForm):
    """A meeting to plan."""

    meets_on = DateField("Date", [Required("Enter the date of the meeting")])
    starts = TextField(
        "Start time",
        [Required("Enter the time at which the meeting starts")],
        width=10,
        hint="For example 9:30am or 14:00",
    )
    kind = RadiosField(
        "Kind of meeting",
        [Required("Say which kind of meeting it is")],
        choices=[SelectChoice(kind.value, kind.value.capitalize()) for kind in MeetingKind],
        default=MeetingKind.CASE_REVIEW.value,
    )
    theme = SelectionField("Theme")
    place = TextField("Place or video link")

    def offer(self, themes: Iterable[tuple[str, str]]) -> None:
        """Offer these themes: key and label."""
        self.theme.choices = [NO_THEME, *(SelectChoice(*theme) for theme in themes)]

    def validate_starts(self, field: Any) -> None:
        """Refuse what is no time of day."""
        try:
            times.parse(field.data)
        except ValueError:
            raise ValidationError("Start time must be like 9:30am or 14:00") from None

    def starts_at(self) -> datetime:
        """Return the moment at which the meeting starts; the time that was typed is England's."""
        at = times.parse(self.starts.data)
        return datetime.combine(self.meets_on.data, at, LONDON).astimezone(UTC)


class TakeOffForm(BaseForm):
    """Why a case is taken off an agenda."""

    reason = AreaField("Reason", [Required("Say why")], max_length=2000, rows=3)


class PutOnForm(BaseForm):
    """The button that puts a case on an agenda."""


class AttendanceForm(PeopleForm, VersionedForm):
    """Who came to a meeting, each with their part in it."""

    @classmethod
    def of(cls, held: Sequence[Mapping[str, str]], version: int) -> Self:
        """Return the form with those who are on record; `version` is of the meeting."""
        parts = [*dict.fromkeys([*Part, *(each["part"] for each in held)])]
        choices = [SelectChoice("", "Choose"), *(SelectChoice(str(part), part.capitalize()) for part in parts)]
        columns = {
            "name": lambda: TextField("Name", max_length=120),
            "part": lambda: SelectionField("Part in the meeting", choices=choices),
            "agency": lambda: TextField("Agency", max_length=120),
        }
        return cls.with_rows(columns, held, data={"version": version})

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether all is well; everybody who came has a part."""
        is_well = super().validate(extra_validators)
        partless = [row.fields["part"] for row in self.rows if not row.is_blank and row.fields["part"].is_blank]
        for field in partless:
            field.errors = [*field.errors, "Choose the part in the meeting"]
        return is_well and not partless
