"""Makes databases of invented cases, the same on every run: a fixed seed, and no person is real."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import islice
from typing import Any

from nhs_number.validate import calculate_checksum
from sqlalchemy import Connection, insert

from cdop import models
from cdop.rules import agencies, cases, ethnicity, places, themes
from cdop.rules.local_authorities import parse
from cdop.rules.periods import FinancialYear, Period
from cdop.rules.vocabulary import CaseStatus, Expectedness, MeetingKind, Modifiable, Residency, Sex

SEED = 20131
FIRST_YEAR = FinancialYear(1998)
LAST_YEAR = FinancialYear(2025)
YEARS = LAST_YEAR.first_year - FIRST_YEAR.first_year + 1
EVERYTHING = Period(FIRST_YEAR.start, LAST_YEAR.end, "all years")
PANEL_ID = 1
PANEL = "Benchmark panel"
AREAS = ("Cheshire East", "Cheshire West and Chester", "Halton", "Warrington")
# Cases notified before this day came with a register: their stages have no history.
HISTORY_FROM = date(2019, 4, 1)
IMPORTED_AT = datetime(2019, 4, 1, 9, 0, tzinfo=UTC)
AGES_IN_DAYS = (
    (0, 27, 43),
    (28, 364, 19),
    (365, 1825, 12),
    (1830, 3650, 8),
    (3660, 5470, 9),
    (5480, 6570, 9),
)
NOTIFIED_AFTER_DAYS = ((0, 1, 62), (2, 7, 24), (8, 28, 10), (29, 200, 4))
REVIEWED_AFTER_DAYS = ((60, 180, 30), (181, 365, 45), (366, 800, 25))
CATEGORY_WEIGHTS = (2, 3, 6, 7, 6, 4, 25, 33, 6, 8)
ONSETS = ["b", "br", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "th", "v", "w"]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea"]
BATCH = 5000
# So many different cases are made. More are these again, under other references: what is counted is as many.
DIFFERENT = 100_000


@dataclass(frozen=True, slots=True)
class Made:
    """The rows of one case, by table."""

    case: dict[str, Any]
    steps: list[dict[str, Any]]
    themes: list[str]


def fill(connection: Connection, size: int, *, within: Period | None = None) -> int:
    """Fill an empty, migrated database with a panel of `size` cases and return how many were kept.

    With `within`, keep only those that the figures of that period read. Of a size above `DIFFERENT`, a multiple of it,
    those beyond have what tables are counted from, and no history and no words to be searched by.
    """
    chance = random.Random(SEED)  # noqa: S311  (the same people on every run)
    if connection.dialect.name == "postgresql":
        # What is made up here is consistent: looking up each row that another points to takes most of the time.
        connection.exec_driver_sql("set local session_replication_role = replica")
    _add_panel(connection)
    meetings = _meetings(connection)
    different = min(size, DIFFERENT)
    made = (_case(chance, number, different, meetings) for number in range(1, different + 1))
    wanted = (m for m in made if within is None or _concerns(m.case, within))
    kept = 0
    while batch := list(islice(wanted, BATCH)):
        _insert(connection, batch)
        kept += len(batch)
    if size > DIFFERENT:
        _repeat(connection, size // DIFFERENT)
    connection.exec_driver_sql("ANALYZE")
    return size if size > DIFFERENT else kept


def _repeat(connection: Connection, times: int) -> None:
    """Have every case and its themes so many times, with indexes that are made when all are there."""
    cases = models.Case.__table__
    names = [column.name for column in cases.columns]
    for index in cases.indexes:
        index.drop(connection)
    for turn in range(1, times):
        shift, suffix = turn * DIFFERENT, f"'/{turn}'"
        other = {"id": f"id + {shift}", "nhs_number": "null"}
        other |= {name: f"{name} || {suffix}" for name in ("public_id", "reference", "reference_folded")}
        taken = ", ".join(other.get(name, name) for name in names)
        connection.exec_driver_sql(
            f"insert into child_case ({', '.join(names)}) select {taken} from child_case where id <= {DIFFERENT}"
        )
        connection.exec_driver_sql(
            "insert into case_theme (panel_id, case_id, theme_key, figures_digest) select panel_id, "
            f"case_id + {shift}, theme_key, figures_digest from case_theme where case_id <= {DIFFERENT}"
        )
    for index in cases.indexes:
        index.create(connection)


def _concerns(case: dict[str, Any], period: Period) -> bool:
    days = (case["notified_on"], case["died_on"], case["reviewed_on"])
    is_open = case["notified_on"] <= period.end and (case["reviewed_on"] or date.max) > period.end
    return is_open or any(day in period for day in days if day)


def _add_panel(connection: Connection) -> None:
    dated = {"created_at": IMPORTED_AT, "created_by_id": None}
    panel = {"id": PANEL_ID, "public_id": "benchmark", "name": PANEL, "colour": "#1d3c6e", "data_sum": 0}
    connection.execute(insert(models.Panel), [panel | dated | {"version": 1}])
    areas = [parse(name) for name in AREAS]
    _add(connection, models.PanelArea, [{"gss_code": area.gss_code, "name": area.name} for area in areas])
    starters = [{"key": key, "label": themes.label(key), "is_active": True} for key in _theme_keys()]
    _add(connection, models.Theme, starters)


def _meetings(connection: Connection) -> list[date]:
    """A case review meeting on the second Thursday of every month, some of them with a theme."""
    months = (date(year, month, 8) for year in range(1998, 2027) for month in range(1, 13))
    days = [first + timedelta(days=(3 - first.weekday()) % 7) for first in months]
    rows = [
        {
            "public_id": f"meeting-{number}",
            "held_on": day,
            "kind": MeetingKind.CASE_REVIEW,
            "theme": "neonatal" if number % 4 == 0 else None,
            "version": 1,
            "created_at": IMPORTED_AT,
        }
        for number, day in enumerate(days)
    ]
    _add(connection, models.PanelMeeting, rows)
    return days


def _case(chance: random.Random, number: int, size: int, meetings: list[date]) -> Made:
    born_on, died_on, notified_on = _dates(chance, number, size)
    reviewed_on = _reviewed_on(chance, died_on, notified_on, meetings)
    status = CaseStatus.REVIEWED if reviewed_on else chance.choice(list(CaseStatus)[:5])
    given, family = _name(chance), _name(chance)
    reference = f"B/{number:06d}"
    found = cases.worked_out(born_on, died_on, notified_on, reviewed_on)
    case = {
        "id": number,
        "public_id": f"case-{number}",
        "reference": reference,
        "reference_folded": reference.casefold(),
        "nhs_number": _nhs_number(number),
        "given_names": given,
        "family_name": family,
        "name_folded": cases.folded_name(given, family),
        "born_on": born_on,
        "died_on": died_on,
        "notified_on": notified_on,
        "reviewed_on": reviewed_on,
        "status": status,
        "age_band": found.age_band,
        "days_to_notification": found.days_to_notification,
        "year_of_death": found.year_of_death,
        "days_to_review": found.days_to_review,
        "duration_band": found.duration_band,
        "version": 1,
        "created_at": IMPORTED_AT,
        **_facts(chance),
        **_findings(chance, is_reviewed=reviewed_on is not None),
    }
    found_themes = chance.sample(_theme_keys(), chance.choice((0, 0, 1, 1, 2)))
    return Made(case, _steps(chance, case), found_themes)


def _dates(chance: random.Random, number: int, size: int) -> tuple[date, date, date]:
    """Notifications come evenly over the years; within a year, as in a panel's register, in no order."""
    year = FinancialYear(FIRST_YEAR.first_year + number * YEARS // (size + 1))
    notified_on = year.start + timedelta(days=chance.randrange((year.end - year.start).days + 1))
    died_on = notified_on - timedelta(days=_between(chance, NOTIFIED_AFTER_DAYS))
    return died_on - timedelta(days=_between(chance, AGES_IN_DAYS)), died_on, notified_on


def _reviewed_on(chance: random.Random, died_on: date, notified_on: date, meetings: list[date]) -> date | None:
    """The first meeting after a while, unless that is still to come."""
    ready_on = max(notified_on, died_on + timedelta(days=_between(chance, REVIEWED_AFTER_DAYS)))
    first = (ready_on.year - 1998) * 12 + ready_on.month - 1
    held_on = next((day for day in meetings[first : first + 2] if day >= ready_on), None)
    return held_on if held_on and held_on <= LAST_YEAR.end else None


def _facts(chance: random.Random) -> dict[str, Any]:
    answer = chance.choice(ethnicity.ETHNICITIES)
    is_missing = chance.random() < 0.06
    return {
        "notified_by": _perhaps(chance, list(agencies.AGENCY_TYPES)),
        "sex": chance.choices([*Sex, None], (44, 54, 1, 1, 1))[0],
        "ethnicity": None if is_missing else answer.label,
        "ethnic_group": None if is_missing else answer.group,
        "area_code": parse(chance.choice(AREAS)).gss_code,
        "residency": chance.choices(list(Residency), (94, 6))[0],
        "deprivation_quintile": chance.choices([1, 2, 3, 4, 5, None], (32, 22, 18, 14, 11, 3))[0],
        "place_of_death": _perhaps(chance, [place.code for place in places.PLACES]),
        "expectedness": chance.choices([*Expectedness, None], (60, 34, 3, 3))[0],
    }


def _findings(chance: random.Random, *, is_reviewed: bool) -> dict[str, Any]:
    if not is_reviewed:
        return {"category": None, "modifiable": None}
    category = chance.choices(range(1, 11), CATEGORY_WEIGHTS)[0]
    return {"category": category, "modifiable": chance.choices(list(Modifiable), (35, 60, 5))[0]}


def _steps(chance: random.Random, case: dict[str, Any]) -> list[dict[str, Any]]:
    """One stage after another up to the present one; for a case from a register, that one alone."""
    if case["notified_on"] < HISTORY_FROM:
        return [_step(None, case["status"], IMPORTED_AT)]
    passed = list(CaseStatus)[: list(CaseStatus).index(case["status"]) + 1]
    at = datetime.combine(case["notified_on"], time(10), UTC)
    steps = []
    for was, status in zip([None, *passed], passed, strict=False):
        steps.append(_step(was, status, at))
        at += timedelta(days=chance.randint(1, 60), hours=chance.randint(0, 6))
    return steps


def _step(was: CaseStatus | None, status: CaseStatus, at: datetime) -> dict[str, Any]:
    return {"step": "entered", "from_status": was, "to_status": status, "at": at, "by_name": "Benchmark"}


def _insert(connection: Connection, batch: list[Made]) -> None:
    _add(connection, models.Case, [made.case for made in batch])
    _add(
        connection,
        models.CaseStatusChange,
        [{"case_id": m.case["id"], **step} for m in batch for step in m.steps],
    )
    _add(
        connection,
        models.CaseTheme,
        [{"case_id": m.case["id"], "theme_key": key} for m in batch for key in m.themes],
    )
    terms = [{"case_id": m.case["id"], "term": term} for m in batch for term in _terms(m.case)]
    _add(connection, models.CaseSearchTerm, terms)


def _terms(case: dict[str, Any]) -> list[str]:
    words = cases.search_terms(case["reference"], case["nhs_number"], case["given_names"], case["family_name"])
    return sorted(words)


def _add(connection: Connection, model: Any, rows: list[dict[str, Any]]) -> None:
    """Insert rows of the panel; a fresh digest is as good as another to the benchmarks."""
    shared: dict[str, Any] = {"panel_id": PANEL_ID}
    if "figures_digest" in model.__table__.columns:
        shared["figures_digest"] = 0
    filled = [shared | row for row in rows]
    if filled and connection.dialect.name == "postgresql":
        _copy(connection, model.__table__, filled)
    elif filled:
        connection.execute(insert(model.__table__), filled)


def _copy(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    """Insert rows by COPY, the quick way of PostgreSQL."""
    defaults = {c.name: c.default.arg for c in table.columns if c.default is not None and c.default.is_scalar}
    names = [*(defaults | rows[0])]
    listed = ", ".join(f'"{name}"' for name in names)
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f"copy {table.name} ({listed}) from stdin") as copy:
        for row in rows:
            filled = defaults | row
            copy.write_row([_plain(filled[name]) for name in names])


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _between(chance: random.Random, weighted: tuple[tuple[int, int, int], ...]) -> int:
    low, high, _ = chance.choices(weighted, [weight for _, _, weight in weighted])[0]
    return chance.randint(low, high)


def _perhaps(chance: random.Random, answers: list[str]) -> str | None:
    return chance.choice(answers) if chance.random() > 0.04 else None


def _name(chance: random.Random) -> str:
    syllables = (chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(chance.choice((2, 2, 3))))
    return "".join(syllables).capitalize()


def _nhs_number(number: int) -> str | None:
    """A valid number of the range that is never issued, or None where this one has no check digit."""
    digits = f"999{number:06d}"
    check = calculate_checksum(digits)
    return None if check is None or check > 9 else f"{digits}{check}"


def _theme_keys() -> list[str]:
    return list(themes.STARTER_THEMES)
