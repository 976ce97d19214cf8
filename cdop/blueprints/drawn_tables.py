"""Tables of released figures that this process has drawn, kept as long as nothing that they are made of changes."""

from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from markupsafe import Markup

AT_MOST = 256
"""Some 30 KiB each. The oldest goes first."""


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table as the page shows it, of which selection, and what it was made of."""

    selection: str
    made_of: frozenset[tuple[str, str, int]]
    title: str
    html: Markup


class DrawnTables:
    """Tables by what was asked for."""

    def __init__(self) -> None:
        self._tables: dict[Hashable, DrawnTable] = {}
        self._lock = Lock()

    def get(self, asked: Hashable) -> DrawnTable | None:
        """Return what was drawn, None where that was not asked for or is kept no longer."""
        return self._tables.get(asked)

    def keep(self, asked: Hashable, drawn: DrawnTable) -> None:
        """Keep what was drawn, in place of what was drawn before."""
        with self._lock:
            self._tables.pop(asked, None)
            self._tables[asked] = drawn
            if len(self._tables) > AT_MOST:
                del self._tables[next(iter(self._tables))]
