"""The second step of signing in, of the people who have one."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, Audited, Base, Dated, UtcDateTime


class SecondStep(Audited, Dated, Base):
    """The app on a person's telephone, which makes codes; it counts once it is confirmed.

    Its key and the codes to write down are worked out from `nonce` and the application's key, so that a copied table
    opens nothing. `last_step` is the half minute of the code that was used last; `used_codes` tells which of those
    written down were used.
    """

    __tablename__ = "second_step"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, autoincrement=False)
    nonce: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(default=0)
    used_codes: Mapped[list[int]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
