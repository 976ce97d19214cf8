"""Links by which somebody chooses the password of their account: to a new account, or where one was forgotten."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import IDS_GIVEN_ONCE, PERSONAL, Audited, Base, Dated, Public, UtcDateTime


class PasswordLink(Public, Audited, Dated, Base):
    """A link that was sent to the address of an account. It opens once, until it ends.

    Its secret is worked out from `nonce` and the application's key; here is only its digest.
    """

    __tablename__ = "password_link"
    __table_args__ = (Index("ix_password_link_user_id", "user_id"), IDS_GIVEN_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    nonce: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True, info=PERSONAL)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
