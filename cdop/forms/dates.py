"""A date in three boxes: day, month, year."""

from datetime import date
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation

from cdop.forms.drawn import Drawn
from cdop.rules import typed_dates
from cdop.rules.dates import written_date
from cdop.rules.typed_dates import PARTS, UnreadableDate
from cdop.rules.typed_text import mark_unusable, tidy

_WIDTHS = {"day": 2, "month": 2, "year": 4}


class DateField(Drawn, Field):  # type: ignore[misc]
    """A date as a `datetime.date`, or None. Reads `name-day`, `name-month` and `name-year`.

    A month may be a number or a name. `earliest` and `latest` are allowed too; a page sets `latest` to today
    where the date cannot lie ahead. What was typed is kept in `typed`; `faulty` names the boxes to look at.
    """

    component = "date-input"

    def __init__(self, *args: Any, earliest: date | None = None, latest: date | None = None, **options: Any) -> None:
        self.earliest = earliest
        self.latest = latest
        self.typed = dict.fromkeys(PARTS, "")
        self.faulty: tuple[str, ...] = ()
        super().__init__(*args, **options)

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        super().process(None, *args, **options)
        if formdata is not None:
            values = (formdata.getlist(f"{self.name}-{part}") for part in PARTS)
            self.raw_data = [tidy(given[0], lines=False) if given else "" for given in values]
            self.typed = dict(zip(PARTS, self.raw_data, strict=True))
            self.data = self._read()

    def process_data(self, value: date | None) -> None:
        self.data = value
        if value is not None:
            self.typed = {part: str(getattr(value, part)) for part in PARTS}

    @property
    def is_blank(self) -> bool:
        return not any(self.typed.values())

    def in_words(self, value: date | None) -> str:
        return super().in_words(value and written_date(value))

    @property
    def focus_id(self) -> str:
        return f"{self.id}-{self.faulty[0] if self.faulty else PARTS[0]}"

    def pre_validate(self, form: Any) -> None:
        if self.is_blank:
            self.faulty = PARTS
        elif fault := self._fault():
            raise StopValidation(f"{self.called} {fault}")

    def _read(self) -> date | None:
        try:
            return typed_dates.read(*self.typed.values())
        except UnreadableDate:
            return None

    def _fault(self) -> str:
        """What is wrong with what was typed, or "" where nothing is; sets `faulty`."""
        try:
            typed_dates.read(*self.typed.values())
        except UnreadableDate as unreadable:
            return self._blame(unreadable.parts, str(unreadable))
        if self.earliest and self.data < self.earliest:
            return self._blame(PARTS, f"must be {written_date(self.earliest)} or later")
        if self.latest and self.data > self.latest:
            return self._blame(PARTS, f"must be {written_date(self.latest)} or earlier")
        return ""

    def _blame(self, parts: tuple[str, ...], fault: str) -> str:
        self.faulty = parts
        return fault

    def parameters(self, **look: Any) -> dict[str, Any]:
        boxes = [self._box(part) for part in PARTS]
        return {**self.surroundings(**look), "id": self.id, "fieldset": self.fieldset(**look), "items": boxes}

    def _box(self, part: str) -> dict[str, Any]:
        marked = " govuk-input--error" if self.errors and part in (self.faulty or PARTS) else ""
        return {
            "id": f"{self.id}-{part}",
            "name": f"{self.name}-{part}",
            "label": part.capitalize(),
            "value": mark_unusable(self.typed[part]),
            "classes": f"govuk-input--width-{_WIDTHS[part]}{marked}",
            "inputmode": "numeric",
        }
