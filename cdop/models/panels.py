"""The panel, its local authorities, its themes and the settings it may change."""

import secrets
from datetime import date

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Figured, Public

STATE_BITS = 62


def new_state() -> int:
    """Return a number that says no more than that it is another. Counting on, a database that was restored could come
    to a number at which pages were drawn from other rows."""
    return secrets.randbits(STATE_BITS)


class Panel(Public, Audited, Dated, Base):
    """One child death overview panel. `data_sum` is the sum of the digests of all rows that its figures read.

    `figures_state` is another after every change of what pages of figures are drawn from: of this row itself, of what
    figures read (`models.base.Figured`) and of what else such a page shows (`models.base.Drawn`).

    `logo` is the digest of its picture. From `second_step_from` on everybody of it signs in with a second step.
    """

    __tablename__ = "panel"
    __table_args__ = (
        CheckConstraint("length(colour) = 7 and colour like '#%'", name="colour_is_hex"),
        CheckConstraint("length(name) > 0", name="name_present"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    colour: Mapped[str] = mapped_column(String(7), default="#1d3c6e")
    logo: Mapped[str | None] = mapped_column(String(64))
    telephone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    region_code: Mapped[str | None] = mapped_column(String(9))
    suicide_lead_email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    second_step_from: Mapped[date | None]
    data_sum: Mapped[int] = mapped_column(BigInteger, default=0)
    figures_state: Mapped[int] = mapped_column(BigInteger, default=new_state, onupdate=new_state)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PanelArea(Figured, Audited, Base):
    """A local authority whose children the panel reviews."""

    __tablename__ = "panel_area"
    figured = ("gss_code", "name")

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    gss_code: Mapped[str] = mapped_column(String(9), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class Theme(Figured, Audited, Base):
    """A theme of a panel's list. Only active ones are offered; all that occur are counted.

    Without a definition of its own a theme that is shipped has the shipped one (`rules.shipped_themes`). One that
    `tells_of_near` has people told when two of its deaths are near each other.
    """

    __tablename__ = "theme"
    figured = ("key", "label", "is_active")

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))
    is_active: Mapped[bool] = mapped_column(default=True)
    definition: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    started_on: Mapped[date | None]
    tells_of_near: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DeadlineSetting(Audited, Dated, Base):
    """How long a deadline is from a day on. Older cases keep the length that was in force for them."""

    __tablename__ = "deadline_setting"
    __table_args__ = (
        UniqueConstraint("panel_id", "key", "from_on"),
        CheckConstraint("length > 0", name="length_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    key: Mapped[str] = mapped_column(String(60))
    from_on: Mapped[date]
    length: Mapped[int]


class ReminderSetting(Audited, Dated, Base):
    """The steps of a reminder for what is asked for from a day on: working days or hours around what is due."""

    __tablename__ = "reminder_setting"
    __table_args__ = (UniqueConstraint("panel_id", "rule", "from_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    rule: Mapped[str] = mapped_column(String(60))
    from_on: Mapped[date]
    steps: Mapped[list[int]] = mapped_column(JSON)


class FactorSetting(Figured, Audited, Dated, Base):
    """What the panel's list of factors says of one from a day on. Without a label it is not offered from then on."""

    __tablename__ = "factor_setting"
    figured = ("code", "label", "from_on")
    __table_args__ = (
        UniqueConstraint("panel_id", "code", "from_on"),
        CheckConstraint("length(label) > 0", name="label_present"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    code: Mapped[str] = mapped_column(String(10))
    domain: Mapped[str] = mapped_column(String(40))
    label: Mapped[str | None] = mapped_column(String(120))
    from_on: Mapped[date]
