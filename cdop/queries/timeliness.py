"""What the figures of timeliness are made of: deaths, each notification of them, and the lines of lists."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import Case, DeathListRow, FormAnswer, ListSource, Notification
from cdop.queries.figures import IS_COUNTED
from cdop.queries.notifications import limit_of
from cdop.questionnaires.choices import SUSPECTED_TYPES
from cdop.rules.ages import completed_years
from cdop.rules.dates import LONDON
from cdop.rules.lateness import delay, in_time
from cdop.rules.list_kinds import KINDS
from cdop.rules.periods import Period
from cdop.rules.timeliness import ListRow, NotifiedDeath, Table, TellerRow, Told, tables, tellers
from cdop.rules.vocabulary import ListOutcome

SUSPECTED, TELLER = "suspected_types", "notified_by"


@dataclass(frozen=True, slots=True)
class Timeliness:
    """The figures of a period. `limit` is in how many days a death is to be notified."""

    limit: int
    tables: tuple[Table, ...]
    tellers: tuple[TellerRow, ...]
    lists: tuple[ListRow, ...]

    @property
    def in_time(self) -> str:
        """Within what a death is to be notified, in words."""
        return in_time(self.limit)


def timeliness(panel_id: int, period: Period) -> Timeliness:
    """Return how soon the deaths of a period were notified to a panel: six statements, whatever there is."""
    limit = limit_of(panel_id, period.end)
    died = (Case.panel_id == panel_id, Case.died_on.between(period.start, period.end))
    mine = (*died, IS_COUNTED)
    suspected = _suspected(mine)
    deaths = [
        NotifiedDeath(
            days=row.days_to_notification,
            notified_by=row.notified_by,
            place=row.place_of_death,
            age_band=row.age_band,
            years=completed_years(row.born_on, row.died_on),
            died_in_area=row.died_in_area,
            suspected=frozenset(suspected.get(row.id, ())),
        )
        for row in db.session.execute(select(*_DEATH).where(*mine))
    ]
    labels = {each.value: each.label for each in SUSPECTED_TYPES}
    return Timeliness(
        limit, tables(deaths, limit=limit, suspected=labels), tellers(_told(mine, limit)), _lists(panel_id, period)
    )


def _suspected(mine: tuple[Any, ...]) -> dict[int, set[str]]:
    """What any notification of a case suspected, by the case's id."""
    found: dict[int, set[str]] = {}
    query = _answers(FormAnswer.value, SUSPECTED).where(*mine)
    for _id, case_id, _received, _aware, _died, value in db.session.execute(query):
        found.setdefault(case_id, set()).update(value or ())
    return found


def _told(mine: tuple[Any, ...], limit: int) -> list[Told]:
    """Every notification of these cases."""
    by = {row[0]: row[-1] for row in db.session.execute(_answers(FormAnswer.value, TELLER).where(*mine))}
    found = []
    for row in db.session.execute(select(*_NOTIFIED).join(Case, Case.id == Notification.case_id).where(*mine)):
        if row.received_at.astimezone(LONDON).date() >= row.died_on:
            took = delay(row.received_at, row.died_on, row.aware_on, limit)
            found.append(Told(by.get(row.id), took.from_death or 0, took.from_awareness))
    return found


def _answers(column: Any, question: str) -> Any:
    query = select(*_NOTIFIED, column).join(Case, Case.id == Notification.case_id)
    joined = (FormAnswer.response_id == Notification.response_id) & (FormAnswer.question_key == question)
    return query.join(FormAnswer, joined).order_by(Notification.id)


def _lists(panel_id: int, period: Period) -> tuple[ListRow, ...]:
    counted = select(DeathListRow.source_id, DeathListRow.outcome, func.count())
    in_period = (DeathListRow.panel_id == panel_id, DeathListRow.died_on.between(period.start, period.end))
    counts: dict[int, dict[ListOutcome, int]] = {}
    for source_id, outcome, n in db.session.execute(
        counted.where(*in_period).group_by(DeathListRow.source_id, DeathListRow.outcome)
    ):
        counts.setdefault(source_id, {})[outcome] = n
    senders = select(ListSource.id, ListSource.name, ListSource.kind, ListSource.gaps)
    rows = db.session.execute(senders.where(ListSource.panel_id == panel_id).order_by(func.lower(ListSource.name)))
    return tuple(
        ListRow(row.name, counts.get(row.id, {}), (*KINDS[row.kind].gaps, *([row.gaps] if row.gaps else ())))
        for row in rows
    )


_DEATH: tuple[Any, ...] = (
    *(Case.id, Case.days_to_notification, Case.notified_by, Case.place_of_death, Case.age_band),
    *(Case.born_on, Case.died_on, Case.died_in_area),
)
_NOTIFIED: tuple[Any, ...] = (
    Notification.id,
    Notification.case_id,
    Notification.received_at,
    Notification.aware_on,
    Case.died_on,
)
