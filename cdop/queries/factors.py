"""The panel's list of factors: what it changed, from which day, and the list of a day as a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, bindparam, select

from cdop.models import Case, FactorSetting
from cdop.queries.reading import read
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.factors import STARTER_FACTORS, Domain, Factor, FactorChange, of_panel

Change = tuple[date, str | None]
"""From which day, and the words; None: not offered from then on."""


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A factor as the panel has it today. `shipped` are the words it came with, "" where it is the panel's own.

    `changes` are the panel's, the newest first.
    """

    code: str
    label: str
    domain: Domain
    is_offered: bool
    shipped: str
    changes: tuple[Change, ...]

    @property
    def every_label(self) -> tuple[str, ...]:
        """What it is, was and is to be called."""
        return tuple(words for words in (self.label, self.shipped, *(label for _day, label in self.changes)) if words)


def changes_of_panel(panel_id: int) -> tuple[FactorChange, ...]:
    """Return what a panel changed of its list. One statement."""
    return _changes(read(_OF_PANEL, panel_id=panel_id))


def changes_for_case(case_id: int) -> tuple[FactorChange, ...]:
    """Return what the panel of a case changed of its list. One statement."""
    return _changes(read(_FOR_CASE, case_id=case_id))


def labels(panel_id: int, on: date) -> dict[str, str]:
    """Return the words that every factor of a panel has on a day, by its code. One statement."""
    return {factor.code: factor.label for factor in of_panel(changes_of_panel(panel_id), on)}


def all_rows(actor: Actor, *, now: datetime) -> tuple[FactorRow, ...]:
    """Return every factor of the actor's panel that can be changed, those that are not offered last. One statement."""
    changes, today = changes_of_panel(actor.panel_id or 0), now.astimezone(LONDON).date()
    rows = (_row(factor, factor.domain, changes, today) for factor in of_panel(changes, today) if factor.domain)
    return tuple(sorted(rows, key=lambda row: not row.is_offered))


def by_domain(rows: Iterable[FactorRow]) -> dict[Domain, list[FactorRow]]:
    """Return factors by their domains, in the order of the form."""
    found: dict[Domain, list[FactorRow]] = {domain: [] for domain in Domain}
    for row in rows:
        found[row.domain].append(row)
    return found


def factor_row(actor: Actor, code: str, *, now: datetime) -> FactorRow | None:
    """Return one factor of the actor's panel, None where there is none of that code that can be changed."""
    return next((row for row in all_rows(actor, now=now) if row.code == code), None)


def _row(factor: Factor, domain: Domain, changes: Iterable[FactorChange], today: date) -> FactorRow:
    own = sorted(((each.from_on, each.label) for each in changes if each.code == factor.code), reverse=True)
    shipped = _SHIPPED.get(factor.code, "")
    return FactorRow(factor.code, factor.label, domain, factor.is_active(today), shipped, tuple(own))


def _changes(rows: Iterable[Any]) -> tuple[FactorChange, ...]:
    return tuple(FactorChange(row.code, Domain(row.domain), row.label, row.from_on) for row in rows)


_SHIPPED = {factor.code: factor.label for factor in STARTER_FACTORS}
_COLUMNS = (FactorSetting.code, FactorSetting.domain, FactorSetting.label, FactorSetting.from_on)
_OF_PANEL = select(*_COLUMNS).where(FactorSetting.panel_id == bindparam("panel_id", type_=Integer))
_FOR_CASE = (
    select(*_COLUMNS)
    .join(Case, Case.panel_id == FactorSetting.panel_id)
    .where(Case.id == bindparam("case_id", type_=Integer))
)
