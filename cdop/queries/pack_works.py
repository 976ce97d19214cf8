"""How far work on a pack is, for whoever asked for it and nobody else."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import MeetingPack, PackWork, PanelMeeting
from cdop.queries.works import WorkView, columns
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import PackWorkKind

ON_PAPER = (PackWorkKind.FILE, PackWorkKind.PRINTED)


@dataclass(frozen=True, slots=True)
class OwnWork(WorkView):
    """Work on a pack, case by case."""

    meeting_id: str
    held_on: date
    kind: PackWorkKind

    @property
    def is_on_paper(self) -> bool:
        """Whether a file comes of it."""
        return self.kind in ON_PAPER


def own_work(actor: Actor, meeting_id: str, work_id: str) -> OwnWork | None:
    """Return work that the actor asked for, None where they asked for none such. Both ids are public ids."""
    query = (
        select(*columns(PackWork), PanelMeeting.public_id, PanelMeeting.held_on, PackWork.kind)
        .join(MeetingPack, MeetingPack.id == PackWork.pack_id)
        .join(PanelMeeting, PanelMeeting.id == MeetingPack.meeting_id)
        .where(
            PackWork.panel_id == actor.panel_id,
            PackWork.user_id == actor.user_id,
            PackWork.public_id == work_id,
            PanelMeeting.public_id == meeting_id,
        )
    )
    row = db.session.execute(query).one_or_none()
    return None if row is None else OwnWork(*row)
