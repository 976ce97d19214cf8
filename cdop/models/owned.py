"""What is shared by all that an owner outside the system answers by a link: to whom it was sent, and what they said."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from cdop.models.base import PERSONAL, UtcDateTime


class Owned:
    """A row that is sent to its owner, who answers by a link.

    `sent_at` is when its owner had it last, by their link or in a letter. The secret of that link is worked out from
    `nonce` and the application's key; here is only its digest.
    """

    owner_email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    nonce: Mapped[str | None] = mapped_column(String(32), info=PERSONAL)
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True, info=PERSONAL)
    response: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    responded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    responded_by: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
