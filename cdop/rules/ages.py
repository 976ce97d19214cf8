"""Age at death in completed days, months and years, and the age bands of the figures."""

from datetime import date
from enum import StrEnum

from cdop.rules.numbers import counted

ADULT_AT = 18
"""Years: a death on or after this birthday is not reviewed (Children Act 2004 s16M; a child is under 18)."""
NEONATAL_DAYS = 28
"""Completed days of the neonatal period: 0 to 27 (World Health Organization, ICD-10 volume 2)."""


class AgeBand(StrEnum):
    """The age bands of the national child mortality returns."""

    NEONATAL = "0-27 days"
    POSTNEONATAL = "28-364 days"
    ONE_TO_FOUR = "1-4 years"
    FIVE_TO_NINE = "5-9 years"
    TEN_TO_FOURTEEN = "10-14 years"
    FIFTEEN_TO_SEVENTEEN = "15-17 years"


INFANT_BANDS = (AgeBand.NEONATAL, AgeBand.POSTNEONATAL)
"""The bands of children who died before their first birthday."""

_BANDS_BELOW_YEARS = (
    (5, AgeBand.ONE_TO_FOUR),
    (10, AgeBand.FIVE_TO_NINE),
    (15, AgeBand.TEN_TO_FOURTEEN),
    (ADULT_AT, AgeBand.FIFTEEN_TO_SEVENTEEN),
)


def completed_years(born: date, on: date) -> int:
    """Return the years lived by birthday; a child born on 29 February has it on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def completed_months(born: date, on: date) -> int:
    """Return the months lived; a day that a month lacks counts as the first of the next, as for birthdays."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def is_child(born: date, died: date) -> bool:
    """Say whether the death was before the eighteenth birthday (not on it)."""
    return completed_years(born, died) < ADULT_AT


def age_band(born: date, died: date) -> AgeBand:
    """Return the band of the age at death. The first birthday, not the 365th day, ends infancy.

    Raises ValueError for a death before birth or on or after the eighteenth birthday.
    """
    if died < born:
        raise ValueError("The death is before the birth.")
    if (died - born).days < NEONATAL_DAYS:
        return AgeBand.NEONATAL
    years = completed_years(born, died)
    if years < 1:
        return AgeBand.POSTNEONATAL
    for below, band in _BANDS_BELOW_YEARS:
        if years < below:
            return band
    raise ValueError("The death is on or after the eighteenth birthday.")


def age_in_words(born: date, died: date) -> str:
    """Return the age as it is said: days to four weeks, weeks to three months, months to two years, then
    years.

    Raises ValueError for a death before birth.
    """
    days = (died - born).days
    if days < 0:
        raise ValueError("The death is before the birth.")
    months = completed_months(born, died)
    if days == 0:
        return "less than 1 day"
    if days < NEONATAL_DAYS:
        return counted(days, "day")
    if months < 3:
        return counted(days // 7, "week")
    if months < 24:
        return counted(months, "month")
    return counted(months // 12, "year")
