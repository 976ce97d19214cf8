"""Pages that this process has drawn, kept while nothing that they are made of changes: another is drawn of what did.

Of the request in which it was drawn a page has two marks, which each request has anew: the token of its forms and the
nonce of its script.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from flask_wtf.csrf import generate_csrf

from cdop.blueprints.security import csp_nonce

AT_MOST = 256
"""Some 40 KiB each. The oldest goes first."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was drawn, with the marks of the request that it was drawn in."""

    html: str
    token: str
    nonce: str

    def again(self) -> str:
        """Return the page as this request would draw it."""
        return self.html.replace(self.token, generate_csrf()).replace(self.nonce, csp_nonce())


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
            self._pages[drawn_for] = KeptPage(html, generate_csrf(), csp_nonce())
            if len(self._pages) > AT_MOST:
                del self._pages[next(iter(self._pages))]
