"""A panel's own rows of whom to ask, each in the place of a shipped one or beside them."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import Audited, Base, Dated, Public


class RoutingRule(Public, Audited, Dated, Base):
    """Whom to ask about which child; what its columns mean is said by `rules.form_b.Route`.

    It takes the place of the shipped row of its key, and holds from `from_on` to the end of `until_on`.
    """

    __tablename__ = "routing_rule"
    __table_args__ = (
        UniqueConstraint("panel_id", "key"),
        CheckConstraint("length(reason) > 0", name="reason_present"),
        CheckConstraint("until_on is null or until_on >= from_on", name="ends_after_start"),
        CheckConstraint("from_days >= 0 and from_years >= 0 and under_years between 1 and 18", name="age_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    key: Mapped[str] = mapped_column(String(200))
    asks: Mapped[list[str]] = mapped_column(JSON)
    forms: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    from_days: Mapped[int] = mapped_column(SmallInteger)
    under_days: Mapped[int | None] = mapped_column(SmallInteger)
    from_years: Mapped[int] = mapped_column(SmallInteger)
    under_years: Mapped[int] = mapped_column(SmallInteger)
    types: Mapped[list[str]] = mapped_column(JSON)
    places: Mapped[list[str]] = mapped_column(JSON)
    circumstances: Mapped[list[str]] = mapped_column(JSON)
    unless: Mapped[list[str]] = mapped_column(JSON)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
