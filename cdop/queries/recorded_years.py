"""Of which financial years a panel has records."""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, select, true

from cdop.extensions import db
from cdop.models import Case
from cdop.rules.periods import FinancialYear, financial_year_of
from cdop.rules.recorded_years import MANY, recorded


def recorded_years(panel_id: int, *, by: datetime | None = None) -> frozenset[int]:
    """Return the years, by their first, of which the panel has records, or had by an instant, in two statements.

    Of each year no more than `MANY` notifications are read, of children from wherever.
    """
    mine = and_(Case.panel_id == panel_id, true() if by is None else Case.created_at <= by)
    ends = select(func.min(Case.notified_on), func.max(Case.notified_on)).where(Case.panel_id == panel_id)
    first, last = db.session.execute(ends).one()
    if first is None:
        return frozenset()
    between = range(financial_year_of(first).first_year, financial_year_of(last).first_year + 1)
    years = [FinancialYear(year) for year in between]
    numbers = db.session.execute(select(*(_notified(mine, year) for year in years))).one()
    return recorded({year.first_year: number for year, number in zip(years, numbers, strict=True)})


def _notified(mine: ColumnElement[bool], year: FinancialYear) -> ScalarSelect[int]:
    found = select(Case.id).where(mine, Case.notified_on.between(year.start, year.end)).limit(MANY).subquery()
    return select(func.count()).select_from(found).scalar_subquery()
