"""The agencies that a panel asks: practices, trusts, forces, schools."""

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public


class Agency(Public, Audited, Dated, Base):
    """An agency of the panel's directory. `kind` is a key of `rules.agencies.AGENCY_TYPES`.

    Requests go to `email`; what stays unanswered goes on to the lead. `has_release_step`: somebody senior
    there releases what its people answered before the panel has it.
    """

    __tablename__ = "agency"
    __table_args__ = (
        UniqueConstraint("panel_id", "name"),
        UniqueConstraint("panel_id", "id"),
        CheckConstraint("length(name) > 0", name="name_present"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    telephone: Mapped[str | None] = mapped_column(String(40), info=PERSONAL)
    lead_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    lead_email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    is_active: Mapped[bool] = mapped_column(default=True)
    has_release_step: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AgencyContact(Public, Audited, Dated, Base):
    """Somebody at an agency whom the panel knows. `purpose` says what for, in the panel's own words."""

    __tablename__ = "agency_contact"
    __table_args__ = (
        ForeignKeyConstraint(["panel_id", "agency_id"], ["agency.panel_id", "agency.id"]),
        CheckConstraint("length(name) > 0", name="name_present"),
        Index("ix_agency_contact_agency_id", "agency_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int]
    agency_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    role: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    telephone: Mapped[str | None] = mapped_column(String(40), info=PERSONAL)
    purpose: Mapped[str | None] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SecureDomain(Audited, Base):
    """An ending of e-mail addresses that the panel holds to be secure. A panel without any has the shipped ones."""

    __tablename__ = "secure_domain"

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"), primary_key=True)
    ending: Mapped[str] = mapped_column(String(120), primary_key=True)
