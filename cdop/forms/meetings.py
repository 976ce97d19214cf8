"""The forms of the panel's meetings: planning one, taking a case off its agenda, and who came."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Self

from wtforms.validators import ValidationError

from cdop.forms.base import BaseForm, VersionedForm
from cdop.forms.dates import DateField
from cdop.forms.drawn import NOTHING
from cdop.forms.fields import (
    AreaField,
    CheckboxesField,
    NumberField,
    RadiosField,
    Required,
    SelectChoice,
    SelectionField,
    TextField,
)
from cdop.forms.people_rows import PeopleForm
from cdop.forms.times import TimeField
from cdop.rules.dates import LONDON
from cdop.rules.meeting_pattern import EVERY
from cdop.rules.quorum import Part
from cdop.rules.vocabulary import MeetingKind

NO_THEME = SelectChoice("", "No theme")


def _kinds() -> RadiosField:
    return RadiosField(
        "Kind of meeting",
        [Required("Say which kind of meeting it is")],
        choices=[SelectChoice(kind.value, kind.value.capitalize()) for kind in MeetingKind],
        default=MeetingKind.CASE_REVIEW.value,
    )


def _starts() -> TimeField:
    return TimeField(
        "Start time", [Required("Enter the time at which the meeting starts")], hint="For example 9:30am or 14:00"
    )


class DetailsForm(BaseForm):
    """Where a meeting is, and how much it has room for."""

    place = TextField("Place")
    video_link = TextField("Video link", max_length=300, hint="It goes into the calendars of those who are invited")
    most_cases = NumberField("How many cases it has room for", lowest=1, highest=99, hint="Panels review 8 to 15")
    minutes = NumberField("How many minutes it lasts", lowest=1, highest=1440)

    def validate_video_link(self, field: Any) -> None:
        """Refuse what no browser opens."""
        if field.data and not field.data.startswith("https://"):
            raise ValidationError("Video link must begin with https://")


class MeetingForm(DetailsForm):
    """A meeting to plan."""

    meets_on = DateField("Date", [Required("Enter the date of the meeting")])
    starts = _starts()
    kind = _kinds()
    theme = SelectionField("Theme")

    def offer(self, themes: Iterable[tuple[str, str]]) -> None:
        """Offer these themes: key and label."""
        self.theme.choices = [NO_THEME, *(SelectChoice(*theme) for theme in themes)]

    def starts_at(self) -> datetime:
        """Return the moment at which the meeting starts; the time that was typed is England's."""
        return datetime.combine(self.meets_on.data, self.starts.data, LONDON).astimezone(UTC)


class YearForm(DetailsForm):
    """The meetings of a year, from a pattern."""

    first = DateField(
        "First meeting",
        [Required("Enter the date of the first meeting")],
        hint="The others are on the same weekday of the month, for example the third Thursday",
    )
    every = SelectionField(
        "How often",
        choices=[SelectChoice(str(months), words) for months, words in EVERY.items()],
        default="2",
    )
    starts = _starts()
    kind = _kinds()


class ChangeForm(DetailsForm, VersionedForm):
    """What may change of a meeting that is planned, but for its date."""

    theme = SelectionField("Theme")

    def offer(self, themes: Iterable[tuple[str, str]]) -> None:
        """Offer these themes: key and label."""
        self.theme.choices = [NO_THEME, *(SelectChoice(*theme) for theme in themes)]


class MoveForm(VersionedForm):
    """Another day or time, and why."""

    meets_on = DateField("New date", [Required("Enter the new date of the meeting")])
    starts = _starts()
    reason = AreaField("Why is it moved?", [Required("Say why the meeting is moved")], max_length=2000, rows=3)

    def starts_at(self) -> datetime:
        """Return the moment at which the meeting starts; the time that was typed is England's."""
        return datetime.combine(self.meets_on.data, self.starts.data, LONDON).astimezone(UTC)


class CancelForm(VersionedForm):
    """Why a meeting is cancelled."""

    reason = AreaField("Why is it cancelled?", [Required("Say why the meeting is cancelled")], max_length=2000, rows=3)


class FixForm(VersionedForm):
    """The button that says that a date stands."""


class TakeOffForm(BaseForm):
    """Why a case is taken off an agenda."""

    reason = AreaField("Reason", [Required("Say why the case is taken off the agenda")], max_length=2000, rows=3)


class PutOnForm(BaseForm):
    """The button that puts a case on an agenda."""


class AttendanceForm(PeopleForm, VersionedForm):
    """Who came to a meeting, each with their part in it: in rows, and chosen from those who are known."""

    known: Mapping[str, dict[str, str]]
    others = CheckboxesField(
        "Who else came?", hint="Members and others who were asked. Whoever is not here is typed in a row above"
    )

    @classmethod
    def of(cls, held: Sequence[Mapping[str, str]], version: int, others: Sequence[Mapping[str, str]] = ()) -> Self:
        """Return the form with those who are on record; `version` is of the meeting, `others` may have come too."""
        parts = [*dict.fromkeys([*Part, *(each["part"] for each in held)])]
        choices = [SelectChoice("", "Choose"), *(SelectChoice(str(part), part.capitalize()) for part in parts)]
        columns = {
            "name": lambda: TextField("Name", max_length=120),
            "part": lambda: SelectionField("Part in the meeting", choices=choices),
            "agency": lambda: TextField("Agency", max_length=120),
        }
        form = cls.with_rows(columns, held, data={"version": version})
        form.known = {each["name"]: {key: each[key] for key in columns} for each in others}
        form.others.choices = [SelectChoice(each["name"], each["label"]) for each in others]
        return form

    def go_on_with(self, came: Iterable[str], version: int) -> None:
        """Where somebody else was first, say above all who came as it is recorded now; `version` is of the meeting."""
        if self.version.errors:
            self.go_on_from(version)
            self.add_faults({"came": f"Who came, as recorded now: {'; '.join(came) or NOTHING}"})

    def people(self) -> list[dict[str, str]]:
        """Return what was said of each person, by key: of those in the rows, then of those who were chosen."""
        typed = super().people()
        names = {each["name"] for each in typed}
        return [*typed, *(self.known[name] for name in self.others.data or () if name not in names)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Say whether all is well; everybody who came has a part."""
        is_well = super().validate(extra_validators)
        partless = [row.fields["part"] for row in self.rows if not row.is_blank and row.fields["part"].is_blank]
        for field in partless:
            field.errors = [*field.errors, "Choose the part in the meeting"]
        return is_well and not partless
