"""What is shared by all that is to change something: what it is to change, and whether it did."""

from datetime import date

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, enum_column
from cdop.rules.vocabulary import Strength, Verdict

VERDICT_WITH_DAY = "(verdict is null) = (verdict_on is null)"
"""The condition of a table with these columns: a verdict has its day."""


class Judged:
    """A row that is to change something: how strong it is, what would show the change, and the verdict at its day."""

    strength: Mapped[Strength | None] = enum_column(Strength, "strength")
    expected_change: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    indicator: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    verdict: Mapped[Verdict | None] = enum_column(Verdict, "verdict")
    verdict_on: Mapped[date | None]
    verdict_note: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
