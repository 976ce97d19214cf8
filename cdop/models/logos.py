"""Logos that panels have or had."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import Base


class PanelLogo(Base):
    """A picture known by its SHA-256. It stays when the panel takes another: reports keep theirs."""

    __tablename__ = "panel_logo"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    png: Mapped[bytes] = mapped_column(LargeBinary)
