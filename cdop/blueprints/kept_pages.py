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
    """A page of a selection of figures, and what it was made of."""

    selection: str
    made_of: frozenset[Hashable]
    html: str
    token: str
    nonce: str

    def again(self) -> str:
        """Return the page as this request would draw it."""
        return self.html.replace(self.token, generate_csrf()).replace(self.nonce, csp_nonce())


class KeptPages:
    """Pages by all else that they depend on: who asked, and for what."""

    def __init__(self) -> None:
        self._pages: dict[Hashable, KeptPage] = {}
        self._lock = Lock()

    def get(self, asked: Hashable) -> KeptPage | None:
        """Return what was drawn, None where that was not asked for or is kept no longer."""
        return self._pages.get(asked)

    def keep(self, asked: Hashable, selection: str, made_of: frozenset[Hashable], html: str) -> None:
        """Keep what was drawn in this request, in place of what was drawn before."""
        with self._lock:
            self._pages.pop(asked, None)
            self._pages[asked] = KeptPage(selection, made_of, html, generate_csrf(), csp_nonce())
            if len(self._pages) > AT_MOST:
                del self._pages[next(iter(self._pages))]
