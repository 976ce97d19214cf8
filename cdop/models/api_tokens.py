"""Tokens with which other programs read released figures."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, Public, UtcDateTime


class ApiToken(Public, Audited, Dated, Base):
    """A token of a panel: what it is for, what it opens, until when. Only the digest of its secret is here."""

    __tablename__ = "api_token"
    __table_args__ = (Index("ix_api_token_panel_id_created_at", "panel_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    name: Mapped[str] = mapped_column(String(80))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True, info=PERSONAL)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    expires_on: Mapped[date]
    made_by_name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_name: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
