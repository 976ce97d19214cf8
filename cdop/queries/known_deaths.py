"""What the panel holds of deaths that it is told of from elsewhere: cases, notifications, awaited notifications.

All of the panel's rows are compared, whoever asks: a death must not seem to be missing because its case is not theirs
to see. `Known.is_open_to` says whether they may be told of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AwaitedNotification, Notification
from cdop.queries import same_child as queries
from cdop.queries.same_child import CASE, NOTIFICATION
from cdop.rules import same_child
from cdop.rules.actors import Actor
from cdop.rules.case_words import listed_name
from cdop.rules.same_child import Child, Comparison, Likeness
from cdop.rules.vocabulary import ActorKind, AwaitedStatus, ListOutcome, NotificationStatus, Role

AWAITED = "awaited"
_OUTCOMES: dict[str, ListOutcome] = {
    AwaitedStatus.AWAITED: ListOutcome.AWAITED,
    AwaitedStatus.ENDED: ListOutcome.NOT_OURS,
    NotificationStatus.NOT_FOR_REVIEW: ListOutcome.NOT_OURS,
}
MOST_AWAITED = 5000
"""So many awaited notifications, the newest, are compared."""


@dataclass(frozen=True, slots=True)
class Known:
    """Something that the panel holds and that may be the same child: `kind` is CASE, NOTIFICATION or AWAITED.

    `standing` is the status of a notification or an awaited one; `case_id` the id of its case, where it has one.
    """

    kind: str
    id: int
    public_id: str
    reference: str
    name: str
    died_on: date | None
    standing: str
    case_id: int | None
    comparison: Comparison

    @property
    def key(self) -> tuple[str, int]:
        """Which it is."""
        return self.kind, self.id

    @property
    def outcome(self) -> ListOutcome:
        """What a line of a list comes to that surely is this child."""
        return _OUTCOMES.get(self.standing, ListOutcome.MATCHED)

    def is_open_to(self, actor: Actor) -> bool:
        """Whether somebody may be told of it."""
        return self.case_id is None or self.case_id not in actor.excluded_case_ids


def known_like(panel_id: int, children: Sequence[Child]) -> list[tuple[Known, ...]]:
    """Return for each child what the panel holds that may be the same or a sibling, the most alike first."""
    accounts = queries.alike(_whole_panel(panel_id), children)
    standing = _standings([each.notification_id for found in accounts for each in found if each.notification_id])
    awaited = _Awaited(panel_id)
    return [
        tuple(sorted((*(_known(each, standing) for each in found), *awaited.like(child)), key=_rank))
        for child, found in zip(children, accounts, strict=True)
    ]


def waiting_like(panel_id: int, children: Mapping[int, Child]) -> set[int]:
    """Return the keys of those children whom a notification that waits for its first check may be of."""
    found = queries.alike(_whole_panel(panel_id), list(children.values()))
    ids = [each.notification_id for known in found for each in known if each.notification_id]
    waiting = {key for key, status in _standings(ids).items() if status is NotificationStatus.RECEIVED}
    proposed = [{each.notification_id for each in known if each.comparison.is_proposed} for known in found]
    return {key for key, some in zip(children, proposed, strict=True) if some & waiting}


def _whole_panel(panel_id: int) -> Actor:
    """Whoever may see all of a panel: who is shown what is decided afterwards."""
    return Actor(ActorKind.PERSON, panel_id=panel_id, roles=frozenset({Role.COORDINATOR}), name="comparison")


def _standings(notification_ids: list[int]) -> dict[int | None, NotificationStatus]:
    found: dict[int | None, NotificationStatus] = {}
    for start in range(0, len(notification_ids), 500):
        some = notification_ids[start : start + 500]
        query = select(Notification.id, Notification.status).where(Notification.id.in_(some))
        found |= {row.id: row.status for row in db.session.execute(query)}
    return found


def _known(found: queries.Alike, standing: Mapping[int | None, NotificationStatus]) -> Known:
    kind = CASE if found.case_id else NOTIFICATION
    number = found.case_id or found.notification_id or 0
    is_now = "" if found.case_id else standing[found.notification_id].value
    named = (found.public_id, found.reference, found.name, found.died_on)
    return Known(kind, number, *named, is_now, found.case_id, found.comparison)


def _rank(known: Known) -> tuple[int, int, int]:
    likeness = list(Likeness).index(known.comparison.likeness)
    return likeness, (CASE, NOTIFICATION, AWAITED).index(known.kind), -known.comparison.score


class _Awaited:
    """A panel's awaited notifications, read once a child is to be compared with them, by what they are found by."""

    def __init__(self, panel_id: int) -> None:
        model = AwaitedNotification
        columns: tuple[Any, ...] = (model.id, model.public_id, model.reference, model.status, model.case_id)
        query = select(*columns, *(getattr(model, name) for name in _OF_CHILD)).where(model.panel_id == panel_id)
        self._rows = list(db.session.execute(query.order_by(model.id.desc()).limit(MOST_AWAITED)))
        self._by_key: dict[str, list[int]] = {}
        for place, row in enumerate(self._rows):
            for key in same_child.keys(_child(row)):
                self._by_key.setdefault(key, []).append(place)

    def like(self, child: Child) -> list[Known]:
        """Return those that may be the same child or a sibling."""
        near = {place for key in same_child.keys(child) for place in self._by_key.get(key, ())}
        compared = ((self._rows[place], same_child.compare(child, _child(self._rows[place]))) for place in sorted(near))
        return [
            Known(
                AWAITED, row.id, row.public_id, row.reference, _name(row), row.died_on, row.status.value, row.case_id, c
            )
            for row, c in compared
            if c.likeness is not Likeness.NONE and not _is_same_as_its_case(row)
        ]


def _is_same_as_its_case(row: Any) -> bool:
    """What arrived as a case is compared as that case."""
    return row.status is AwaitedStatus.ARRIVED and row.case_id is not None


def _name(row: Any) -> str:
    return listed_name(row.given_names, row.family_name)


def _child(row: Any) -> Child:
    return Child(**{name: getattr(row, name) for name in _OF_CHILD})


_OF_CHILD = ("given_names", "family_name", "nhs_number", "born_on", "died_on", "postcode")
