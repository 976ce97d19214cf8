"""How tests begin: most add the same person first, who signs in. What these first steps leave is kept and copied.

A step counts as a first one while nobody has opened the database since the one before, or since it was made: then
it is what those steps left, to the byte, and a copy costs a tenth of taking them again.
"""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

from cdop.extensions import db
from tests.databases import SqliteFiles

T = TypeVar("T")


class Beginnings:
    """Copies of one SQLite database as the first steps of tests left it, with what each step returned."""

    def __init__(self, files: SqliteFiles, name: str) -> None:
        self.files, self.name = files, name
        self.left: dict[tuple[Hashable, ...], tuple[str, Any]] = {}
        self.seen: dict[tuple[tuple[Hashable, ...], Hashable], Any] = {}

    def of_test(self, made_of: str) -> "Beginning":
        """The beginning of a test that finds the database made anew, as a copy of the one named."""
        return Beginning(self, made_of)


class Beginning:
    """The first steps of one test."""

    def __init__(self, kept: Beginnings, made_of: str) -> None:
        self.kept = kept
        self.path = kept.files.path(kept.name)
        self.steps: tuple[Hashable, ...] = (made_of,)
        self.untouched = _stamp(self.path)

    def take(self, step: Hashable, act: Callable[[], T]) -> T:
        """Return what `act` returns: from a copy of what it left where it is a first step and was taken before."""
        if not self._is_untouched():
            return act()
        self.steps = (*self.steps, step)
        files, left = self.kept.files, self.kept.left
        if self.steps not in left:
            left[self.steps] = f"beginning_{len(left)}", act()
            db.session.remove()
            db.engine.dispose()
            files.copy(left[self.steps][0], of=self.kept.name)
        name, returned = left[self.steps]
        files.copy(self.kept.name, of=name)
        self.untouched = _stamp(self.path)
        result: T = returned
        return result

    def look(self, step: Hashable, act: Callable[[], T]) -> T:
        """Return what `act` returns, which only reads: as a test before found it, where this one has just begun."""
        if not self._is_untouched():
            return act()
        seen = self.kept.seen
        if (self.steps, step) not in seen:
            seen[self.steps, step] = act()
        result: T = seen[self.steps, step]
        return result

    def _is_untouched(self) -> bool:
        """Whether nobody opened the database since: this application's pool is empty, the files are as they were."""
        pool: Any = db.engine.pool
        is_ours = db.engine.url.database == str(self.path)
        return is_ours and pool.checkedin() + pool.checkedout() == 0 and _stamp(self.path) == self.untouched


def _stamp(path: Path) -> list[tuple[str, int, int]]:
    """What the files of a database are: who reads in it makes two more."""
    files = ((file, file.stat()) for file in sorted(path.parent.glob(f"{path.name}*")))
    return [(file.name, told.st_size, told.st_mtime_ns) for file, told in files]
