"""Work that the job process does for whoever asked, while a page says how far it is."""

from datetime import datetime

from sqlalchemy import JSON, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Dated, Public, UtcDateTime

DONE_OF_WHOLE = "done_count between 0 and whole_count"
REFUSED_ONCE_FINISHED = "reasons is null or finished_at is not null"
"""What holds of all work, for the checks of its table."""


class Work(Public, Dated):
    """One piece of such work: how far it is, and what came of it.

    `moved_at` is when it last got on: work that stands still is begun again. `reasons` say why it could not be done.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    done_count: Mapped[int] = mapped_column(SmallInteger, default=0)
    whole_count: Mapped[int] = mapped_column(SmallInteger, default=0)
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reasons: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), info=PERSONAL)
