"""How templates write dates, ages and counts: `{{ case.died_on | format_date }}`."""

from datetime import date, datetime

from flask import Flask

from cdop.rules.ages import age_in_words
from cdop.rules.dates import written_date, written_moment
from cdop.rules.form_b import records_in_words
from cdop.rules.handling import Marks, labels
from cdop.rules.numbers import counted


def init_wording(app: Flask) -> None:
    """Add the filters to the templates."""
    for word in (format_date, format_datetime, format_age, counted, handling_labels):
        app.add_template_filter(word)
    app.add_template_filter(records_in_words, "in_words_of_records")


def format_date(day: date | None) -> str:
    """Return "3 November 2026", or "not recorded"."""
    return "not recorded" if day is None else written_date(day)


def format_datetime(at: datetime | None) -> str:
    """Return "3 November 2026 at 2:30pm" in England's time, or "not recorded"."""
    return "not recorded" if at is None else written_moment(at)


def format_age(born: date | None, died: date | None) -> str:
    """Return the age at death as "7 weeks", or "not recorded" where a date is missing."""
    return "not recorded" if born is None or died is None else age_in_words(born, died)


def handling_labels(marks: Marks) -> tuple[str, ...]:
    """Return handling marks as they are shown."""
    return labels(marks)
