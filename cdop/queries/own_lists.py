"""The analysis form of a case with the panel's own lists of factors and themes, in the words of a day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, select

from cdop.models import Case, Theme, ThemeEarlierLabel
from cdop.models.base import UtcDateTime
from cdop.queries import factors
from cdop.queries.reading import read
from cdop.questionnaires.factor_choices import with_factors
from cdop.questionnaires.spec import Choice, FormSpec
from cdop.questionnaires.theme_choices import with_themes


def with_own_lists(spec: FormSpec, case_id: int, on: date, *, signed_at: datetime | None = None) -> FormSpec:
    """Return an analysis form with what the panel of a case has in its lists. Two statements.

    `on` is the day of the factors. Themes are called as they were when it was signed, and as now where it is not.
    """
    asked = (_AS_NOW, {}) if signed_at is None else (_AS_SIGNED, {"at": signed_at})
    themes = _choices(read(asked[0], case_id=case_id, **asked[1]))
    return with_themes(with_factors(spec, factors.changes_for_case(case_id), on), themes)


def themes_of_panel(panel_id: int) -> tuple[Choice, ...]:
    """Return the themes of a panel's register as a form offers them. One statement."""
    return _choices(read(_OF_PANEL, panel_id=panel_id))


def _choices(rows: Any) -> tuple[Choice, ...]:
    return tuple(Choice(row.key, row.label, is_offered=row.is_active) for row in rows)


def _for_case(label: Any) -> Select[Any]:
    query = select(Theme.key, label.label("label"), Theme.is_active).join(Case, Case.panel_id == Theme.panel_id)
    return query.where(Case.id == bindparam("case_id", type_=Integer))


_EARLIER = (
    select(ThemeEarlierLabel.label)
    .where(
        ThemeEarlierLabel.panel_id == Theme.panel_id,
        ThemeEarlierLabel.theme_key == Theme.key,
        ThemeEarlierLabel.until_at > bindparam("at", type_=UtcDateTime),
    )
    .order_by(ThemeEarlierLabel.until_at)
    .limit(1)
    .scalar_subquery()
)
_AS_NOW, _AS_SIGNED = _for_case(Theme.label), _for_case(func.coalesce(_EARLIER, Theme.label))
_OF_PANEL = select(Theme.key, Theme.label, Theme.is_active).where(
    Theme.panel_id == bindparam("panel_id", type_=Integer)
)
