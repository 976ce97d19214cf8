"""The days on which children of a panel died, of one kind of death and of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from cdop.extensions import db
from cdop.models import Case, CaseTheme
from cdop.queries.figures import IS_COUNTED


@dataclass(frozen=True, slots=True)
class DaysOfDeath:
    """Days in order: of the deaths of one kind, and of all."""

    of_kind: tuple[date, ...]
    every: tuple[date, ...]


def days_of_death(panel_id: int, *, theme: str = "", category: int | None = None, since: date) -> DaysOfDeath:
    """Return the days of death since a day, of the panel's own children, in two statements."""
    conditions: list[ColumnElement[bool]] = []
    if theme:
        conditions.append(Case.id.in_(select(CaseTheme.case_id).where(CaseTheme.theme_key == theme)))
    if category is not None:
        conditions.append(Case.category == category)
    return DaysOfDeath(_days(panel_id, since, conditions), _days(panel_id, since, ()))


def _days(panel_id: int, since: date, conditions: Iterable[ColumnElement[bool]]) -> tuple[date, ...]:
    mine = (Case.panel_id == panel_id, Case.died_on >= since, IS_COUNTED, *conditions)
    return tuple(db.session.scalars(select(Case.died_on).where(*mine).order_by(Case.died_on)))
