"""The figures counted one case at a time in plain Python: what the database's answers are held against."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from cdop.rules.ages import age_band
from cdop.rules.durations import duration_band, timeliness_band
from cdop.rules.periods import Period, financial_year_of

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Child:
    """A case as the counting sees it. `steps` are the stages it came into, with the moment of each."""

    born_on: date
    died_on: date
    notified_on: date
    reviewed_on: date | None = None
    residency: str = "resident"
    area: str = "Halton"
    notified_by: str | None = None
    sex: str | None = None
    ethnic_group: str | None = None
    expectedness: str | None = None
    deprivation_quintile: int | None = None
    place_of_death: str | None = None
    category: int | None = None
    modifiable: str | None = None
    themes: frozenset[str] = frozenset()
    is_out: bool = False
    steps: tuple[tuple[datetime, str], ...] = field(default=())

    @property
    def age(self) -> str:
        return age_band(self.born_on, self.died_on).value


def count(children: list[Child], meetings: list[tuple[date, str, str | None]], period: Period) -> dict[str, dict]:
    """Every measure that has rows or a number, as `{key: n}` without the empty rows."""
    children = [child for child in children if not child.is_out]
    here = [child for child in children if child.residency == "resident"]
    notified = [child for child in here if child.notified_on in period]
    reviewed = [child for child in here if child.reviewed_on is not None and child.reviewed_on in period]
    deaths = [child for child in here if child.died_on in period]
    open_ = [child for child in here if is_open(child, period.end)]
    held = [meeting for meeting in meetings if meeting[0] in period]
    elsewhere = sum(child.notified_on in period for child in children if child.residency == "elsewhere")
    return {
        "notified.total": {"n": len(notified)},
        "notified.elsewhere": {"n": elsewhere},
        "reviewed.total": {"n": len(reviewed)},
        "deaths.total": {"n": len(deaths)},
        "deaths.notified_later": {"n": sum(child.notified_on > period.end for child in deaths)},
        "open.total": {"n": len(open_)},
        "notified.area": tally(child.area for child in notified),
        "notified.month": tally(child.notified_on.strftime("%Y-%m") for child in notified),
        "notified.age_band": tally(child.age for child in notified),
        "notified.sex": tally(child.sex for child in notified),
        "notified.ethnicity": tally(child.ethnic_group for child in notified),
        "notified.expectedness": tally(child.expectedness for child in notified),
        "notified.timeliness": tally(timeliness_band(c.died_on, c.notified_on).value for c in notified),
        "notified.timeliness_by_agency": tally(c.notified_by for c in notified if days_to_notify(c) <= 1),
        "median by agency": medians(notified),
        "reviewed.area": tally(child.area for child in reviewed),
        "reviewed.age_band": tally(child.age for child in reviewed),
        "reviewed.sex": tally(child.sex for child in reviewed),
        "reviewed.ethnicity": tally(child.ethnic_group for child in reviewed),
        "reviewed.expectedness": tally(child.expectedness for child in reviewed),
        "reviewed.year_of_death": tally(financial_year_of(child.died_on).label for child in reviewed),
        "reviewed.place_of_death": tally(child.place_of_death for child in reviewed),
        "reviewed.deprivation_quintile": tally(child.deprivation_quintile for child in reviewed),
        "reviewed.category": tally(child.category for child in reviewed),
        "reviewed.modifiable": tally(child.modifiable for child in reviewed),
        "reviewed.modifiable_by_category": tally(c.category for c in reviewed if c.modifiable == "yes"),
        "reviewed.modifiable_by_age_band": tally(c.age for c in reviewed if c.modifiable == "yes"),
        "reviewed.modifiable_by_deprivation_quintile": tally(
            c.deprivation_quintile for c in reviewed if c.modifiable == "yes"
        ),
        "reviewed.category_by_age_band": tally(f"{c.category} {c.age}" for c in reviewed),
        "reviewed.theme": tally(theme for child in reviewed for theme in child.themes),
        "reviewed.duration": tally(duration_band(c.died_on, c.reviewed_on).value for c in reviewed),
        "median to review": {"n": median([(c.reviewed_on - c.died_on).days for c in reviewed]) if reviewed else None},
        "reviewed.under_1": {"n": sum(child.age in ("0-27 days", "28-364 days") for child in reviewed)},
        "deaths.area": tally(child.area for child in deaths),
        "deaths.age_band": tally(child.age for child in deaths),
        "open.stage": tally(stage(child, period.end) for child in open_),
        "open.duration": tally(duration_band(child.died_on, period.end).value for child in open_),
        "meetings.held": tally(kind for _, kind, _ in held),
        "meetings.theme": tally(theme or "none" for _, kind, theme in held if kind == "case review"),
    }


def shown(measures: dict[str, dict]) -> dict[str, dict]:
    """The published measures in the same form."""
    found = {}
    for name, measure in measures.items():
        if name == "reviewed.category_by_age_band":
            cells = {f"{row['key']} {cell['key']}": cell["n"] for row in measure["rows"] for cell in row["rows"]}
            found[name] = {key: n for key, n in cells.items() if n}
        elif "rows" in measure:
            found[name] = {row["key"]: row["n"] for row in measure["rows"] if row["n"]}
        else:
            found[name] = {"n": measure["n"]}
    agencies = measures["notified.timeliness_by_agency"]["rows"]
    found["median by agency"] = {row["key"]: row["median_days"] for row in agencies if row["of"]}
    found["median to review"] = {"n": measures["reviewed.duration"]["median_days"]}
    return found


def is_open(child: Child, end: date) -> bool:
    return child.notified_on <= end and (child.reviewed_on is None or child.reviewed_on > end)


def stage(child: Child, end: date) -> str:
    """The last stage before the midnight in London that ends the day."""
    midnight = datetime.combine(end + timedelta(days=1), time(), LONDON)
    before = [(at, place) for place, (at, _) in enumerate(child.steps) if at < midnight]
    return child.steps[max(before)[1]][1] if before else "not recorded"


def days_to_notify(child: Child) -> int:
    return (child.notified_on - child.died_on).days


def medians(notified: list[Child]) -> dict[str, float]:
    by_agency: dict[str, list[int]] = {}
    for child in notified:
        by_agency.setdefault(child.notified_by or "missing", []).append(days_to_notify(child))
    return {agency: median(days) for agency, days in by_agency.items()}


def tally(values) -> dict[str, int]:
    return dict(Counter("missing" if value is None else str(value) for value in values))
