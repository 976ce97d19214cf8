"""The cases behind a figure, for whoever may know of them: by reference and age, in the rows of its table."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Case
from cdop.queries.cases import visible_to
from cdop.queries.figure_tables import DAYS, scope
from cdop.queries.figures import IS_COUNTED
from cdop.rules.actors import Actor
from cdop.rules.figure_dimensions import BY_COLUMN, NOT_RECORDED, Scope
from cdop.rules.figure_shapes import Measure
from cdop.rules.figures import MEASURES
from cdop.rules.periods import Period

PAGE_SIZE = 50


class FigureCase(NamedTuple):
    """A case of a figure, and the row of its table: no name, because a list says of no named child how it died."""

    public_id: str
    reference: str
    born_on: date
    died_on: date
    row: str


@dataclass(frozen=True, slots=True)
class FigureCases:
    """One page of the cases of a figure, and how many there are in all."""

    rows: tuple[FigureCase, ...]
    total: int
    page: int
    pages: int
    heading: str


def column_of(measure: Measure) -> str:
    """Return the fact by which a measure divides cases one by one, "" where it has none such."""
    column = measure.crossings[0][0] if measure.crossings else ""
    return column if measure.cohort in DAYS and column in Case.__table__.columns and column in BY_COLUMN else ""


LISTED = frozenset(measure.id for measure in MEASURES if column_of(measure))
"""The measures whose cases can be listed."""


def cases_of(actor: Actor, measure: Measure, period: Period, *, page: int) -> FigureCases:
    """Return a page of the cases of a measure that the actor may know of, row by row: four statements."""
    name = column_of(measure)
    mine = (*visible_to(actor), DAYS[measure.cohort].between(period.start, period.end), IS_COUNTED)
    total = db.session.scalar(select(func.count()).select_from(Case).where(*mine)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    divided = Case.__table__.columns[name]
    query = select(Case.public_id, Case.reference, Case.born_on, Case.died_on, divided).where(*mine)
    found = db.session.execute(
        query.order_by(divided, Case.reference_folded).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    ).all()
    lists = scope(actor.panel_id or 0, period)
    rows = tuple(
        FigureCase(case.public_id, case.reference, case.born_on, case.died_on, _row(name, case[-1], lists))
        for case in found
    )
    return FigureCases(rows, total, page, pages, BY_COLUMN[name].title)


def _row(name: str, value: Any, lists: Scope) -> str:
    dimension = BY_COLUMN[name]
    binned = value if dimension.bins is None else dimension.bins(value)
    known = dimension.rows(lists)
    if binned in known:
        return known[binned].label
    return NOT_RECORDED if binned is None else dimension.other(binned, lists).label
