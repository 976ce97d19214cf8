"""The figures as a good engineer would write them by hand for one SQLite file: no layers, no classes.

Two ways. `with_group_by` lets SQL count, one statement for each cohort. `with_rows` fetches the rows and counts
them in Python with the standard library, the fastest way that was found. Both give the same answers.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Answers = dict[str, Mapping[Any, Any]]

TIMELINESS = (
    "case when days_to_notification <= 1 then 'same or next day' when days_to_notification <= 7 then '2 to 7 days' "
    "when days_to_notification <= 28 then '8 to 28 days' else 'over 28 days' end"
)
NOTIFIED_COLUMNS = {
    "area": "area_code",
    "age_band": "age_band",
    "sex": "sex",
    "ethnicity": "ethnic_group",
    "expectedness": "expectedness",
}
NOTIFIED = NOTIFIED_COLUMNS | {"month": "substr(notified_on, 1, 7)", "timeliness": TIMELINESS}
REVIEWED = {
    "area": "area_code",
    "age_band": "age_band",
    "sex": "sex",
    "ethnicity": "ethnic_group",
    "expectedness": "expectedness",
    "year_of_death": "year_of_death",
    "place_of_death": "place_of_death",
    "deprivation_quintile": "deprivation_quintile",
    "category": "category",
    "modifiable": "modifiable",
    "duration": "duration_band",
}
PAIRS = {
    "modifiable_by_category": ("category", "modifiable"),
    "modifiable_by_age_band": ("age_band", "modifiable"),
    "modifiable_by_deprivation_quintile": ("deprivation_quintile", "modifiable"),
    "category_by_age_band": ("category", "age_band"),
}
RESIDENTS = "from child_case where panel_id = :panel and residency = 'resident' and status <> 'not for review' and"
IN_PERIOD = "between :start and :end"
THEMES = f"""select t.theme_key, count(*) from child_case c join case_theme t on t.case_id = c.id
where c.panel_id = :panel and c.residency = 'resident' and c.status <> 'not for review'
    and c.reviewed_on {IN_PERIOD} group by 1"""
OPEN = f"""select coalesce((select to_status from case_status_change s where s.case_id = c.id and s.at < :midnight
        order by s.at desc, s.id desc limit 1), 'not recorded'),
    case when died_on > :months_6 then 'under 6 months' when died_on < :months_12 then 'over 12 months'
        else '6 to 12 months' end, count(*)
from (select id, died_on {RESIDENTS} reviewed_on is null and notified_on <= :end
    union all select id, died_on {RESIDENTS} notified_on between :earliest and :end and reviewed_on > :end) c
group by 1, 2"""
LONGEST = "select max(days_to_review) from child_case where panel_id = :panel"
ELSEWHERE = (
    f"select count(*) from child_case where panel_id = :panel and notified_on {IN_PERIOD} and residency = 'elsewhere'"
)
MEETINGS = (
    "select kind, theme, count(*) from panel_meeting "
    f"where panel_id = :panel and held_on {IN_PERIOD} and status = 'held' group by 1, 2"
)


def with_group_by(connection: sqlite3.Connection, values: dict[str, Any]) -> Answers:
    """Return the figures of a period, counted by SQL."""
    answers: dict[str, Any] = defaultdict(dict)
    cohorts: tuple[tuple[str, str, dict[str, str], Any], ...] = (
        (
            "notified",
            f"notified_on {IN_PERIOD}",
            NOTIFIED,
            {"agency": ("notified_by", "days_to_notification")},
        ),
        ("reviewed", f"reviewed_on {IN_PERIOD}", REVIEWED, PAIRS | {"days": ("days_to_review", "null")}),
        ("deaths", f"died_on {IN_PERIOD}", {"area": "area_code", "age_band": "age_band"}, {}),
    )
    for cohort, condition, singles, pairs in cohorts:
        for name, first, second, n in connection.execute(_union(condition, singles, pairs), values):
            answers[f"{cohort}.{name}"][(first, second) if name in pairs else first] = n
    return _rest(connection, values, answers)


def _union(condition: str, singles: dict[str, str], pairs: Any) -> str:
    """One statement for a cohort, which is read once and grouped many times."""
    columns = {f"{column} as {name}" for name, column in singles.items()}
    columns |= {f"{column}" for pair in pairs.values() for column in pair if column != "null"}
    parts = [f"select '{name}', {name}, null, count(*) from cohort group by {name}" for name in singles]
    parts += [f"select '{name}', {a}, {b}, count(*) from cohort group by {a}, {b}" for name, (a, b) in pairs.items()]
    chosen = ", ".join(sorted(columns))
    return f"with cohort as materialized (select {chosen} {RESIDENTS} {condition}) " + " union all ".join(parts)


def with_rows(connection: sqlite3.Connection, values: dict[str, Any]) -> Answers:
    """Return the figures of a period, counted from rows, few at a time."""
    answers: dict[str, Any] = defaultdict(dict)
    days = {"agency": ("notified_by", "days_to_notification"), "days": ("days_to_notification",)}
    notified = {"day": ("notified_on",)} | {name: (column,) for name, column in NOTIFIED.items() if " " not in column}
    for name, counter in _count(connection, f"notified_on {IN_PERIOD}", days | notified, values).items():
        answers[f"notified.{name}"] = counter
    answers["notified.timeliness"] = _binned(answers.pop("notified.days"), _timeliness)
    answers["notified.month"] = _binned(answers.pop("notified.day"), lambda day: day[:7])
    reviewed = {name: (column,) for name, column in REVIEWED.items()} | PAIRS | {"days": ("days_to_review",)}
    for name, counter in _count(connection, f"reviewed_on {IN_PERIOD}", reviewed, values).items():
        answers[f"reviewed.{name}"] = counter
    answers["reviewed.days"] = {(day, None): n for day, n in answers["reviewed.days"].items()}
    deaths = {"area": ("area_code",), "age_band": ("age_band",)}
    for name, counter in _count(connection, f"died_on {IN_PERIOD}", deaths, values).items():
        answers[f"deaths.{name}"] = counter
    return _rest(connection, values, answers)


def _count(
    connection: sqlite3.Connection, condition: str, tables: Mapping[str, tuple[str, ...]], values: dict[str, Any]
) -> dict[str, Counter[Any]]:
    columns = list(dict.fromkeys(column for table in tables.values() for column in table))
    counters: dict[str, Counter[Any]] = {name: Counter() for name in tables}
    cursor = connection.execute(f"select {', '.join(columns)} {RESIDENTS} {condition}", values)
    while rows := cursor.fetchmany(300):
        found = dict(zip(columns, zip(*rows, strict=True), strict=True))
        for name, table in tables.items():
            one = len(table) == 1
            counters[name].update(found[table[0]] if one else zip(*(found[c] for c in table), strict=True))
    return counters


def _binned(counter: Mapping[Any, Any], bin_of: Callable[[Any], str]) -> dict[Any, int | float]:
    binned: Counter[Any] = Counter()
    for value, n in counter.items():
        binned[bin_of(value)] += n
    return dict(binned)


def _timeliness(days: int) -> str:
    if days <= 1:
        return "same or next day"
    return "2 to 7 days" if days <= 7 else "8 to 28 days" if days <= 28 else "over 28 days"


def _rest(connection: sqlite3.Connection, values: dict[str, Any], answers: dict[str, Any]) -> Answers:
    """What both ways count alike: themes, open cases, meetings, medians."""
    answers["reviewed.theme"] = dict(connection.execute(THEMES, values).fetchall())
    longest = connection.execute(LONGEST, values).fetchone()[0] or 0
    earliest = (date.fromisoformat(values["end"]) - timedelta(days=longest)).isoformat()
    stages: Counter[str] = Counter()
    durations: Counter[str] = Counter()
    for stage, duration, n in connection.execute(OPEN, values | {"earliest": earliest}):
        stages[stage] += n
        durations[duration] += n
    answers["open.stage"], answers["open.duration"] = stages, durations
    answers["notified.elsewhere"] = {"n": connection.execute(ELSEWHERE, values).fetchone()[0]}
    answers["meetings.held"] = Counter()
    for kind, theme, n in connection.execute(MEETINGS, values):
        answers["meetings.held"][kind] = answers["meetings.held"].get(kind, 0) + n
        if kind == "case review":
            answers["meetings.theme"][theme] = n
    days = [(day, n) for (day, _), n in sorted(answers.pop("reviewed.days").items())]
    answers["reviewed.median_days"] = {"n": _median(days)}
    by_agency: dict[Any, list[tuple[int, Any]]] = defaultdict(list)
    for (agency, day), n in sorted(answers.pop("notified.agency").items(), key=lambda pair: pair[0][1]):
        by_agency[agency].append((day, n))
    answers["agency.median_days"] = {agency: _median(days) for agency, days in by_agency.items()}
    answers["agency.same_or_next_day"] = {a: sum(n for day, n in days if day <= 1) for a, days in by_agency.items()}
    return {name: dict(counts) for name, counts in answers.items()}


def _median(days: list[tuple[int, Any]]) -> float:
    """The median of days in their order, each with how often it occurs."""
    total = sum(n for _, n in days)
    places, passed, found = [(total + 1) // 2, total // 2 + 1], 0, []
    for day, n in days:
        passed += n
        while places and passed >= places[0]:
            found.append(day)
            places.pop(0)
    return sum(found) / 2 if found else 0


def values_for(panel_id: int, start: date, end: date, months_6: date, months_12: date) -> dict[str, Any]:
    """Return what the statements ask for, as SQLite stores it."""
    after = datetime.combine(end + timedelta(days=1), datetime.min.time(), ZoneInfo("Europe/London"))
    midnight = after.astimezone(ZoneInfo("UTC")).replace(tzinfo=None).isoformat(" ", "microseconds")
    days = {"start": start, "end": end, "months_6": months_6, "months_12": months_12}
    return {"panel": panel_id, "midnight": midnight} | {name: day.isoformat() for name, day in days.items()}
