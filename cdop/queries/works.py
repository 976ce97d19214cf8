"""How far work of the job process is, for the page of whoever asked for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cdop.models.works import Work


@dataclass(frozen=True, slots=True)
class WorkView:
    """Work of the job process. `done` of `whole` steps; `reasons` say why it could not be done."""

    id: int
    public_id: str
    done: int
    whole: int
    asked_at: datetime
    moved_at: datetime | None
    finished_at: datetime | None
    reasons: Sequence[str] | None

    @property
    def is_done(self) -> bool:
        """Whether it came to its end, and not to a refusal."""
        return self.finished_at is not None and not self.reasons


def columns(work: type[Work]) -> tuple[Any, ...]:
    """Return what is read of a kind of work, in the order of WorkView."""
    until = (work.moved_at, work.finished_at, work.reasons)
    return (work.id, work.public_id, work.done_count, work.whole_count, work.created_at, *until)
