"""How far work on a pack is, for whoever asked for it and nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import MeetingPack, PackWork, PanelMeeting
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import PackWorkKind

ON_PAPER = (PackWorkKind.FILE, PackWorkKind.PRINTED)


@dataclass(frozen=True, slots=True)
class OwnWork:
    """Work on a pack. `done` of `whole` cases; `reasons` say why it could not be done."""

    id: int
    public_id: str
    meeting_id: str
    held_on: date
    kind: PackWorkKind
    done: int
    whole: int
    asked_at: datetime
    moved_at: datetime | None
    finished_at: datetime | None
    reasons: Sequence[str] | None

    @property
    def is_on_paper(self) -> bool:
        """Whether a file comes of it."""
        return self.kind in ON_PAPER

    @property
    def is_done(self) -> bool:
        """Whether it came to its end, and not to a refusal."""
        return self.finished_at is not None and not self.reasons


def own_work(actor: Actor, meeting_id: str, work_id: str) -> OwnWork | None:
    """Return work that the actor asked for, None where they asked for none such. Both ids are public ids."""
    query = (
        select(
            PackWork.id,
            PackWork.public_id,
            PanelMeeting.public_id,
            PanelMeeting.held_on,
            PackWork.kind,
            PackWork.done_count,
            PackWork.whole_count,
            PackWork.created_at,
            PackWork.moved_at,
            PackWork.finished_at,
            PackWork.reasons,
        )
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
