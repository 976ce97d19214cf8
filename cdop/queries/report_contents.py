"""What an annual report shows beside the figures of its period: earlier years, areas, themes, recommendations."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import (
    ActionItem,
    AnnualReport,
    AreaPopulation,
    Case,
    CaseTheme,
    OfficialLetter,
    PanelArea,
    PanelMeeting,
    Recommendation,
    ReferenceTable,
    ReportRestatement,
)
from cdop.queries.figure_tables import DAYS, scope
from cdop.queries.figures import IS_COUNTED, plain
from cdop.rules import actions
from cdop.rules.figure_shapes import Cohort, Counts, Figure, Measure
from cdop.rules.figures import measure
from cdop.rules.periods import Period
from cdop.rules.recommendations import VERDICTS
from cdop.rules.vocabulary import ReferenceKind

OF_EACH_AREA = (
    "notified.age_band",
    "notified.sex",
    "notified.expectedness",
    "reviewed.category",
    "reviewed.modifiable",
    "reviewed.duration",
)
"""The measures of a local authority's own pages."""
ADULT = 18


def first_notification(panel_id: int) -> date | None:
    """Return the day of the panel's first notification, None where there is none."""
    return db.session.scalar(select(func.min(Case.notified_on)).where(Case.panel_id == panel_id, IS_COUNTED))


def published_measures(panel_id: int, edition: str) -> dict[tuple[date, date], dict[str, Figure]]:
    """Return the measures of the newest approved report of each period, by its first and last day."""
    approved = (AnnualReport.panel_id == panel_id, AnnualReport.edition == edition)
    query = select(AnnualReport.from_on, AnnualReport.to_on, AnnualReport.figures).where(
        *approved, AnnualReport.approved_at.is_not(None)
    )
    rows = db.session.execute(query.order_by(AnnualReport.approved_at, AnnualReport.id))
    return {(row.from_on, row.to_on): row.figures["measures"] for row in rows}


def restatements(panel_id: int) -> dict[tuple[date, date], list[dict[str, Any]]]:
    """Return what was said of changed numbers, by period: the changes, the reason, by whom and when."""
    found: dict[tuple[date, date], list[dict[str, Any]]] = defaultdict(list)
    query = select(ReportRestatement).where(ReportRestatement.panel_id == panel_id).order_by(ReportRestatement.id)
    for row in db.session.scalars(query):
        said = {"changes": row.changes, "reason": row.reason, "said_by": row.said_by}
        found[row.from_on, row.to_on].append(said)
    return dict(found)


def by_area(panel_id: int, period: Period) -> dict[str, dict[str, Figure]]:
    """Return the measures of each local authority's own pages, by its name: two statements."""
    found = scope(panel_id, period)
    shown = [measure(name) for name in OF_EACH_AREA]
    counts = {
        cohort: _counted(panel_id, period, cohort, [one for one in shown if one.cohort is cohort])
        for cohort in (Cohort.NOTIFIED, Cohort.REVIEWED)
    }
    return {
        name: {one.id: one.figure(_of_area(code, found, counts[one.cohort])) for one in shown}
        for code, name in sorted(found.areas.items(), key=lambda area: area[1])
    }


Tables = dict[str, tuple[int, dict[tuple[str, ...], Counter[Any]]]]


def _counted(panel_id: int, period: Period, cohort: Cohort, shown: Iterable[Measure]) -> tuple[Cohort, Tables]:
    """The cases of a cohort, counted by area into the tables of these measures."""
    crossings = {crossing for one in shown for crossing in one.crossings}
    names = sorted({name for crossing in crossings for name in crossing})
    columns = [plain(Case.__table__.columns[name]) for name in names]
    mine = Case.panel_id == panel_id, DAYS[cohort].between(period.start, period.end), IS_COUNTED
    of_area: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for area, *values in db.session.execute(select(plain(Case.area_code), *columns).where(*mine)):
        of_area[area].append(dict(zip(names, values, strict=True)))
    return cohort, {
        area: (len(cases), {crossing: Counter(_value(each, crossing) for each in cases) for crossing in crossings})
        for area, cases in of_area.items()
    }


def _value(case: dict[str, Any], crossing: tuple[str, ...]) -> Any:
    return case[crossing[0]] if len(crossing) == 1 else tuple(case[name] for name in crossing)


def _of_area(code: str, found: Any, counted: tuple[Cohort, Tables]) -> Counts:
    cohort, tables = counted
    total, of_area = tables.get(code, (0, {}))
    empty: Counter[Any] = Counter()
    every = {(cohort, crossing): of_area.get(crossing, empty) for crossing in _CROSSINGS}
    return Counts(found, {cohort: total}, every)


_CROSSINGS = {crossing for name in OF_EACH_AREA for crossing in measure(name).crossings}


def recommendations(panel_id: int, period: Period) -> list[dict[str, str]]:
    """Return the recommendations of the meetings of a period, with what became of each, in their order."""
    made = Recommendation.panel_id == panel_id, PanelMeeting.held_on.between(period.start, period.end)
    query = select(*_RECOMMENDATION).join(PanelMeeting, PanelMeeting.id == Recommendation.meeting_id)
    rows = db.session.execute(query.where(*made).order_by(PanelMeeting.held_on, Recommendation.id))
    return [_recommendation(row) for row in rows]


def by_theme(panel_id: int, period: Period) -> dict[str, dict[str, Any]]:
    """Return by theme what followed from the reviews of a period: recommendations, letters and actions."""
    reviewed = CaseTheme.panel_id == panel_id, Case.reviewed_on.between(period.start, period.end), IS_COUNTED
    of_cases = select(CaseTheme.theme_key).join(Case, Case.id == CaseTheme.case_id).where(*reviewed)
    found: defaultdict[str, dict[str, Any]] = defaultdict(_nothing)
    made = of_cases.join(Recommendation, Recommendation.case_id == Case.id).add_columns(*_RECOMMENDATION)
    for row in db.session.execute(made.order_by(CaseTheme.theme_key, Recommendation.id)):
        found[row.theme_key]["recommendations"].append(_recommendation(row))
    letters = of_cases.join(OfficialLetter, OfficialLetter.case_id == Case.id).add_columns(OfficialLetter.answered_on)
    for row in db.session.execute(letters.where(OfficialLetter.posted_on.is_not(None))):
        found[row.theme_key]["letters"] += 1
        found[row.theme_key]["answered"] += row.answered_on is not None
    agreed = of_cases.join(ActionItem, ActionItem.case_id == Case.id).add_columns(ActionItem.status)
    for row in db.session.execute(agreed):
        found[row.theme_key]["actions"] += 1
        found[row.theme_key]["closed"] += row.status in actions.CLOSED
    return dict(found)


def _nothing() -> dict[str, Any]:
    return {"recommendations": [], "letters": 0, "answered": 0, "actions": 0, "closed": 0}


def _recommendation(row: Any) -> dict[str, str]:
    return {
        "text": row.text,
        "to": row.addressee,
        "standing": row.status.capitalize(),
        "answer": row.response or "",
        "verdict": VERDICTS[row.verdict] if row.verdict else "",
    }


def population(panel_id: int) -> dict[str, Any]:
    """Return how many children under 18 live in each of the panel's areas, by the newest table; {} without one."""
    tables = (ReferenceTable.kind == ReferenceKind.POPULATION) & ReferenceTable.is_current
    newest = select(ReferenceTable.id, ReferenceTable.edition).where(tables).order_by(ReferenceTable.series.desc())
    table = db.session.execute(newest.limit(1)).one_or_none()
    if table is None:
        return {}
    persons = func.sum(AreaPopulation.persons)
    of_areas = (
        select(PanelArea.name, persons)
        .join(AreaPopulation, AreaPopulation.area_code == PanelArea.gss_code)
        .where(PanelArea.panel_id == panel_id, AreaPopulation.table_id == table.id, AreaPopulation.age < ADULT)
        .group_by(PanelArea.name)
        .order_by(PanelArea.name)
    )
    return {"edition": table.edition, "areas": {name: int(n) for name, n in db.session.execute(of_areas)}}


_RECOMMENDATION = (
    Recommendation.text,
    Recommendation.addressee,
    Recommendation.status,
    Recommendation.response,
    Recommendation.verdict,
)
