"""The invented register: every death in it could have happened so. All children here are invented."""

from datetime import date

import pytest

from cdop.cli.demo_register import demo_register
from cdop.rules.register import RegisterRow, read_register
from cdop.rules.vocabulary import Expectedness
from cdop.rules.working_days import is_working_day

HOSPITAL = {"hospital trust", "neonatal unit", "midwifery", "emergency department", "specialist centre"}
INQUIRING = {"police", "ambulance", "coroner"}
"""Who is called to a death at home or in the street."""


def faults(row: RegisterRow) -> list[str]:
    """What nobody would believe of a death."""
    age = (row.date_of_death - row.date_of_birth).days
    place, by = row.place_of_death or "", row.notified_by or ""
    is_expected = row.expectedness is Expectedness.EXPECTED
    unlikely = {
        "a newborn's place": place in ("HOSP-NNU", "HOSP-LW") and age >= 28,
        "a newborn's notifier": by in ("neonatal unit", "midwifery") and place not in ("HOSP-NNU", "HOSP-LW"),
        "a labour ward after birth": place == "HOSP-LW" and age > 1,
        "a hospice for a sudden death": (place == "HOSPICE" or by == "hospice") and not is_expected,
        "a hospice told of another's place": by == "hospice" and place not in ("HOSPICE", "HOME"),
        "a hospital told of a death outside": by in HOSPITAL and not place.startswith("HOSP-"),
        "an inquiry into an expected death at home": by in INQUIRING and is_expected and place == "HOME",
        "a practice told of a sudden death": by in ("gp", "community paediatrics") and not is_expected,
        "nobody told": not by or not place,
        "notified on a day off": not is_working_day(row.date_notified),
    }
    return [what for what, is_so in unlikely.items() if is_so]


@pytest.mark.parametrize("today", [date(2026, 11, 20), date(2027, 4, 1), date(2028, 2, 29), date(2029, 1, 1)])
def test_every_death_could_have_been_so(today: date) -> None:
    rows = read_register(demo_register(today).cases, today=today).rows
    assert [(row.case_ref, found) for row in rows if (found := faults(row))] == []
    assert len({row.notified_by for row in rows}) >= 8
    assert all(row.date_notified < today for row in rows)
