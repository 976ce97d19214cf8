"""Why numbers of an earlier year are not those of the report that was approved for it."""

from dataclasses import dataclass
from datetime import date, datetime

from cdop.extensions import db
from cdop.models import ReportRestatement
from cdop.queries import figures as counts
from cdop.queries import report_contents as queries
from cdop.queries.names_on_record import names_on_record
from cdop.rules import figures
from cdop.rules.actors import Actor
from cdop.rules.facts import PanelSubject
from cdop.rules.figure_shapes import Figure
from cdop.rules.periods import Period, period_between
from cdop.rules.public_words import doubts, told
from cdop.rules.report_years import Change, changes, reason_of
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services import unit
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound
from cdop.services.figures import FULL, begin_snapshot
from cdop.services.unit import writes

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class ChangedYear:
    """A year whose numbers are not all those of its approved report, and the reason given for each, "" without."""

    period: Period
    changes: tuple[tuple[Change, str], ...]

    @property
    def unexplained(self) -> tuple[Change, ...]:
        """The changes for which nobody gave a reason."""
        return tuple(change for change, reason in self.changes if not reason)


def changed_years(actor: Actor, panel_id: int) -> tuple[ChangedYear, ...]:
    """Return the years with an approved report whose numbers have changed since, the newest first. Raises Forbidden."""
    require(actor, Action.REPORT_WRITE, PanelSubject(panel_id))
    begin_snapshot()
    said = queries.restatements(panel_id)
    found = []
    for days, published in sorted(queries.published_measures(panel_id, FULL).items(), reverse=True):
        changed = _changes(panel_id, days, published)
        if changed:
            pairs = tuple((change, reason_of(change, said.get(days, ()))) for change in changed)
            found.append(ChangedYear(period_between(*days), pairs))
    return tuple(found)


def restate(actor: Actor, panel_id: int, label: str, *, reason: str, because: str = "", now: datetime) -> None:
    """Give the reason for every changed number of a year that has none yet; where all have one, another for all.

    `because` says why words in it that raise a doubt can stand. Raises Forbidden, NotFound where no number of the year
    changed, and Invalid without a reason or with every doubt.
    """
    year = next((each for each in changed_years(actor, panel_id) if each.period.label == label), None)
    if year is None:
        raise NotFound
    if not reason.strip():
        raise Invalid({"reason": "Say why the numbers changed"})
    found = doubts(reason, names_on_record(panel_id, reason))
    if found and not because.strip():
        raise Invalid({"because": told(found)})
    _keep(actor, panel_id, year, reason=reason.strip()[:LONGEST_REASON], because=because if found else "", now=now)


def _changes(panel_id: int, days: tuple[date, date], published: dict[str, Figure]) -> tuple[Change, ...]:
    found = figures.published(counts.figures(panel_id, period_between(*days)))
    return changes(published, found)


@writes(AuditVerb.REPORT_RESTATED)
def _keep(actor: Actor, panel_id: int, year: ChangedYear, *, reason: str, because: str, now: datetime) -> None:
    if because:
        unit.reason(because.strip()[:LONGEST_REASON])
    period = year.period
    said = ReportRestatement(panel_id=panel_id, label=period.label, from_on=period.start, to_on=period.end)
    changed = year.unexplained or [change for change, _ in year.changes]
    said.changes = [change.as_kept() for change in changed]
    said.reason, said.said_by, said.said_at = reason, actor.name, now
    db.session.add(said)
