"""Pages that this process has drawn, kept while nothing that they are made of changes: another is drawn of what did.

Of the request in which it was drawn a page has one mark, which each request has anew: the nonce of its script. The
token of its forms is that of the session, for which alone the page is kept, and as good as new while the session lasts.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from cdop.blueprints.security import csp_nonce

AT_MOST = 256
"""Some 40 KiB each. The oldest goes first."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was drawn, in the parts before, between and after the nonces of the request that it was drawn in."""

    parts: tuple[bytes, ...]

    def again(self) -> bytes:
        """Return the page as this request would draw it."""
        return csp_nonce().encode().join(self.parts)


class KeptPages:
    """Pages by all that they depend on: who asked, for what, and the state of what they are drawn from.

    One of a state that is over is asked for no more, and goes as the oldest does.
    """

    def __init__(self) -> None:
        self._pages: dict[Hashable, KeptPage] = {}
        self._lock = Lock()

    def get(self, drawn_for: Hashable) -> KeptPage | None:
        """Return what was drawn, None where that was not asked for or is kept no longer."""
        return self._pages.get(drawn_for)

    def keep(self, drawn_for: Hashable, html: str) -> None:
        """Keep what was drawn in this request."""
        with self._lock:
            self._pages.pop(drawn_for, None)
            self._pages[drawn_for] = KeptPage(tuple(html.encode().split(csp_nonce().encode())))
            if len(self._pages) > AT_MOST:
                del self._pages[next(iter(self._pages))]
