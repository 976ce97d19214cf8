"""An invented register for the demonstration: nobody in it ever lived, and the family names say so."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cdop.rules import nhs_number
from cdop.rules.ages import completed_years
from cdop.rules.meetings_register import MEETING_COLUMNS, MeetingRow, meeting_line
from cdop.rules.periods import FinancialYear, financial_year_of
from cdop.rules.register import REGISTER_COLUMNS, RegisterRow, register_line
from cdop.rules.vocabulary import (
    Expectedness,
    JointAgencyResponse,
    MeetingKind,
    Modifiable,
    Residency,
    Sex,
    YesNo,
)
from cdop.rules.working_days import add_working_days, is_working_day
from cdop.services import demo_forms_of_2008

SEED = 20180629
DEATHS_A_YEAR = 58
AREAS = {"E06000049": 0.37, "E06000050": 0.31, "E06000006": 0.14, "E06000007": 0.18}
NEIGHBOUR = "E08000007"
FAMILY_NAMES = "Invented Madeupson Exampleton Samplewood Fictionby Demonstraine Imaginelli Placeholder-Jones O'Sample"
GIVEN_NAMES = (
    "Aisha Alfie Amelia Arlo Ava Bronwen Caleb Daisy Ekaterina Elif Ezra Finn Freya George Harper Imran Isla Jakub "
    "José Leo Lily Łucja Maya Mohammed Noah Nia Olivia Oscar Poppy Rhys Saoirse Sofia Theo Yusuf Zara Zoë"
)
# Share of deaths, days of age from and below, and what the panel then tends to find: category with weight.
AGES: tuple[tuple[float, int, int, dict[int, int]], ...] = (
    (0.44, 0, 28, {8: 66, 7: 24, 9: 6, 10: 4}),
    (0.21, 28, 365, {10: 30, 7: 28, 9: 14, 8: 14, 5: 8, 1: 6}),
    (0.12, 366, 1825, {7: 26, 4: 18, 5: 16, 9: 16, 3: 14, 6: 6, 1: 4}),
    (0.07, 1827, 3650, {4: 30, 7: 24, 3: 18, 6: 16, 5: 12}),
    (0.08, 3653, 5475, {4: 24, 3: 22, 2: 18, 6: 16, 5: 12, 7: 8}),
    (0.08, 5479, 6573, {2: 30, 3: 30, 4: 14, 6: 12, 5: 8, 1: 6}),
)
MODIFIABLE_PERCENT = {1: 80, 2: 62, 3: 66, 4: 4, 5: 30, 6: 20, 7: 8, 8: 30, 9: 28, 10: 86}
UNEXPECTED = frozenset({1, 2, 3, 5, 10})
THEMES = {
    2: ("suicide",),
    3: ("road-traffic", "trauma"),
    5: ("asthma", "epilepsy", "sepsis"),
    7: ("cardiac", "consanguinity", "life-limiting"),
    8: ("smoking-in-pregnancy", "neonatal"),
    9: ("sepsis",),
    10: ("safe-sleep", "smoking-in-pregnancy"),
}
# Who tells the panel of a death, by where it was and, at home, by whether it was expected.
NOTIFIERS = {
    "HOSP-NNU": {"neonatal unit": 85, "hospital trust": 15},
    "HOSP-LW": {"midwifery": 60, "hospital trust": 40},
    "HOSP-ED": {"emergency department": 80, "police": 12, "coroner": 8},
    "HOSP-PICU": {"hospital trust": 80, "specialist centre": 20},
    "HOSP-PAED": {"hospital trust": 100},
    "HOSPICE": {"hospice": 100},
    "PUBLIC": {"police": 70, "ambulance": 20, "coroner": 10},
}
NOTIFIERS_AT_HOME = {
    Expectedness.EXPECTED: {"gp": 45, "community paediatrics": 35, "hospice": 20},
    Expectedness.UNEXPECTED: {"police": 50, "ambulance": 35, "coroner": 15},
}
ETHNICITIES = {
    "English, Welsh, Scottish, Northern Irish or British": 70,
    "Any other White background": 7,
    "Pakistani": 6,
    "Indian": 3,
    "African": 4,
    "White and Asian": 3,
    "Arab": 1,
    "not stated": 2,
    "not known": 2,
    "": 2,
}


@dataclass(frozen=True, slots=True)
class DemoRegister:
    """The two files of a register, as bytes, like those a panel would bring."""

    cases: bytes
    meetings: bytes


def demo_register(today: date) -> DemoRegister:
    """Return two whole invented years and the year that is running, as they stand on `today`."""
    random = Random(SEED)  # noqa: S311  (an invented register needs no secrecy)
    this_year = financial_year_of(today)
    years = [FinancialYear(this_year.first_year + n) for n in (-2, -1, 0)]
    meetings = [meeting for year in years for meeting in _meetings(year) if meeting.date <= today]
    days = [day for year in years for day in _days(random, year) if day <= today - timedelta(days=3)]
    rows = [_death(random, number, day, meetings) for number, day in enumerate(sorted(days), start=1)]
    rows = [row for row in rows if row.date_notified < today]
    return DemoRegister(
        _written(REGISTER_COLUMNS, [register_line(row) for row in rows]),
        _written(MEETING_COLUMNS, [meeting_line(row) for row in meetings]),
    )


def register_of_2014() -> DemoRegister:
    """Return a register of one case, which was reviewed on the forms of its time."""
    meeting = MeetingRow(demo_forms_of_2008.REVIEWED_ON, MeetingKind.CASE_REVIEW, None)
    row = RegisterRow(
        case_ref=demo_forms_of_2008.REFERENCE,
        nhs_number=_test_number(700),
        given_names="Bronwen",
        family_name="Invented",
        date_of_birth=demo_forms_of_2008.BORN_ON,
        date_of_death=demo_forms_of_2008.DIED_ON,
        date_notified=demo_forms_of_2008.DIED_ON + timedelta(days=1),
        notified_by="emergency department",
        sex=Sex.FEMALE,
        area="E06000049",
        residency=Residency.RESIDENT,
        place_of_death="HOSP-ED",
        expectedness=Expectedness.UNEXPECTED,
        gestation_weeks=36,
        date_reviewed=demo_forms_of_2008.REVIEWED_ON,
        category=10,
        modifiable=Modifiable.YES,
    )
    return DemoRegister(
        _written(REGISTER_COLUMNS, [register_line(row)]), _written(MEETING_COLUMNS, [meeting_line(meeting)])
    )


def _written(columns: tuple[str, ...], lines: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def _meetings(year: FinancialYear) -> Iterator[MeetingRow]:
    """Six meetings on cases, one of them neonatal, and one on business."""
    for month, theme in ((5, None), (7, "neonatal"), (9, None), (11, None)):
        yield MeetingRow(_thursday(year.first_year, month), MeetingKind.CASE_REVIEW, theme)
    yield MeetingRow(_thursday(year.first_year, 6), MeetingKind.BUSINESS, None)
    for month in (1, 3):
        yield MeetingRow(_thursday(year.first_year + 1, month), MeetingKind.CASE_REVIEW, None)


def _thursday(year: int, month: int) -> date:
    first = date(year, month, 8)
    return first + timedelta(days=(3 - first.weekday()) % 7)


def _days(random: Random, year: FinancialYear) -> list[date]:
    return [year.start + timedelta(days=random.randrange(365)) for _ in range(DEATHS_A_YEAR)]


def _one(random: Random, weights: dict[str, int]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _death(random: Random, number: int, died: date, meetings: list[MeetingRow]) -> RegisterRow:
    _, youngest, oldest, categories = random.choices(AGES, [share for share, *_ in AGES])[0]
    born = died - timedelta(days=int(youngest + (oldest - youngest) * random.random() ** 1.6))
    category = int(_one(random, {str(key): weight for key, weight in categories.items()}))
    notified = _working_day(died + timedelta(days=random.choices((0, 1, 2, 5, 12, 35), (46, 34, 8, 6, 4, 2))[0]))
    is_unexpected = category in UNEXPECTED or random.random() < 0.15
    expectedness = Expectedness.UNEXPECTED if is_unexpected else Expectedness.EXPECTED
    place = _place(random, (died - born).days, category, expectedness)
    lived_here = random.random() < 0.94
    reviewed = _review_day(random, died, notified, meetings, category)
    theme = next((each.theme for each in meetings if each.date == reviewed), None)
    return RegisterRow(
        case_ref=f"DEMO/{number:03d}",
        nhs_number=_test_number(number),
        given_names=random.choice(GIVEN_NAMES.split()),
        family_name=random.choice(FAMILY_NAMES.split()),
        date_of_birth=born,
        date_of_death=died,
        date_notified=notified,
        notified_by=_one(random, NOTIFIERS.get(place) or NOTIFIERS_AT_HOME[expectedness]),
        sex=random.choices((Sex.MALE, Sex.FEMALE, Sex.INDETERMINATE), (55, 44, 1))[0],
        ethnicity=_one(random, ETHNICITIES) or None,
        area=random.choices(list(AREAS), list(AREAS.values()))[0] if lived_here else NEIGHBOUR,
        residency=Residency.RESIDENT if lived_here else Residency.ELSEWHERE,
        deprivation_quintile=random.choices((1, 2, 3, 4, 5, None), (32, 24, 17, 14, 11, 2))[0],
        place_of_death=place,
        died_in_area=random.choices((YesNo.YES, YesNo.NO), (70, 30))[0],
        expectedness=expectedness,
        joint_agency_response=_response(random, is_unexpected=is_unexpected),
        gestation_weeks=_gestation(random, category) if completed_years(born, died) < 1 else None,
        date_reviewed=reviewed,
        panel_theme=theme,
        category=category if reviewed else None,
        modifiable=_modifiable(random, category) if reviewed else None,
        themes=_themes(random, category) if reviewed else (),
    )


def _review_day(random: Random, died: date, notified: date, meetings: list[MeetingRow], category: int) -> date | None:
    """The first fitting meeting once the information is in; some reviews wait long for a coroner or a court."""
    wait = random.choices((90, 150, 240, 420, 700), (14, 30, 30, 20, 6))[0] + (120 if category in (1, 2) else 0)
    ready = max(died + timedelta(days=wait), notified)
    for meeting in meetings:
        is_fit = meeting.kind is MeetingKind.CASE_REVIEW and (meeting.theme is None or category == 8)
        if meeting.date >= ready and is_fit:
            return meeting.date
    return None


def _test_number(number: int) -> str | None:
    """An NHS number of the 999 range, which is never issued; some beginnings have no valid check digit."""
    for last in range(10):
        try:
            return nhs_number.parse(f"999{number:06d}{last}")
        except ValueError:
            continue
    return None


def _working_day(day: date) -> date:
    """The day, or the next one on which the panel's office is open."""
    return day if is_working_day(day) else add_working_days(day, 1)


def _place(random: Random, age_in_days: int, category: int, expectedness: Expectedness) -> str:
    """Nobody is born on a labour ward and dies there weeks later; a hospice cares for a death that is expected."""
    is_expected = expectedness is Expectedness.EXPECTED
    if age_in_days < 28:
        places = {"HOSP-NNU": 72, "HOSP-LW": 18 if age_in_days < 2 else 0, "HOME": 6, "HOSPICE": 4 * is_expected}
    elif category in (3, 2):
        places = {"PUBLIC": 36, "HOME": 26, "HOSP-ED": 24, "HOSP-PICU": 14}
    else:
        places = {"HOSP-PICU": 34, "HOSP-ED": 22 * (not is_expected), "HOME": 20, "HOSPICE": 12 * is_expected}
        places["HOSP-PAED"] = 12
    return _one(random, places)


def _response(random: Random, *, is_unexpected: bool) -> JointAgencyResponse:
    if not is_unexpected:
        return JointAgencyResponse.NOT_MET
    return random.choices((JointAgencyResponse.HELD, JointAgencyResponse.MET_NOT_HELD), (88, 12))[0]


def _gestation(random: Random, category: int) -> int:
    return random.randint(22, 33) if category == 8 else random.randint(32, 41)


def _modifiable(random: Random, category: int) -> Modifiable:
    if random.random() < 0.03:
        return Modifiable.INADEQUATE
    return Modifiable.YES if random.randrange(100) < MODIFIABLE_PERCENT[category] else Modifiable.NO


def _themes(random: Random, category: int) -> tuple[str, ...]:
    return tuple(sorted({random.choice(THEMES[category])})) if category in THEMES and random.random() < 0.6 else ()
