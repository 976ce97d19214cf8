"""A pack as its members read it: what was released, less what its agencies keep from the pack since."""

from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import AgendaItem, Case, PackPassage
from cdop.queries import minutes
from cdop.queries.meeting_people import agenda_open_to
from cdop.queries.meetings import ON_THE_AGENDA
from cdop.queries.minutes import Minutes
from cdop.queries.pack_sources import is_withheld, withheld_sources
from cdop.queries.packs import PackHead
from cdop.rules.actors import Actor
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, InvitedStatus, PackPart, PackPlace


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage as members read it."""

    part: PackPart
    place: PackPlace
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case of a pack by its reference, its passages in their order."""

    id: int
    public_id: str
    reference: str
    passages: tuple[ReadPassage, ...]

    @property
    def pages(self) -> tuple[tuple[PackPart, tuple[ReadPassage, ...]], ...]:
        """What stands on its pages, part by part."""
        return self._of(PackPlace.PAGES)

    @property
    def behind(self) -> tuple[tuple[PackPart, tuple[ReadPassage, ...]], ...]:
        """What is behind a link, part by part."""
        return self._of(PackPlace.BEHIND)

    def _of(self, place: PackPlace) -> tuple[tuple[PackPart, tuple[ReadPassage, ...]], ...]:
        shown = (each for each in self.passages if each.place is place)
        return tuple((part, tuple(each)) for part, each in groupby(shown, key=lambda passage: passage.part))


@dataclass(frozen=True, slots=True)
class ReadPack:
    """A released pack. `before` are the minutes of the meeting before, where they go with it."""

    head: PackHead
    cases: tuple[ReadCase, ...]
    before: Minutes | None = None


def read_pack(actor: Actor, head: PackHead) -> ReadPack:
    """Return what a reader may read of a pack: no case of which they take no part, an expert's named cases only.

    Three statements, and two more for each case of which an answer or a document is marked.
    """
    query = (
        select(
            Case.id,
            Case.public_id,
            Case.reference,
            PackPassage.source,
            PackPassage.part,
            PackPassage.place,
            PackPassage.title,
            PackPassage.text,
        )
        .join(PackPassage, PackPassage.case_id == Case.id)
        .join(AgendaItem, (AgendaItem.case_id == Case.id) & (AgendaItem.meeting_id == head.meeting_id))
        .where(
            *agenda_open_to(actor, head.meeting_id, coming=(InvitedStatus.ACCEPTED,)),
            AgendaItem.status.in_(ON_THE_AGENDA),
            PackPassage.pack_id == head.pack_id,
            PackPassage.released_at.is_not(None),
        )
        .order_by(AgendaItem.position, PackPassage.position)
    )
    rows = db.session.execute(query).all()
    withheld = withheld_sources({row.id for row in rows})
    cases = (
        ReadCase(
            *case,
            tuple(
                ReadPassage(*each[4:]) for each in passages if not is_withheld(each.source, withheld.get(case[0], ()))
            ),
        )
        for case, passages in groupby(rows, key=lambda row: (row.id, row.public_id, row.reference))
    )
    return ReadPack(head, tuple(cases))


def whole_pack(actor: Actor, head: PackHead) -> ReadPack:
    """Return the same with the minutes of the meeting before, for whoever may read them: once shared with members.

    Three statements more.
    """
    pack = read_pack(actor, head)
    before = minutes.shared_before(actor, head.held_on) if can(actor, Action.MINUTES_READ, head.subject) else None
    return pack if before is None else replace(pack, before=minutes.minutes_of(actor, before.public_id))


def case_as_prepared(head: PackHead, case_id: int, reference: str) -> ReadCase:
    """Return a case as its pages would be if the pack were released as it is."""
    columns = (PackPassage.part, PackPassage.place, PackPassage.title, PackPassage.text)
    of_case = (PackPassage.pack_id == head.pack_id) & (PackPassage.case_id == case_id)
    rows = db.session.execute(select(*columns).where(of_case).order_by(PackPassage.position))
    return ReadCase(case_id, "", reference, tuple(ReadPassage(*row) for row in rows))
