"""Who of a panel is told of its own work: the people of each role, without whoever takes no part in the case."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, select

from cdop.extensions import db
from cdop.models import CaseExclusion, Membership, User
from cdop.rules.dates import LONDON
from cdop.rules.messages import Audience
from cdop.rules.vocabulary import Role

ROLES = {
    Role.COORDINATOR: Audience.COORDINATORS,
    Role.CHAIR: Audience.CHAIRS,
    Role.DESIGNATED_DOCTOR: Audience.DOCTORS,
    Role.ADMINISTRATOR: Audience.ADMINISTRATORS,
}


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The people of some panels by panel, and who takes no part in some cases."""

    people: dict[int, list[tuple[int, Audience, str]]] = field(default_factory=dict)
    excluded: frozenset[tuple[int, int]] = frozenset()

    def addresses(self, panel_id: int, case_id: int | None = None) -> tuple[tuple[Audience, str], ...]:
        """Return whom to tell of something of a panel, of a case those who take part in it."""
        return tuple(
            (audience, email)
            for user_id, audience, email in self.people.get(panel_id, ())
            if (case_id, user_id) not in self.excluded
        )


def colleagues(panel_ids: Iterable[int], case_ids: Iterable[int | None] = (), *, now: datetime) -> Colleagues:
    """Return the people of these panels who are told of its work today. Two statements at most."""
    panels, cases = set(panel_ids), {case_id for case_id in case_ids if case_id is not None}
    if not panels:
        return Colleagues()
    today = now.astimezone(LONDON).date()
    held = and_(
        Membership.panel_id.in_(panels),
        Membership.role.in_(ROLES),
        Membership.from_on <= today,
        Membership.until_on.is_(None) | (Membership.until_on >= today),
        User.disabled_at.is_(None),
    )
    query = select(Membership.panel_id, User.id, Membership.role, User.email).join(User, User.id == Membership.user_id)
    people: dict[int, list[tuple[int, Audience, str]]] = {}
    for panel_id, user_id, role, email in db.session.execute(query.where(held).order_by(User.id)):
        people.setdefault(panel_id, []).append((user_id, ROLES[role], email))
    parted = select(CaseExclusion.case_id, CaseExclusion.user_id).where(CaseExclusion.panel_id.in_(panels))
    found = db.session.execute(parted) if cases else ()
    return Colleagues(people, frozenset((row[0], row[1]) for row in found))
