"""What only the full report divides by two things at once, and where children lived who were another panel's."""

from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Case
from cdop.queries.figure_tables import DAYS
from cdop.queries.figures import IS_COUNTED, plain
from cdop.rules import figure_dimensions as by
from cdop.rules import local_authorities
from cdop.rules.figure_dimensions import Scope
from cdop.rules.figure_shapes import Cohort, Counts, Crossed, Figure
from cdop.rules.periods import Period
from cdop.rules.vocabulary import CaseStatus, Residency

_CROSSED = tuple(
    Crossed(id=f"reviewed.{name}", title="", definition="", dimension=rows, by=columns)
    for name, rows, columns in (
        ("ethnicity_by_age_band", by.ETHNICITY, by.AGE_BAND),
        ("category_by_ethnicity", by.CATEGORY, by.ETHNICITY),
        ("deprivation_quintile_by_age_band", by.QUINTILE, by.AGE_BAND),
    )
)


def crossed(panel_id: int, period: Period) -> dict[str, Figure]:
    """Return the deaths reviewed in a period divided by two things at once, by the name of each figure."""
    found: dict[str, Figure] = {}
    mine = Case.panel_id == panel_id, DAYS[Cohort.REVIEWED].between(period.start, period.end), IS_COUNTED
    for measure in _CROSSED:
        (names,) = measure.crossings
        columns = [plain(Case.__table__.columns[name]) for name in names]
        rows = db.session.execute(select(*columns, func.count()).where(*mine).group_by(*columns))
        table: dict[Any, int] = {tuple(values): n for *values, n in rows}
        counts = Counts(Scope(period), {Cohort.REVIEWED: sum(table.values())}, {(Cohort.REVIEWED, names): table})
        found[measure.id] = measure.figure(counts)
    return found


def homes_elsewhere(panel_id: int, period: Period) -> Figure:
    """Return where the children normally lived who were notified in a period and are another panel's."""
    mine = Case.panel_id == panel_id, DAYS[Cohort.NOTIFIED].between(period.start, period.end)
    others = Case.residency == Residency.ELSEWHERE, Case.status != CaseStatus.NOT_FOR_REVIEW
    query = select(Case.area_code, func.count()).where(*mine, *others).group_by(Case.area_code)
    named = {local_authorities.authority(code).name: n for code, n in db.session.execute(query)}
    rows = [{"key": name, "label": name, "n": n} for name, n in sorted(named.items())]
    return {"of": sum(named.values()), "rows": rows}
